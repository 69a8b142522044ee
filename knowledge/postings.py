"""Which entries hold which words: flat arrays, so that a hundred thousand passages fit.

Knows nothing of texts: words and entries are numbers. Filled once, closed, then read often.
"""

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest
from typing import Final

_K1: Final = 1.2
_B: Final = 0.35
_SCANNED: Final = 40_000
"""When this many places were looked at, further (commoner) words only add to the best so far."""
_KEPT: Final = 600


class Postings:
    """Weighted BM25 over single words."""

    def __init__(self) -> None:
        self._places: list[array[int]] = []
        self._gains: list[array[float]] = []
        self._rarity: array[float] = array("f")
        self._lengths: array[int] = array("H")

    def add(self, words: Sequence[int]) -> None:
        """Add the next entry."""
        place = len(self._lengths)
        self._lengths.append(min(len(words), 0xFFFF))
        all_places, all_gains = self._places, self._gains
        for _ in range(len(all_places), max(words, default=-1) + 1):
            all_places.append(array("I"))
            all_gains.append(array("f"))
        for word, count in Counter(words).items():
            all_places[word].append(place)
            all_gains[word].append(count)

    def close(self) -> None:
        """Turn counts into gains; nothing may be added afterwards."""
        size = len(self._lengths)
        mean = sum(self._lengths) / size if size else 1.0
        norms = [_K1 * (1 - _B + _B * length / mean) for length in self._lengths]
        for word, (places, counts) in enumerate(zip(self._places, self._gains, strict=True)):
            rarity = math.log(1 + (size - len(places) + 0.5) / (len(places) + 0.5))
            self._rarity.append(rarity)
            gains = [
                rarity * count * (_K1 + 1) / (count + norms[place])
                for place, count in zip(places, counts, strict=True)
            ]
            # new arrays are as long as what is in them, those that grew have room to spare
            self._places[word], self._gains[word] = places[:], array("f", gains)

    def rarity(self, word: int) -> float:
        """Return how telling a word is; 0 for one that no entry holds."""
        return self._rarity[word] if word < len(self._rarity) else 0.0

    def spread(self, word: int) -> int:
        """Return how many entries hold the word."""
        return len(self._places[word]) if word < len(self._places) else 0

    def scores(self, weights: Mapping[int, float]) -> dict[int, float]:
        """Return the scores of the entries that hold any of the words.

        In a large collection the entries without any of the rarer words are left out.
        """
        scores: dict[int, float] = {}
        best: list[int] = []
        scanned = 0
        for word in sorted(weights, key=self.spread):
            weight, places, gains = weights[word], self._places[word], self._gains[word]
            scanned += len(places)
            if not scores:
                scores = {place: weight * gain for place, gain in zip(places, gains, strict=True)}
            elif scanned <= _SCANNED:
                get = scores.get
                for place, gain in zip(places, gains, strict=True):
                    scores[place] = get(place, 0.0) + weight * gain
            else:
                if not best:
                    scores = _best(scores)
                    best = sorted(scores)
                _add_to(scores, best, places, weight, gains)
        return scores


def _best(scores: dict[int, float]) -> dict[int, float]:
    """Return the entries that no KEPT others are before; of equal scores all."""
    if len(scores) <= _KEPT:
        return scores
    least = nlargest(_KEPT, scores.values())[-1]
    return {place: score for place, score in scores.items() if score >= least}


def _add_to(
    scores: dict[int, float],
    best: Sequence[int],
    places: "array[int]",
    weight: float,
    gains: "array[float]",
) -> None:
    """Add a word to the entries of ``best``, which are in order, and to no other."""
    at, size = 0, len(places)
    for place in best:
        at = bisect_left(places, place, at, size)
        if at == size:
            break
        if places[at] == place:
            scores[place] += weight * gains[at]
