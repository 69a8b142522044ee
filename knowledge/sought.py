"""From a query to a sought question: words as an archive's numbers, with how much each tells."""

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.archive import Archive
from knowledge.asked import Asked
from knowledge.query import SYNONYM, Query
from knowledge.query import Term as QueryTerm
from knowledge.vocabulary import number_parts

ROUTED: Final = 0.25
"""A word that only says which document, year or place is meant tells that much of another."""
_HALF_YEAR: Final = frozenset({"6", "sau", "thang", "dau", "cuoi"})
_WHICH: Final = frozenset({"nao", "gi"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word asked for as numbers: what may stand for it, and how much it tells."""

    mass: float
    matches: tuple[tuple[int, float], ...]
    means: tuple[tuple[int, ...], ...]
    weak: bool
    tells: bool
    """It is not only a year."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question ready for the archive."""

    terms: tuple[Term, ...]
    weights: dict[int, float]
    follows: tuple[tuple[int, int, float], ...]
    mass: float
    pair_mass: float
    asked: Asked
    exact: frozenset[int]
    counted: tuple["array[int]", ...] = ()
    """What "how many" counts, in all the ways it may be said."""
    novel: float = 0.0
    focus: tuple[int, int] | None = None
    """The two words before "which": the sort of thing that is asked for."""


class Seeker:
    """Turns queries into sought questions for one archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._unknown = math.log(1 + 2 * (len(archive) + 0.5))

    def sought(self, query: Query, asked: Asked) -> Sought:
        """Turn a query into numbers."""
        routed = self._routed(query, asked)
        terms = tuple(
            self._term(
                held, ROUTED if place in routed else 1.0, tells=held.word not in asked.names.years
            )
            for place, held in enumerate(query.terms)
        )
        weights: dict[int, float] = {}
        for term in terms:
            scale = 0.25 if term.weak else 1.0
            for number, trust in term.matches:
                weights[number] = max(weights.get(number, 0.0), trust * scale)
            for phrase in term.means:
                for number in phrase:
                    share = SYNONYM * scale / len(phrase) ** 0.5
                    weights[number] = max(weights.get(number, 0.0), share)
        follows = tuple(self._follows(query))
        return Sought(
            terms,
            weights,
            follows,
            sum(term.mass for term in terms),
            sum(mass for _, _, mass in follows),
            asked,
            frozenset(weights),
            tuple(self._counted(query, asked)),
            self._novel(query),
            self._focus(query.folded),
        )

    def _counted(self, query: Query, asked: Asked) -> Iterator["array[int]"]:
        numbers = [number for word in asked.counted if (number := self._known(word)) is not None]
        if len(numbers) > 1 and self._archive.pair_spread(numbers[0], numbers[1]):
            yield array("I", numbers[:2])
        elif numbers:
            yield array("I", numbers[:1])
        means = [set(held.means) for held in query.terms if held.word in asked.counted]
        # "hội đoàn" is said otherwise as one: what either word alone may mean is not counted
        for phrase in set.intersection(*means) if means else ():
            known = [self._known(word) for word in phrase[:2]]
            yield array("I", [number for number in known if number is not None])

    def _focus(self, words: Sequence[str]) -> tuple[int, int] | None:
        for at in range(2, len(words)):
            if words[at] in _WHICH:
                first, second = self._known(words[at - 2]), self._known(words[at - 1])
                return None if first is None or second is None else (first, second)
        return None

    def _routed(self, query: Query, asked: Asked) -> set[int]:
        """Return the places of words that only say which document or place is meant."""
        names = asked.names
        plain = set(names.years) | {number for _, number in names.documents}
        said = [*names.provinces, *(kind for kind, _ in names.documents)]
        routed = set()
        for place, word in enumerate(query.folded):
            if plain & set(number_parts(word)):
                routed.add(place)
            if names.years and word in _HALF_YEAR:
                routed.add(place)
            for name in said:
                words = tuple(name.split())
                if query.folded[place : place + len(words)] == words:
                    routed.update(range(place, place + len(words)))
        return routed

    def _term(self, held: QueryTerm, scale: float, *, tells: bool) -> Term:
        archive = self._archive
        trust = held.matches.get(held.word, 1.0)
        matches = [
            (number, trust)
            for part in number_parts(held.word)
            if (number := self._known(part)) is not None
        ]
        means = []
        for phrase in held.means:
            numbers = tuple(self._known(word) for word in phrase)
            if None not in numbers:
                means.append(tuple(number for number in numbers if number is not None))
        rarest = max((archive.postings.rarity(number) for number, _ in matches), default=0.0)
        if not rarest:
            rarest = max(
                (SYNONYM * archive.postings.rarity(number) for one in means for number in one),
                default=self._unknown,
            )
        mass = scale * held.weight * rarest
        return Term(mass, tuple(matches), tuple(means), held.weight < 1, tells)

    def _known(self, word: str) -> int | None:
        number = self._archive.numbers.get(word)
        return number if number is not None and self._archive.postings.spread(number) else None

    def _follows(self, query: Query) -> list[tuple[int, int, float]]:
        archive = self._archive
        size = math.log(len(archive) + 1.0)
        found = []
        words = [next(number_parts(word)) for word in query.folded]
        for place in range(len(words) - 1):
            first = archive.numbers.get(words[place])
            second = archive.numbers.get(words[place + 1])
            weight = (query.terms[place].weight + query.terms[place + 1].weight) / 2
            if first is None or second is None:
                if weight == 1:
                    found.append((-1, -1, size))
                continue
            spread = archive.pair_spread(first, second)
            rarity = math.log(1 + (len(archive) + 0.5) / (spread + 0.5))
            if spread or weight == 1:
                found.append((first, second, rarity * weight))
        return found

    def _novel(self, query: Query) -> float:
        """Return the share of neighbouring telling words that stand together in no document."""
        archive = self._archive
        pairs = novel = 0
        for one, two in pairwise(query.terms):
            if one.weight < 1 or two.weight < 1 or one.means or two.means:
                continue
            pairs += 1
            first, second = self._known(one.word), self._known(two.word)
            novel += first is None or second is None or not archive.pair_spread(first, second)
        return novel / pairs if pairs else 0.0
