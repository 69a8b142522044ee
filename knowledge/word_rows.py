"""Rows of the table of words as values, and what a row must keep to.

Left what people say, right the official words for it. No database and no sentences here.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from knowledge.normalise import clean
from knowledge.query import LONGEST_SYNONYM, Synonyms
from knowledge.words import Reader
from staff.model import StaffId

MAX_SAID: Final = 60
MAX_MEANT: Final = 80
MAX_MEANINGS: Final = 6
MAX_ROWS: Final = 300
"""Every process asks every two seconds whether any of them has changed."""
_PARTED: Final = re.compile(r"[,;\n]")


class WordFault(StrEnum):
    """What can be wrong with a row; the words for it are the edge's."""

    NOTHING_SAID = "nothing_said"
    NOTHING_MEANT = "nothing_meant"
    SAID_TOO_LONG = "said_too_long"
    MEANT_TOO_LONG = "meant_too_long"
    TOO_MANY_SYLLABLES = "too_many_syllables"
    """More are never looked up together."""
    TOO_MANY_MEANINGS = "too_many_meanings"
    SAME = "same"
    """Both sides are read as the same words."""
    SHIPPED = "shipped"
    """A row that ships with the program says it already."""
    TAKEN = "taken"
    """Another row of staff says it already."""
    FULL = "full"


class WordRefused(Exception):
    """A row cannot be kept as it was typed; ``faults`` say why, each once."""

    def __init__(self, faults: Iterable[WordFault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(", ".join(self.faults))


@dataclass(frozen=True, slots=True)
class ShippedRow:
    """A row that ships with the program."""

    said: str
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A row that staff wrote, with who wrote it last and on which day."""

    said: str
    means: tuple[str, ...]
    editor: StaffId
    edited: date

    @property
    def mark(self) -> str:
        """A short text that changes with the row's words: what was seen, and what is live."""
        held = json.dumps([self.said, self.means]).encode()
        return hashlib.sha256(held).hexdigest()[:16]


def as_synonyms(rows: Iterable[OwnWord]) -> Synonyms:
    """Return rows as the ranking takes them."""
    return {row.said: row.means for row in rows}


def parted(typed: str) -> tuple[str, ...]:
    """Return meanings from what was typed: parted by commas, semicolons or new lines."""
    return tuple(dict.fromkeys(one for part in _PARTED.split(typed) if (one := clean(part))))


def faults_of(
    said: str, means: tuple[str, ...], reader: Reader, shipped: Mapping[tuple[str, ...], object]
) -> list[WordFault]:
    """Return what is wrong with a row by itself and beside the shipped ones.

    ``shipped`` holds their left sides as words. Words are counted as the program reads them:
    with abbreviations opened.
    """
    key = reader.read(said).toned
    meant = [reader.read(one).toned for one in means]
    found = {
        WordFault.NOTHING_SAID: not key,
        WordFault.SAID_TOO_LONG: len(said) > MAX_SAID,
        WordFault.TOO_MANY_SYLLABLES: len(key) > LONGEST_SYNONYM,
        WordFault.NOTHING_MEANT: not means or not all(meant),
        WordFault.MEANT_TOO_LONG: any(len(one) > MAX_MEANT for one in means),
        WordFault.TOO_MANY_MEANINGS: len(means) > MAX_MEANINGS,
        WordFault.SAME: bool(key) and key in meant,
        WordFault.SHIPPED: key in shipped,
    }
    return [fault for fault, is_so in found.items() if is_so]
