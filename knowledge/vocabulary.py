"""Words as numbers: the vocabulary of an archive, and what kind of thing a number in it says."""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.facts import document_names
from knowledge.words import Reader

_WORD: Final = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
_NUMBERS: Final = re.compile(r"\d+")
_DATE: Final = re.compile(r"\d{1,2}([-/.])\d{1,2}(?:\1\d{4})?")

_NUMBER_WORDS: Final = frozenset(["mot", "hai", "ba", "bon", "sau", "bay", "tam", "chin", "muoi"])
"""Folded; "nam" is left out, it is mostly a year."""

Name = tuple[str, str]
"""A document by kind and number: ("chi thi", "9")."""


class Vocabulary:
    """Numbers the folded words of texts. Filled while an archive is laid down."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, tuple[str, ...]] = {}
        self.numbers: Final[dict[str, int]] = {}
        self.dates: Final[set[int]] = set()
        self.names: Final[dict[int, Name]] = {}
        self.plain: Final[set[int]] = set()

    def number(self, word: str) -> int:
        """Return the number of a folded word, a new one if need be."""
        known = self.numbers.get(word)
        if known is not None:
            return known
        number = self.numbers[word] = len(self.numbers)
        if word in _NUMBER_WORDS:
            self.plain.add(number)
        if word[0].isdigit():
            if word.isdecimal():
                self.plain.add(number)
            if _DATE.fullmatch(word):
                self.dates.add(number)
            for name in document_names(word):
                self.names[number] = name
        return number

    def split(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the numbers of a text's folded words with where each begins."""
        for found in _WORD.finditer(text):
            for word in self._folded(found[0]):
                yield self.number(word), found.start()

    def of(self, text: str) -> list[int]:
        """Return the numbers of a text's folded words."""
        return [number for number, _ in self.split(text)]

    def close(self) -> None:
        """Let go of what only filling needs."""
        self._known.clear()

    def _folded(self, raw: str) -> tuple[str, ...]:
        known = self._known.get(raw)
        if known is None:
            known = self._known[raw] = tuple(
                part for word in self._reader.read(raw).folded for part in number_parts(word)
            )
        return known


def number_parts(word: str) -> Iterator[str]:
    """Yield a word, and of one with digits its numbers as they are said ("09-ct/tw": "9")."""
    if not any(map(str.isdigit, word)):
        yield word
        return
    yield word.lstrip("0") or "0"
    if not word.isdigit():
        for number in dict.fromkeys(_NUMBERS.findall(word)):
            yield number.lstrip("0") or "0"
