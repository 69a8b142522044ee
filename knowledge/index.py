"""A small weighted BM25 index over folded words and word pairs, in memory.

Knows nothing of articles: an entry is a few weighted lists of words. Built once, read often;
the same index serves articles and, later, passages of documents.
"""

import math
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final

_K1: Final = 1.2
_B: Final = 0.35
_TELLING: Final = 1
_COMMON: Final = 0.2
PAIR_WEIGHT: Final = 0.6
"""A pair of neighbours counts this much of a word: the pair holds its words already."""

Entry = Sequence[tuple[float, Sequence[str]]]
"""The words of one thing to find, by field, each field with its weight."""


def with_pairs(words: Sequence[str]) -> Iterator[str]:
    """Yield the words, then each two neighbours joined by an underscore."""
    yield from words
    for first, second in pairwise(words):
        yield f"{first}_{second}"


def kept(terms: Iterable[str]) -> Iterator[str]:
    """Yield terms to be held for long: the same object for equal ones, there are many of few."""
    return map(sys.intern, terms)


class Index:
    """Finds the entries that share the rarest words with a question."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Build from entries; each is a list of ``(weight, words)``."""
        counted = [_counted(entry) for entry in entries]
        sizes = [sum(counts.values()) for counts in counted]
        mean = sum(sizes) / len(sizes) if sizes else 1.0
        norms = [_K1 * (1 - _B + _B * size / mean) for size in sizes]
        spread = Counter(term for counts in counted for term in counts)
        self._numbers = {term: number for number, term in enumerate(spread)}
        # one run of places and gains for each term, in flat arrays
        self._first = array("I", accumulate(spread.values(), initial=0))
        self._places = array("I", bytes(4 * self._first[-1]))
        self._gains = array("d", bytes(8 * self._first[-1]))
        self._rarities = array(
            "d",
            (
                math.log(1 + (len(counted) - found + 0.5) / (found + 0.5))
                for found in spread.values()
            ),
        )
        self._unknown = math.log(1 + 2 * (len(counted) + 0.5))
        ends = self._first[:]
        for place, counts in enumerate(counted):
            for term, count in counts.items():
                number = self._numbers[term]
                at = ends[number]
                ends[number] += 1
                self._places[at] = place
                self._gains[at] = (
                    self._rarities[number] * count * (_K1 + 1) / (count + norms[place])
                )
        self._count = len(counted)
        self._common = _COMMON * len(counted)
        self.words: Final = frozenset(term for term in self._numbers if "_" not in term)

    def rarity(self, term: str) -> float:
        """Return how telling a term is; an unknown one is as telling as can be."""
        number = self._numbers.get(term)
        return self._unknown if number is None else self._rarities[number]

    def spread(self, term: str) -> int:
        """Return how many entries hold the term."""
        number = self._numbers.get(term)
        return 0 if number is None else self._first[number + 1] - self._first[number]

    def search(self, terms: Mapping[str, float], limit: int) -> list[tuple[int, float]]:
        """Return the best entries and their scores, best first; equal scores by place."""
        scores = [0.0] * self._count
        tell = sum(weight >= 1 for weight in terms.values())
        for term, weight in terms.items():
            number = self._numbers.get(term)
            if number is None:
                continue
            run = slice(self._first[number], self._first[number + 1])
            if weight < 1 and tell > _TELLING and run.stop - run.start > self._common:
                continue  # a helping word most entries hold, beside words that tell
            share = weight * PAIR_WEIGHT if "_" in term else weight
            for place, gain in zip(self._places[run], self._gains[run], strict=True):
                scores[place] += share * gain
        # sorting is stable: of equal scores the first place stays first
        best = sorted(range(self._count), key=scores.__getitem__, reverse=True)[:limit]
        return [(place, scores[place]) for place in best if scores[place] > 0]


def _counted(entry: Iterable[tuple[float, Sequence[str]]]) -> Mapping[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for weight, words in entry:
        for term in kept(with_pairs(words)):
            counts[term] += weight
    return counts
