"""Which entries hold which words: flat arrays, so that a hundred thousand passages fit.

Knows nothing of texts: words and entries are numbers. Filled once, closed, then read often.
"""

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final

_K1: Final = 1.2
_B: Final = 0.35
_SCANNED: Final = 40_000
"""When this many places were looked at, further (commoner) words only add to the best so far."""
_KEPT: Final = 600
_by_score: Final = itemgetter(1)


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
        for word, count in Counter(words).items():
            while word >= len(self._places):
                self._places.append(array("I"))
                self._gains.append(array("f"))
            self._places[word].append(place)
            self._gains[word].append(count)

    def close(self) -> None:
        """Turn counts into gains; nothing may be added afterwards."""
        size = len(self._lengths)
        mean = sum(self._lengths) / size if size else 1.0
        norms = [_K1 * (1 - _B + _B * length / mean) for length in self._lengths]
        for places, gains in zip(self._places, self._gains, strict=True):
            rarity = math.log(1 + (size - len(places) + 0.5) / (len(places) + 0.5))
            self._rarity.append(rarity)
            for at, place in enumerate(places):
                gains[at] = rarity * gains[at] * (_K1 + 1) / (gains[at] + norms[place])

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
        get = scores.get
        scanned, is_cut = 0, False
        for word in sorted(weights, key=self.spread):
            weight, places = weights[word], self._places[word]
            scanned += len(places)
            if scanned > _SCANNED and scores:
                if not is_cut:
                    best = sorted(scores.items(), key=_by_score, reverse=True)[:_KEPT]
                    scores, is_cut = dict(best), True
                self._add_to_known(scores, word, weight)
                continue
            for place, gain in zip(places, self._gains[word], strict=True):
                scores[place] = get(place, 0.0) + weight * gain
        return scores

    def _add_to_known(self, scores: dict[int, float], word: int, weight: float) -> None:
        places, gains = self._places[word], self._gains[word]
        at = 0
        size = len(places)
        for place in sorted(scores):
            at = bisect_left(places, place, at, size)
            if at < size and places[at] == place:
                scores[place] += weight * gains[at]
