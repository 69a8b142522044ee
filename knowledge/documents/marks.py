"""The marks at the head of a line: numbers, letters, ordinals, dashes; words of headings.

Reads one line at a time and knows nothing of its neighbours.
"""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.documents.model import EnumerationStyle
from knowledge.normalise import clean, fold

_ORDINALS: Final = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "mười ba": 13,
    "mười bốn": 14, "mười lăm": 15,
}  # fmt: skip
_NUMBERED: Final = re.compile(
    r"(\d{1,2}(?:\.\d{1,2}){0,3}) ?(?:[-–.)/:]|(?<=\.\d))(?=[ \w“\"])(?!\d)"
)
_LETTERED: Final = re.compile(r"([a-zđ])[.)](?= ?\w)")
_ROUND: Final = re.compile(r"\((\d{1,2}|[a-zđ])\) ?(?=\w)")
_BULLET: Final = re.compile(r"[-–—+•●○▪■*·]\s?(?=[\w“\"(])(?!\d)")
_ORDINAL: Final = re.compile(r"((?:mười )?\w{2,4}) là[,:]? ", re.IGNORECASE)
_ROMAN: Final = re.compile(r"([IVX]{1,6})(?= ?[-–.)/:])[ ]?[-–.)/:]+ ?(?=\w)")
_CAPITAL: Final = re.compile(r"([A-H])[.)/] ?(?=\w)")
_NAMED: Final = re.compile(
    r"(phần|chương|mục|điều|phụ\slục)(\sthứ)?\s([ivxlc]{1,6}|\d{1,3}[a-zđ]?|\w{2,4})\b[.:)]?",
    re.IGNORECASE,
)
_NAMED_LEVELS: Final = {"phan": 1, "phu luc": 1, "chuong": 2, "muc": 3, "dieu": 4}
ROMAN_LEVEL: Final = 3
LABEL_LEVEL: Final = 6


@dataclass(frozen=True, slots=True)
class Marker:
    """The mark of a list item: ``order`` is its place in the list, 0 for bullets."""

    style: EnumerationStyle
    label: str
    order: int
    depth: int
    end: int
    """Where the item's own words begin in the line."""


def marker(line: str) -> Marker | None:
    """Return the item mark a line begins with."""
    head = line[:40]
    if found := _ORDINAL.match(head):
        order = _ORDINALS.get(clean(found[1]), 0)
        if order:
            return Marker(EnumerationStyle.ORDINAL, found[0].strip(" ,:"), order, 1, found.end())
    if found := _NUMBERED.match(head):
        parts = found[1].split(".")
        style = EnumerationStyle.NUMBERED
        return Marker(style, found[0].strip(), int(parts[-1]), len(parts), found.end())
    if found := _ROUND.match(head):
        order = int(found[1]) if found[1].isdigit() else _letter(found[1])
        return Marker(EnumerationStyle.NUMBERED, found[0].strip(), order, 5, found.end())
    if found := _LETTERED.match(head):
        return Marker(EnumerationStyle.LETTERED, found[0], _letter(found[1]), 6, found.end())
    if found := _BULLET.match(head):
        deeper = 8 if found[0][0] in "+○▪*" else 7
        return Marker(EnumerationStyle.BULLETED, found[0].strip(), 0, deeper, found.end())
    return None


def starts_heading(line: str) -> tuple[int, str] | None:
    """Return (level, label) when a line begins like a numbered heading."""
    head = line[:40]
    if found := _NAMED.match(head):
        word = fold(clean(found[1]))
        if word != "muc" or found[0][0].isupper():
            return (_NAMED_LEVELS[word], found[0].strip(" .:)")) if found[0][0].isupper() else None
    if found := _ROMAN.match(head):
        return ROMAN_LEVEL, found[1]
    if (found := _CAPITAL.match(head)) and _is_short(line):
        return ROMAN_LEVEL - 1, found[1]
    return None


def is_bare_heading(line: str) -> bool:
    """Say whether an unnumbered line is a heading by its shape: capitals."""
    letters = [char for char in line if char.isalpha()]
    return len(letters) >= 4 and _is_short(line) and all(not char.islower() for char in letters)


def is_label(line: str) -> bool:
    """Say whether a line is a short dated or numbered label over what follows ("Năm 2021:")."""
    short = len(line) <= 60 and line.endswith(":") and len(line.split()) <= 8
    return short and any(map(str.isdigit, line))


def _letter(char: str) -> int:
    return "abcdđefghijklmnopqrstuvwxyz".index(char) + 1 if char.isalpha() else 0


def _is_short(line: str) -> bool:
    return len(line) <= 200
