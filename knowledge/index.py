"""A small weighted BM25 index over folded words and word pairs, in memory.

Knows nothing of articles: an entry is a few weighted lists of words. Built once, read often;
the same index serves articles and, later, passages of documents.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import pairwise
from typing import Final

_K1: Final = 1.2
_B: Final = 0.35
_TELLING: Final = 3
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


class Index:
    """Finds the entries that share the rarest words with a question."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Build from entries; each is a list of ``(weight, words)``."""
        counted = [_counted(entry) for entry in entries]
        sizes = [sum(counts.values()) for counts in counted]
        mean = sum(sizes) / len(sizes) if sizes else 1.0
        spread = Counter(term for counts in counted for term in counts)
        self._rarity = {
            term: math.log(1 + (len(counted) - found + 0.5) / (found + 0.5))
            for term, found in spread.items()
        }
        self._unknown = math.log(1 + 2 * (len(counted) + 0.5))
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counts in enumerate(counted):
            norm = _K1 * (1 - _B + _B * sizes[place] / mean)
            for term, count in counts.items():
                gain = self._rarity[term] * count * (_K1 + 1) / (count + norm)
                self._postings[term].append((place, gain))
        self._common = _COMMON * len(counted)
        self.words: Final = frozenset(term for term in self._rarity if "_" not in term)

    def rarity(self, term: str) -> float:
        """Return how telling a term is; an unknown one is as telling as can be."""
        return self._rarity.get(term, self._unknown)

    def spread(self, term: str) -> int:
        """Return how many entries hold the term."""
        return len(self._postings.get(term, ()))

    def search(self, terms: Mapping[str, float], limit: int) -> list[tuple[int, float]]:
        """Return the best entries and their scores, best first; equal scores by place."""
        scores: dict[int, float] = {}
        get = scores.get
        tell = sum(weight >= 1 for weight in terms.values())
        for term, weight in terms.items():
            postings = self._postings.get(term, ())
            if weight < 1 and tell > _TELLING and len(postings) > self._common:
                continue  # a helping word most entries hold, beside words that tell
            share = weight * PAIR_WEIGHT if "_" in term else weight
            for place, gain in postings:
                scores[place] = get(place, 0.0) + share * gain
        return nsmallest(limit, scores.items(), key=lambda found: (-found[1], found[0]))


def _counted(entry: Iterable[tuple[float, Sequence[str]]]) -> Mapping[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for weight, words in entry:
        for term in with_pairs(words):
            counts[term] += weight
    return counts
