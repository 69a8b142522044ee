"""Weighing a unit for a question: words, pairs, what stands around it, the wish, the names."""

from collections.abc import Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.archive import Archive
from knowledge.asked import HELD_BY, Asked
from knowledge.documents.model import FactKind, PassageKind
from knowledge.query import SYNONYM
from knowledge.sought import Sought, Term

PAIR: Final = 0.45
PAIRS_FROM: Final = 0.5
"""Few pairs tell little: their share is taken of at least that much of the words' weight."""
IN_CONTEXT: Final = 0.4
TYPED: Final = 0.16
NAMED: Final = 0.35
DATED_SECTION: Final = 2.5
IN_NEIGHBOUR: Final = 0.6
BEYOND: Final = 0.4
"""In a neighbour, but not in the same sentence."""
APART: Final = 0.2
"""Two words that stand side by side in the question and apart in the unit."""
_MANY_COMMAS: Final = 4
_PARTS: Final = (
    ("signer", (PassageKind.SIGNATURE,), 12.0),
    ("author", (PassageKind.SIGNATURE,), 12.0),
    ("published", (PassageKind.DATELINE,), 12.0),
)
"""Wishes that one part of a document answers, and how much that part then counts."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a unit, each 0 to 1 unless said otherwise."""

    own: float
    pairs: float
    context: float
    near: float
    typed: float
    named: float
    score: float


class Weigher:
    """Weighs units of one archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def weigh(self, unit: int, sought: Sought) -> Signs:
        """Return what speaks for a unit."""
        archive = self._archive
        mass = sought.mass or 1.0
        own, context, near = (share / mass for share in self._shares(unit, sought))
        held, pairs_here = archive.word_sets(unit)
        joined = 0.0
        for first, second, worth in sought.follows:
            if (first, second) in pairs_here:
                joined += worth
            elif first in held and second in held:
                joined += APART * worth
        pairs = joined / max(sought.pair_mass, PAIRS_FROM * mass)
        typed = self._typed(unit, sought)
        named = self._named(unit, sought.asked)
        score = own + PAIR * pairs + IN_CONTEXT * context + IN_NEIGHBOUR * near
        score += TYPED * typed + NAMED * named
        return Signs(own, pairs, context, near, typed, named, score)

    def _shares(self, unit: int, sought: Sought) -> tuple[float, float, float]:
        """Return the weight of the words in the unit, only over it, and only beside it."""
        own = context = near = 0.0
        around = self._around(unit)
        held, pairs = self._archive.word_sets(unit)
        group = self._archive.group(unit)
        for term in sought.terms:
            here = _stands(term, held, pairs)
            own += term.mass * here
            if here:
                continue
            over = _in(term, group.words) or _in(term, group.titled)
            if over:
                context += term.mass * over
            else:
                near += term.mass * max(_in(term, around[0]), BEYOND * _in(term, around[1]))
        return own, context, near

    def _around(self, unit: int) -> tuple[set[int], set[int]]:
        """Return the words of the same sentence in its neighbours, and their other words."""
        archive = self._archive
        same: set[int] = set()
        other: set[int] = set()
        record = archive.record(unit)
        for side, continued in ((unit - 1, unit), (unit + 1, unit + 1)):
            if side in record.units and archive.group_number(side) == archive.group_number(unit):
                home = same if archive.continues(continued) else other
                home |= archive.word_sets(side)[0]
        return same, other

    def _typed(self, unit: int, sought: Sought) -> float:
        asked = sought.asked
        wants = asked.wants
        kind = self._archive.kind(unit)
        for wish, kinds, worth in _PARTS:
            if wish in wants:
                return worth if kind in kinds else 0.0
        if "publisher" in wants:
            publisher = self._archive.record(unit).facts.publisher
            return 10.0 if publisher and publisher in self._archive.text(unit) else 0.0
        if kind in (PassageKind.SIGNATURE, PassageKind.DATELINE):
            return -2.0
        if wants & {"date", "year"} and asked.names.documents:
            return self._dated(unit, asked)
        if "whole" in wants and self._archive.is_listed(unit):
            return 2.0
        if asked.counted:
            return 1.0 if self.counts(unit, sought) else 0.0
        if "list" in wants:
            opened = 1.0 if self._opens_list(unit, sought) else 0.0
            return opened + (1.0 if self._archive.commas(unit) >= _MANY_COMMAS else 0.0)
        wished = [wish for wish in HELD_BY if wish in wants]
        if not wished:
            return 0.5
        return float(any(self._archive.has_fact(unit, *HELD_BY[wish]) for wish in wished))

    def _opens_list(self, unit: int, sought: Sought) -> bool:
        """Say whether a bracket or colon stands right behind the words before "which"."""
        if sought.focus is None:
            return False
        archive = self._archive
        tokens = archive.tokens(unit)
        for at, pair in enumerate(pairwise(tokens)):
            if pair == sought.focus:
                start = archive.span(unit)[0]
                offsets = archive.offsets(unit)
                last = offsets[at + 2] if at + 2 < len(tokens) else offsets[at + 1] + 12
                behind = archive.record(unit).text[start + offsets[at + 1] : start + last]
                return "(" in behind or ":" in behind
        return False

    def counts(self, unit: int, sought: Sought) -> bool:
        """Say whether the unit has a number of what "how many" asks for."""
        archive = self._archive
        tokens = archive.tokens(unit)
        return any(
            number in archive.plain
            and any(tokens[at + 1 : at + 1 + len(one)] == one for one in sought.counted)
            for at, number in enumerate(tokens)
        )

    def has_date(self, unit: int) -> bool:
        """Say whether the unit names a day."""
        archive = self._archive
        return archive.has_fact(unit, FactKind.DATE) or any(
            number in archive.dates for number in archive.tokens(unit)
        )

    def _dated(self, unit: int, asked: Asked) -> float:
        """Say whether a date stands right behind the number of a document asked for, or before."""
        archive = self._archive
        tokens = archive.tokens(unit)
        for at, number in enumerate(tokens):
            if archive.names.get(number) in asked.names.documents:
                if any(one in archive.dates for one in tokens[at + 1 : at + 8]):
                    return 2.0
                if any(one in archive.dates for one in tokens[max(at - 14, 0) : at]):
                    return 1.5
        return 0.0

    def _named(self, unit: int, asked: Asked) -> float:
        names = asked.names
        record = self._archive.record(unit)
        found = wanted = 0.0
        if names.documents:
            wanted += 1
            cited = bool(names.documents & self._archive.cited(unit))
            owned = bool(names.documents & record.own)
            about = bool(asked.wants & {"date", "year", "body", "code", "period"})
            found += 1.0 if cited and (about or not owned) else 0.8 if owned else 0.0
        if names.years:
            wanted += 1
            here = self._archive.years(unit)
            dated = self._archive.group(unit).years if record.has_dated_sections else None
            if dated and names.years & dated:
                found += DATED_SECTION
            elif dated:
                found -= 0.5
            elif names.years & here:
                found += 1.0
            elif names.years & record.titled_years:
                found += 0.9
        if names.provinces:
            wanted += 1
            place = record.folded_place
            found += 1.0 if place and place in names.provinces else 0.2
        return found / wanted if wanted else 0.0


def _stands(term: Term, held: Set[int], pairs: Set[tuple[int, int]]) -> float:
    """Return how well a word, or an official phrase for it, stands among words."""
    best = _in(term, held)
    if best < SYNONYM:
        for phrase in term.means:
            best = max(best, SYNONYM * _said(phrase, held, pairs))
    return best


def _in(term: Term, words: Set[int]) -> float:
    best = 0.0
    for number, trust in term.matches:
        if trust > best and number in words:
            best = trust
    return best


def _said(phrase: tuple[int, ...], held: Set[int], pairs: Set[tuple[int, int]]) -> float:
    """Return how much of an official phrase stands there, word beside word."""
    if len(phrase) == 1:
        return float(phrase[0] in held)
    return sum(pair in pairs for pair in pairwise(phrase)) / (len(phrase) - 1)
