"""The passages of all documents as flat arrays, read only.

Keeps the documents' texts, not the documents. A unit is what can be found: a passage, or a
signature block put together. ``knowledge/laying.py`` fills it.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from knowledge.documents.model import DocumentFacts, FactKind, PassageKind
from knowledge.groups import Group, Groups
from knowledge.postings import Postings
from knowledge.vocabulary import Name, Vocabulary

KINDS: Final = tuple(PassageKind)
FACT_BITS: Final[Mapping[FactKind, int]] = {kind: 1 << at for at, kind in enumerate(FactKind)}
_PAIR_BITS: Final = 20
_PAIR_MASK: Final = (1 << _PAIR_BITS) - 1
_READ_KEPT: Final = 500
"""Of a small collection all, of a large one too few to matter for memory."""

WordSets = tuple[frozenset[int], frozenset[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a document. ``units`` is the range of its units.

    ``own`` is the document's own name, ``cited`` every document it names, ``titled_years`` the
    years of its title and dates.
    """

    id: str
    facts: DocumentFacts
    text: str
    units: range
    own: frozenset[Name]
    cited: frozenset[Name]
    years: frozenset[str]
    titled_years: frozenset[str]
    provinces: frozenset[str]
    """Every province it names, its own included."""
    folded_place: str
    has_dated_sections: bool
    """Sections of different years stand in it."""
    lists: tuple[tuple[int, int, int], ...]
    """Whole lists: where the words they hang on begin, where the items begin and end."""


@dataclass(slots=True)
class Columns:
    """One entry for each unit; ``pairs`` counts in how many units two words are neighbours."""

    record: "array[int]" = field(default_factory=lambda: array("I"))
    group: "array[int]" = field(default_factory=lambda: array("I"))
    start: "array[int]" = field(default_factory=lambda: array("I"))
    length: "array[int]" = field(default_factory=lambda: array("H"))
    passage: "array[int]" = field(default_factory=lambda: array("I"))
    facts: "array[int]" = field(default_factory=lambda: array("B"))
    kind: "array[int]" = field(default_factory=lambda: array("B"))
    continues: "array[int]" = field(default_factory=lambda: array("B"))
    pairs: "array[int]" = field(default_factory=lambda: array("I", bytes(4 << _PAIR_BITS)))


class Archive:
    """Units by number. ``words`` is the vocabulary; most methods take a unit's number."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.numbers: Final = vocabulary.numbers
        self.words: Final = vocabulary.numbers.keys()
        self.dates: Final = vocabulary.dates
        self.names: Final = vocabulary.names
        self.plain: Final = vocabulary.plain
        self.records: Final[list[Record]] = []
        self.groups: Final = Groups()
        self.postings: Final = Postings()
        self.columns: Final = Columns()
        self.by_name: Final[dict[Name, list[int]]] = {}
        self.by_id: Final[dict[str, int]] = {}
        self.cited_in: Final[dict[int, frozenset[Name]]] = {}
        self.years_in: Final[dict[int, frozenset[str]]] = {}
        self._read: dict[int, tuple[array[int], WordSets]] = {}

    def __len__(self) -> int:
        return len(self.columns.start)

    def spread(self, term: str) -> int:
        """Return how many units hold a word or a pair of words."""
        first, _, second = term.partition("_")
        if second:
            one, two = self.numbers.get(first), self.numbers.get(second)
            return 0 if one is None or two is None else self.pair_spread(one, two)
        number = self.numbers.get(first)
        return self.postings.spread(number) if number is not None else 0

    def pair_spread(self, first: int, second: int) -> int:
        """Return about how many units hold two words side by side (never fewer)."""
        return self.columns.pairs[pair_slot(first, second)]

    def record(self, unit: int) -> Record:
        """Return the document of a unit."""
        return self.records[self.columns.record[unit]]

    def record_number(self, unit: int) -> int:
        """Return the number of a unit's document."""
        return self.columns.record[unit]

    def group(self, unit: int) -> Group:
        """Return what stands over a unit."""
        return self.groups[self.columns.group[unit]]

    def group_number(self, unit: int) -> int:
        """Return the number of what stands over a unit."""
        return self.columns.group[unit]

    def span(self, unit: int) -> tuple[int, int]:
        """Return where the unit stands in its document's text."""
        start = self.columns.start[unit]
        return start, start + self.columns.length[unit]

    def text(self, unit: int) -> str:
        """Return the unit's words as they stand."""
        return self.record(unit).text[slice(*self.span(unit))]

    def passage_id(self, unit: int) -> str:
        """Return the id of the unit's first passage."""
        return f"{self.record(unit).id}#{self.columns.passage[unit]}"

    def unit_of(self, passage_id: str) -> int | None:
        """Return the unit that shows a passage."""
        document, _, number = passage_id.rpartition("#")
        known = self.by_id.get(document)
        if known is None or not number.isdecimal():
            return None
        before = [
            unit for unit in self.records[known].units if self.columns.passage[unit] <= int(number)
        ]
        return before[-1] if before else None

    def kind(self, unit: int) -> PassageKind:
        """Return what part of a page the unit is."""
        return KINDS[self.columns.kind[unit]]

    def has_fact(self, unit: int, *kinds: FactKind) -> bool:
        """Say whether the unit holds a fact of any of the kinds."""
        return any(self.columns.facts[unit] & FACT_BITS[kind] for kind in kinds)

    def continues(self, unit: int) -> bool:
        """Say whether the unit goes on with the sentence of the one before it."""
        return unit < len(self) and self.columns.continues[unit] > 0

    def commas(self, unit: int) -> int:
        """Return how many commas the unit has."""
        return self.record(unit).text.count(",", *self.span(unit))

    def is_listed(self, unit: int) -> bool:
        """Say whether the unit is an item of a list."""
        return self.kind(unit) is PassageKind.ITEM

    def cited(self, unit: int) -> frozenset[Name]:
        """Return the documents the unit names."""
        return self.cited_in.get(unit, frozenset())

    def years(self, unit: int) -> frozenset[str]:
        """Return the years the unit names."""
        return self.years_in.get(unit, frozenset())

    def tokens(self, unit: int) -> "array[int]":
        """Return the unit's words in order."""
        return self._words(unit)[0]

    def offsets(self, unit: int) -> "array[int]":
        """Return where each word begins, from the unit's start."""
        return array("I", self._vocabulary.starts(self.text(unit)))

    def word_sets(self, unit: int) -> WordSets:
        """Return the unit's words, and its pairs of neighbours."""
        return self._words(unit)[1]

    def _words(self, unit: int) -> "tuple[array[int], WordSets]":
        """Return the unit's words, read from its text: keeping them all would take the space
        of the texts again."""
        found = self._read.get(unit)
        if found is None:
            tokens = array("I", self._vocabulary.of(self.text(unit)))
            found = tokens, (frozenset(tokens), frozenset(pairwise(tokens)))
            if len(self._read) < _READ_KEPT:
                self._read[unit] = found
        return found


def pair_slot(first: int, second: int) -> int:
    """Return where a pair of words is counted; pairs may share a place."""
    return (first * 0x9E3779B1 ^ second * 0x85EBCA6B) & _PAIR_MASK


def pair_slots(words: Sequence[int]) -> set[int]:
    """Return where the neighbours among words are counted, each place once."""
    # pair_slot written out: it is called for every word of every document
    return {
        (first * 0x9E3779B1 ^ second * 0x85EBCA6B) & _PAIR_MASK
        for first, second in pairwise(words)
    }
