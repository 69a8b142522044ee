"""Signs of danger by class, and how they add up.

A phrase list alone misses what nobody thought of; here any bad state of a body, with somebody
or a "now", is danger, and so is a weapon with an attack. The words stand in
``lexicon/danger.toml``; none here. Never too few: what does not add up is asked about.
"""

import tomllib
from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from typing import Final

from knowledge.phrases import Phrases, compile_phrases
from knowledge.words import LEXICON, Words

_TOLD: Final = 60
"""Words beyond this belong to a story, where signs stand together by chance."""
_A_TALE: Final = 4
"""Fewer words tell nothing yet."""


class Danger(IntEnum):
    """How much a text sounds like danger now."""

    NONE = 0
    PERHAPS = 1
    SURE = 2


class DangerReader:
    """Adds up the signs of danger. Stateless once built; keeps nothing of what it reads."""

    def __init__(self, table: Mapping[str, list[str]]) -> None:
        self._signs: dict[str, Phrases] = {
            name: compile_phrases(patterns) for name, patterns in table.items()
        }

    def of(self, words: Words, *, asks: bool) -> Danger:
        """Return how much the words sound like danger; ``asks`` if they are a question."""
        seen = self._signs["masks"].without(words.first(_TOLD))
        if self._has("aside", seen) or self._is_over(seen):
            return Danger.NONE
        if self._has("cry", seen) or self._has("despair", seen):
            return Danger.SURE
        found = self._told(seen)
        if asks and found is Danger.SURE and not self._has("pressing", seen):
            return Danger.PERHAPS
        return found if found is Danger.SURE or not asks else Danger.NONE

    def cries(self, words: Words) -> bool:
        """Say whether somebody cries for help or wants to die: danger on its own."""
        seen = self._signs["masks"].without(words.first(_TOLD))
        if self._has("aside", seen) or self._is_over(seen):
            return False
        return self._has("cry", seen) or self._has("despair", seen)

    def tells(self, words: Words, *, asks: bool) -> bool:
        """Say whether the words tell something of somebody today, whatever it is: what nobody
        understood may be a cry in words nobody foresaw."""
        seen = self._signs["masks"].without(words.first(_TOLD))
        if asks or len(words.toned) < _A_TALE or self._has("aside", seen):
            return False
        stands_back = self._has("plain", seen) or self._is_over(seen)
        return self._has("who", seen) and not stands_back

    def stands_back(self, words: Words) -> bool:
        """Say whether the words tell of another day, or want an office and not a rescuer."""
        return self._is_over(words) and not (
            self._has("pressing", words) or self._has("cry", words) or self._has("despair", words)
        )

    def _is_over(self, words: Words) -> bool:
        return self._has("past", words) or self._has("civil", words)

    def _told(self, seen: Words) -> Danger:
        armed = self._has("held", seen) or (
            self._has("weapon", seen) and self._has("attack", seen)
        )
        somebody_now = self._has("who", seen) or self._has("now", seen)
        if armed or self._has("state", seen) or self._has("threat", seen):
            return Danger.SURE if somebody_now else Danger.PERHAPS
        return Danger.PERHAPS if somebody_now and self._has("unease", seen) else Danger.NONE

    def _has(self, name: str, words: Words) -> bool:
        return self._signs[name].found_in(words)


def load_danger(folder: Path = LEXICON) -> DangerReader:
    """Read the signs."""
    table = tomllib.loads((folder / "danger.toml").read_text(encoding="utf-8"))
    return DangerReader(table["danger"])
