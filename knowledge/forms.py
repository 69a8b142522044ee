"""Ranking things by the ways people ask for them: covered words, the nearest form, letters alike.

Knows nothing of articles or documents: a thing is its forms, what it tells, and a place in a
list. Decides nothing about answering.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from knowledge.confidence import Signs
from knowledge.index import Entry, Index, with_pairs
from knowledge.query import Query, QueryMaker, load_query_maker
from knowledge.words import Reader, Words

ONLY_IN_TEXT: Final = 0.5
"""A word found in what a thing tells but in no form covers half."""
OTHER_TONE: Final = 0.5
"""A marked word that meets only look-alikes with other marks covers half."""
_PAIR: Final = 0.5


@dataclass(frozen=True, slots=True)
class Askable:
    """A thing to find. ``forms`` are ways to ask for it, ``told`` what it says; ``fields`` are
    the texts it is found by, each with its weight."""

    forms: tuple[str, ...]
    told: str
    fields: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to ask, ready for comparing."""

    line: str
    terms: frozenset[str]
    mass: float


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One thing, ready for comparing."""

    forms: tuple[_Form, ...]
    asked: frozenset[str]
    told: frozenset[str]
    toned: frozenset[str]


class FormRanking:
    """Ranks things. Built once; safe to share; ranking changes nothing."""

    def __init__(self, things: Sequence[Askable], reader: Reader) -> None:
        self._reader = reader
        self._index = Index([self._entry(thing) for thing in things])
        self._maker: QueryMaker = load_query_maker(reader, self._index)
        self._shelves = [self._shelve(thing) for thing in things]
        self._lines = {form.line for shelf in self._shelves for form in shelf.forms}

    def is_a_form(self, words: Words) -> bool:
        """Say whether the words are one of the forms."""
        return " ".join(words.folded) in self._lines

    def rank(self, words: Words, limit: int) -> list[tuple[int, Signs]]:
        """Return places and signs of at most ``limit`` candidates, best first."""
        query = self._maker.make(words)
        found = self._index.search(query.searched, limit)
        masses = self._masses(query.searched)
        judged = [(place, self._judge(self._shelves[place], query, masses)) for place, _ in found]
        return sorted(judged, key=lambda one: (-one[1].closeness, one[0]))

    def _entry(self, thing: Askable) -> Entry:
        return [(weight, self._reader.read(text).folded) for weight, text in thing.fields]

    def _shelve(self, thing: Askable) -> _Shelf:
        told = self._reader.read(thing.told)
        asked = self._reader.read(" . ".join(thing.forms))
        return _Shelf(
            tuple(map(self._form, thing.forms)),
            frozenset(with_pairs(asked.folded)),
            frozenset(with_pairs(told.folded)),
            frozenset(asked.toned + told.toned),
        )

    def _form(self, text: str) -> _Form:
        folded = self._reader.read(text).folded
        terms = frozenset(with_pairs(folded))
        return _Form(" ".join(folded), terms, sum(map(self._mass, terms)))

    def _mass(self, term: str) -> float:
        weight = max(map(self._maker.weight, term.split("_")))
        return weight * self._index.rarity(term) * (_PAIR if "_" in term else 1.0)

    def _masses(self, searched: Mapping[str, float]) -> dict[str, float]:
        return {
            term: trust * self._index.rarity(term) * (_PAIR if "_" in term else 1.0)
            for term, trust in searched.items()
        }

    def _judge(self, shelf: _Shelf, query: Query, masses: Mapping[str, float]) -> Signs:
        shared, alike = _nearest(shelf.forms, query.folded, masses)
        return Signs(self._covered(shelf, query), shared, alike)

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


def _nearest(
    forms: Iterable[_Form], folded: Sequence[str], masses: Mapping[str, float]
) -> tuple[float, float]:
    """Return how much the nearest form shares with a query, and how alike the letters are."""
    whole = sum(masses.values())
    line = " ".join(folded)
    shared = alike = 0.0
    for form in forms:
        common = sum(mass for term, mass in masses.items() if term in form.terms)
        if whole + form.mass:
            shared = max(shared, 2 * common / (whole + form.mass))
        alike = max(alike, fuzz.ratio(line, form.line) / 100)
    return min(shared, 1.0), alike
