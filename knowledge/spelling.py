"""Mending slips of the finger in a whole question, before anything else reads it.

A word is suspected when nothing known holds it, or when nothing known holds it beside either
of its neighbours; it is exchanged for a known word one slip away that fits its neighbours far
better. Pure; keeps nothing of what it reads.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from knowledge.query import Vocabulary
from knowledge.syllables import is_syllable
from knowledge.words import Words

SHORTEST: Final = 2
"""Letters of a word worth mending; a kept word must have one more."""
SLIP: Final = {"unknown": 0.0, "syllable": 6.0, "known": 10.0}
"""What an exchange costs: least for what is no word, most for a word that is known."""
EASY: Final = 1.5
"""For a letter typed twice, or two letters typed in the other order."""
BESIDE: Final = 1.6
"""A known pair counts that much of its own spread."""
MOST: Final = 60
"""Words beyond this are left as they are."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A word with what stands beside it."""

    before: str | None
    behind: str | None


class Speller:
    """Mends words against everything that can be found. Built once; safe to share."""

    def __init__(self, vocabularies: Sequence[Vocabulary], more: Iterable[str] = ()) -> None:
        self._vocabularies = vocabularies
        self._kept = frozenset(more)
        known = {word for held in vocabularies for word in held.words}
        self._words = {word: sum(held.spread(word) for held in vocabularies) for word in known}
        self._near = _deletions(known)

    def keeping(self, more: Iterable[str]) -> "Speller":
        """Return a speller that leaves these folded words alone, unless it knows them itself."""
        other = copy(self)
        other._kept = frozenset(word for word in more if word not in self._words)
        return other

    def mend(self, words: Words) -> Words:
        """Return the words with slips mended; the very same when there are none."""
        folded = list(words.folded)
        toned = list(words.toned)
        changed = False
        for _ in range(2):  # a mended word may vouch for its neighbour
            for at in range(min(len(folded), MOST)):
                other = self._mended(folded, at)
                if other != folded[at]:
                    folded[at] = toned[at] = other
                    changed = True
        if not changed:
            return words
        return Words(tuple(toned), tuple(folded), words.is_toned)

    def _mended(self, words: Sequence[str], at: int) -> str:
        word = words[at]
        if len(word) < SHORTEST or not word.isalpha() or word in self._kept:
            return word
        place = _Place(
            words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
        )
        spread = self._words.get(word, 0)
        if spread and (len(word) == SHORTEST or self._beside(word, place)):
            return word
        cost = SLIP["known" if spread else "syllable" if is_syllable(word) else "unknown"]
        best, most = word, self._fitness(word, place) + cost
        for other in self._candidates(word):
            fitness = self._fitness(other, place) + EASY * _is_easy(word, other)
            if fitness > most:
                best, most = other, fitness
        return best

    def _candidates(self, word: str) -> Iterator[str]:
        seen: set[str] = set()
        for part in _shortened(word):
            for known in self._near.get(part, ()):
                if known not in seen:
                    seen.add(known)
                    if OSA.distance(word, known, score_cutoff=1) <= 1:
                        yield known

    def _fitness(self, word: str, place: _Place) -> float:
        return math.log1p(self._words.get(word, 0)) + BESIDE * self._beside(word, place)

    def _beside(self, word: str, place: _Place) -> float:
        before = self._together(place.before, word) if place.before else 0
        behind = self._together(word, place.behind) if place.behind else 0
        return math.log1p(before) + math.log1p(behind)

    def _together(self, first: str, second: str) -> int:
        pair = f"{first}_{second}"
        return sum([held.spread(pair) for held in self._vocabularies])


def _is_easy(typed: str, meant: str) -> bool:
    if len(typed) == len(meant):
        return sorted(typed) == sorted(meant)
    doubled = any(meant[: at + 1] + meant[at:] == typed for at in range(len(meant)))
    return len(typed) > len(meant) and doubled


def _deletions(words: Iterable[str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if word.isalpha() and len(word) >= SHORTEST:
            for part in _shortened(word):
                near[part].append(word)
    return dict(near)


def _shortened(word: str) -> Iterator[str]:
    """Yield the word and the word without each of its letters: words one slip apart share one."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
