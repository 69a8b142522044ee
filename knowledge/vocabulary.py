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

_DIGITS_KEPT: Final = 20_000
"""Of words with digits so many are remembered: there is no end of numbers, unlike of words."""

Name = tuple[str, str]
"""A document by kind and number: ("chi thi", "9")."""


class Vocabulary:
    """Numbers the folded words of texts. Filled while an archive is laid down; read afterwards.

    What a text was laid down with is not kept: reading the same text again gives the same
    numbers, so no passage needs its words twice in memory.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[str, tuple[int, ...]] = {}
        self._digits_kept = 0
        self.numbers: Final[dict[str, int]] = {}
        self.dates: Final[set[int]] = set()
        self.names: Final[dict[int, Name]] = {}
        self.plain: Final[set[int]] = set()

    def of(self, text: str) -> list[int]:
        """Return the numbers of a text's folded words, new ones for words not met before."""
        found: list[int] = []
        known = self._read.get
        for raw in _WORD.findall(text):
            found += known(raw) or self._number(raw)
        return found

    def starts(self, text: str) -> Iterator[int]:
        """Yield where each of the words that ``of`` gives begins in the text."""
        for found in _WORD.finditer(text):
            for _ in self.of(found[0]):
                yield found.start()

    def _number(self, raw: str) -> tuple[int, ...]:
        """Return the numbers of one word as it is written, remembering it if it may come again."""
        read = self._reader.read(raw).folded
        found = tuple(self._numbered(part) for word in read for part in number_parts(word))
        if any(map(str.isdigit, raw)):
            if self._digits_kept >= _DIGITS_KEPT:
                return found
            self._digits_kept += 1
        self._read[raw] = found
        return found

    def _numbered(self, word: str) -> int:
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


def number_parts(word: str) -> Iterator[str]:
    """Yield a word, and of one with digits its numbers as they are said ("09-ct/tw": "9")."""
    if not any(map(str.isdigit, word)):
        yield word
        return
    yield word.lstrip("0") or "0"
    if not word.isdigit():
        for number in dict.fromkeys(_NUMBERS.findall(word)):
            yield number.lstrip("0") or "0"
