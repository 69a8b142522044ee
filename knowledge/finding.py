"""Finding the passages that may answer: candidates by words and names, then weighed.

Quotes nothing and decides nothing about being sure; it gives signs for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from typing import Final

from knowledge.archive import Archive
from knowledge.facts import Facts
from knowledge.sought import Sought
from knowledge.weighing import IN_CONTEXT, Signs, Weigher

CANDIDATES: Final = 14
BEFORE_CONTEXT: Final = 150
"""So many are looked at for what stands over them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A unit with its signs. ``contradicted`` when it lacks something the question names."""

    unit: int
    signs: Signs
    contradicted: bool


class Finder:
    """Finds units in an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.weigher: Final = Weigher(archive)

    def find(self, sought: Sought, within: str | None = None, limit: int = 6) -> list[Found]:
        """Return the best units, best first, ``within`` one document if its id is given."""
        places = self._candidates(sought, within)
        asked = sought.asked
        found = [
            Found(unit, self.weigher.weigh(unit, sought), self.contradicts(unit, asked.names))
            for unit in places
        ]
        found.sort(key=lambda one: (one.contradicted, -one.signs.score, one.unit))
        return found[:limit]

    def _candidates(self, sought: Sought, within: str | None) -> Sequence[int]:
        archive = self._archive
        scores = archive.postings.scores(sought.weights)
        if within is not None:
            scores = {unit: s for unit, s in scores.items() if archive.record(unit).id == within}
        named = self._named_records(sought)
        if named:
            inside = {
                unit: scores.get(unit, 0.0) + (3.0 if self._cites(unit, sought) else 0.0)
                for number in named[:50]
                for unit in archive.records[number].units
            }
            if inside:
                scores = inside
        if len(scores) <= CANDIDATES:
            return list(scores)
        if len(scores) > BEFORE_CONTEXT:
            best = sorted(scores.items(), key=itemgetter(1), reverse=True)[:BEFORE_CONTEXT]
            scores = dict(best)
        groups: dict[int, float] = {}
        for unit in scores:
            group = archive.group_number(unit)
            if group not in groups:
                held = archive.groups[group]
                groups[group] = IN_CONTEXT * sum(
                    sought.weights[word] * archive.postings.rarity(word)
                    for word in sought.exact
                    if word in held.words or word in held.titled
                )
            scores[unit] += groups[group]
        return nlargest(CANDIDATES, scores, key=lambda unit: (scores[unit], -unit))

    def _named_records(self, sought: Sought) -> list[int]:
        names = sought.asked.names.documents
        lists = [self._archive.by_name.get(name, []) for name in names]
        if not lists:
            return []
        common = set(lists[0]).intersection(*map(set, lists[1:]))
        return sorted(common or set().union(*map(set, lists)))

    def _cites(self, unit: int, sought: Sought) -> bool:
        return bool(sought.asked.names.documents & self._archive.cited(unit))

    def contradicts(self, unit: int, names: Facts) -> bool:
        """Say whether the unit's document lacks a document, year or province asked for."""
        record = self._archive.record(unit)
        if names.documents - record.cited or names.years - record.years:
            return True
        return bool(names.provinces - record.provinces)
