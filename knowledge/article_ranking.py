"""Ranking staff-written articles for a question: covered words, the nearest form, letters alike.

Knows nothing of documents and decides nothing about answering; ``knowledge/ask.py`` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from knowledge.confidence import Signs, confidence
from knowledge.facts import FactReader, Facts, Holdings, contradicts
from knowledge.index import Entry, Index, with_pairs
from knowledge.model import Article
from knowledge.query import Query, QueryMaker, load_query_maker
from knowledge.words import Reader, Words

TITLE_WEIGHT: Final = 1.5
FORMS_WEIGHT: Final = 1.0
ANSWER_WEIGHT: Final = 0.35
TEXT_WEIGHT: Final = 0.15
CANDIDATES: Final = 10
ONLY_IN_TEXT: Final = 0.5
"""A word found in the answer but in no question form covers half."""
OTHER_TONE: Final = 0.5
"""A marked word that meets only look-alikes with other marks covers half."""


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to ask for an article, ready for comparing."""

    line: str
    terms: frozenset[str]
    mass: float


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One article, ready for comparing."""

    article: Article
    forms: tuple[_Form, ...]
    asked: frozenset[str]
    told: frozenset[str]
    toned: frozenset[str]
    holds: Holdings


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate; ``contradicted`` when it lacks a fact the question names."""

    article: Article
    signs: Signs
    contradicted: bool


class ArticleRanking:
    """Ranks articles. Built once; safe to share; ranking changes nothing."""

    def __init__(self, articles: Sequence[Article], reader: Reader, facts: FactReader) -> None:
        self._reader = reader
        self._facts = facts
        self._index = Index([self._entry(article) for article in articles])
        self._maker: QueryMaker = load_query_maker(reader, self._index)
        self._shelves = [self._shelve(article) for article in articles]
        self._lines = {form.line for shelf in self._shelves for form in shelf.forms}

    def is_a_form(self, words: Words) -> bool:
        """Say whether the words are one of the ways an article is asked for."""
        return " ".join(words.folded) in self._lines

    def rank(self, words: Words, asked: Facts) -> tuple[Ranked, ...]:
        """Return the candidates of a question, best first."""
        query = self._maker.make(words)
        found = self._index.search(query.searched, CANDIDATES)
        masses = self._masses(query)
        ranked = [self._judge(self._shelves[place], query, masses, asked) for place, _ in found]
        return tuple(sorted(ranked, key=lambda one: (-one.signs.closeness, one.article.id)))

    def _entry(self, article: Article) -> Entry:
        parts = [(TITLE_WEIGHT, article.title), (ANSWER_WEIGHT, article.answer)]
        parts += [(TEXT_WEIGHT, article.text), (TEXT_WEIGHT, article.source)]
        parts += [(FORMS_WEIGHT, form) for form in article.questions]
        return [(weight, self._reader.read(text).folded) for weight, text in parts]

    def _shelve(self, article: Article) -> _Shelf:
        forms = tuple(self._form(text) for text in (article.title, *article.questions))
        told = self._reader.read(f"{article.answer} {article.text}")
        asked = self._reader.read(" . ".join((article.title, *article.questions)))
        held = " . ".join(
            (article.title, *article.questions, article.answer, article.text, article.source)
        )
        return _Shelf(
            article,
            forms,
            frozenset(with_pairs(asked.folded)),
            frozenset(with_pairs(told.folded)),
            frozenset(asked.toned + told.toned),
            self._facts.of_answer(held),
        )

    def _form(self, text: str) -> _Form:
        folded = self._reader.read(text).folded
        terms = frozenset(with_pairs(folded))
        return _Form(" ".join(folded), terms, sum(map(self._mass, terms)))

    def _mass(self, term: str) -> float:
        weight = max(map(self._maker.weight, term.split("_")))
        return weight * self._index.rarity(term) * (0.5 if "_" in term else 1.0)

    def _judge(
        self, shelf: _Shelf, query: Query, masses: dict[str, float], asked: Facts
    ) -> Ranked:
        shared, alike = _nearest(shelf, query, masses)
        signs = Signs(self._covered(shelf, query), shared, alike)
        return Ranked(shelf.article, signs, contradicts(asked, shelf.holds))

    def _masses(self, query: Query) -> dict[str, float]:
        return {
            term: trust * self._index.rarity(term) * (0.5 if "_" in term else 1.0)
            for term, trust in query.searched.items()
        }

    def _covered(self, shelf: _Shelf, query: Query) -> float:
        whole = covered = 0.0
        for term in query.terms:
            mass = term.weight * self._index.rarity(term.word)
            whole += mass
            best = 0.0
            for match, trust in term.matches.items():
                place = 1.0 if match in shelf.asked else ONLY_IN_TEXT if match in shelf.told else 0
                best = max(best, trust * place)
            if (
                query.is_toned
                and best
                and term.toned not in shelf.toned
                and len(term.matches) == 1
            ):
                best *= OTHER_TONE
            covered += mass * best
        return covered / whole if whole else 0.0


def sureness(best: Ranked, ranked: Sequence[Ranked], length: int) -> float:
    """Return how sure a candidate is among all."""
    others = [found.signs.closeness for found in ranked if found is not best]
    margin = best.signs.closeness - max(others, default=0.0)
    return confidence(best.signs, margin, length)


def _nearest(shelf: _Shelf, query: Query, masses: dict[str, float]) -> tuple[float, float]:
    """Return how much the nearest form shares with the query, and how alike the letters are."""
    whole = sum(masses.values())
    line = " ".join(query.folded)
    shared = alike = 0.0
    for form in shelf.forms:
        common = sum(mass for term, mass in masses.items() if term in form.terms)
        if whole + form.mass:
            shared = max(shared, 2 * common / (whole + form.mass))
        alike = max(alike, fuzz.ratio(line, form.line) / 100)
    return min(shared, 1.0), alike
