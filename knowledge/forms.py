"""Ranking things by the ways people ask for them: covered words, the nearest form, letters alike.

Knows nothing of articles or documents: a thing is its forms, what it tells, and a place in a
list. Decides nothing about answering.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from knowledge.confidence import Signs
from knowledge.index import Entry, Index, kept, with_pairs
from knowledge.query import Query, QueryMaker, Synonyms, Vocabulary, load_query_maker
from knowledge.words import Reader, Words

ONLY_IN_TEXT: Final = 0.5
"""A word found in what a thing tells but in no form covers half."""
OTHER_TONE: Final = 0.5
"""A marked word that meets only look-alikes with other marks covers half."""
COVERED, SHARED, ALIKE, FOUND = 0.58, 0.27, 0.26, 0.58
"""What each sign counts in ranking: a fit over 460 questions, 0.76 of the paraphrases right by
fits that had not seen them (0.73 without the last)."""
NEAREST: Final = 5
"""So many forms, the most alike by letters, are compared by words."""
_PAIR: Final = 0.5


@dataclass(frozen=True, slots=True)
class Askable:
    """A thing to find. ``forms`` are ways to ask for it, ``told`` what it says; ``fields`` are
    the texts it is found by, each with its weight."""

    forms: tuple[str, ...]
    told: str
    fields: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing by its place in the list it was given in. ``found`` is its score in the index as
    a share of the best one's."""

    place: int
    signs: Signs
    found: float

    @property
    def worth(self) -> float:
        """Rank candidates by this."""
        signs = self.signs
        return (
            COVERED * signs.covered
            + SHARED * signs.shared
            + ALIKE * signs.alike
            + FOUND * self.found
        )


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to ask, ready for comparing."""

    line: str
    terms: tuple[str, ...]
    """Each once."""
    mass: float


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One thing, ready for comparing."""

    forms: tuple[_Form, ...]
    lines: tuple[str, ...]
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

    def with_synonyms(self, own: Synonyms) -> "FormRanking":
        """Return a ranking of the same things for who says it in these words too."""
        other = copy(self)
        other._maker = self._maker.with_synonyms(own)
        return other

    @property
    def vocabulary(self) -> Vocabulary:
        """The words things are found by."""
        return self._index

    def is_a_form(self, words: Words) -> bool:
        """Say whether the words are one of the forms."""
        return " ".join(words.folded) in self._lines

    def rank(self, words: Words, limit: int) -> list[Candidate]:
        """Return at most ``limit`` candidates, the closest first."""
        query = self._maker.make(words)
        found = self._index.search(query.searched, limit)
        masses = self._masses(query.searched)
        judged = [
            Candidate(place, self._judge(self._shelves[place], query, masses), score / found[0][1])
            for place, score in found
        ]
        return sorted(judged, key=lambda one: (-one.worth, one.place))

    def _entry(self, thing: Askable) -> Entry:
        return [(weight, self._reader.read(text).folded) for weight, text in thing.fields]

    def _shelve(self, thing: Askable) -> _Shelf:
        told = self._reader.read(thing.told)
        asked = self._reader.read(" . ".join(thing.forms))
        forms = tuple(map(self._form, thing.forms))
        return _Shelf(
            forms,
            tuple(form.line for form in forms),
            frozenset(kept(with_pairs(asked.folded))),
            frozenset(kept(with_pairs(told.folded))),
            frozenset(kept(asked.toned + told.toned)),
        )

    def _form(self, text: str) -> _Form:
        folded = self._reader.read(text).folded
        terms = tuple(dict.fromkeys(kept(with_pairs(folded))))
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
        shared, alike = _nearest(shelf, query.folded, masses)
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
    shelf: _Shelf, folded: Sequence[str], masses: Mapping[str, float]
) -> tuple[float, float]:
    """Return how much the nearest form shares with a query, and how alike the letters are."""
    whole = sum(masses.values())
    shared = alike = 0.0
    line = " ".join(folded)
    for _, score, at in process.extract(line, shelf.lines, scorer=fuzz.ratio, limit=NEAREST):
        form = shelf.forms[at]
        alike = max(alike, score / 100)
        common = sum([masses[term] for term in form.terms if term in masses])
        if whole + form.mass:
            shared = max(shared, 2 * common / (whole + form.mass))
    return min(shared, 1.0), alike
