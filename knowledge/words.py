"""From a typed text to words: abbreviations and chat spellings opened, telex residue read.

Pure; the tables come from ``knowledge/lexicon``. Each word keeps its tones; folding is the
caller's choice.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.normalise import clean, fold
from knowledge.syllables import from_telex, is_syllable

LEXICON: Final = Path(__file__).parent / "lexicon"
_WORD: Final = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
_STRETCHED: Final = re.compile(r"([aeiouy])\1{2,}")
_PLAIN: Final = re.compile(r"[^\W\d_]+")
_PARTS: Final = re.compile(r"[-/.]")
_TONED_SHARE: Final = 0.55
"""From this share of marked words on, a word without marks is meant without marks."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words. ``toned`` and ``folded`` run in step."""

    toned: tuple[str, ...]
    folded: tuple[str, ...]
    is_toned: bool

    @property
    def folded_line(self) -> str:
        """The folded words, one space between and around them."""
        return f" {' '.join(self.folded)} "

    def first(self, count: int) -> "Words":
        """The first so many words."""
        return Words(self.toned[:count], self.folded[:count], self.is_toned)


class Reader:
    """Reads texts into :class:`Words` with the tables it was given."""

    def __init__(self, words: Mapping[str, str], pairs: Mapping[str, str]) -> None:
        self._words = {clean(key): clean(value).split() for key, value in words.items()}
        self._pairs = {
            tuple(clean(key).split()): clean(value).split() for key, value in pairs.items()
        }

    def read(self, text: str) -> Words:
        """Return the words of a text. Never raises; reading its own line changes nothing."""
        toned = tuple(
            self._open_pairs([w for raw in _split(clean(text)) for w in self._open(raw)])
        )
        folded = tuple(fold(word) for word in toned)
        marked = sum(map(str.__ne__, toned, folded))
        return Words(toned, folded, marked >= _TONED_SHARE * len(toned))

    def _open(self, word: str) -> list[str]:
        if word in self._words:
            return self._words[word]
        if is_syllable(word) or _PLAIN.fullmatch(word) is None:
            return [word]
        short = _STRETCHED.sub(r"\1", word)
        if short.endswith("g") and is_syllable(f"{short[:-1]}ng"):
            return [f"{short[:-1]}ng"]  # "trog", "những" typed "nhữg"
        telex = from_telex(short)
        if telex:
            return self._words.get(telex, [telex])
        return self._words.get(short, [short])

    def _open_pairs(self, words: list[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            opened = self._pairs.get((words[at], words[at + 1])) if at + 1 < len(words) else None
            yield from opened or [words[at]]
            at += 2 if opened else 1


def load_reader(folder: Path = LEXICON) -> Reader:
    """Read the shorthand table."""
    table = tomllib.loads((folder / "shorthand.toml").read_text(encoding="utf-8"))
    return Reader(table["words"], table["pairs"])


def _split(cleaned: str) -> Iterator[str]:
    for found in _WORD.findall(cleaned):
        # "09-ct/tw", "19/8" and "1.000" stay whole; "ca-phuong" or "a.b" are words side by side
        yield from [found] if any(map(str.isdigit, found)) else _PARTS.split(found)
