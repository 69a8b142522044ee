"""Hard facts in running text: codes, dates, periods, shares, amounts with their unit, bodies.

Every pattern is linear and bounded; a number that is part of a code or a date is not read twice.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from knowledge.documents.lexicon import load_lexicon
from knowledge.documents.model import Fact, FactKind

CODE: Final = re.compile(
    r"(?<![\w/.-])\d{1,5}(?:/(?:19|20)\d\d)?[-/](?=[A-ZĐ])[A-ZĐa-zđ]{1,6}\d{0,2}"
    r"(?:[-/&.](?=[A-ZĐ])[A-ZĐa-z&đ]{1,8}\d{0,2}){0,5}(?!\w)"
)
_DAY: Final = r"(?<![\d/.-])(0?[1-9]|[12]\d|3[01])"
_DATE: Final = re.compile(
    rf"{_DAY}(?:([-/.])(0?[1-9]|1[0-2])\2((?:19|20)\d\d)"
    r"|\s?tháng\s(0?[1-9]|1[0-2]),?\s?năm\s((?:19|20)\d\d))(?!\d)"
)
_PERIOD: Final = re.compile(
    r"(?<![\d/.-])((?:19|20)\d\d) ?[-–—] ?((?:19|20)\d\d)(?![\d/-])(?!\.\d)"
)
_HALF: Final = re.compile(r"(\d{1,2})\stháng\s(đầu|cuối)\snăm\s((?:19|20)\d\d)")
_PERCENT: Final = re.compile(r"(?<![\d/.,])(\d{1,3}(?:[.,]\d{1,2})?) ?%")
_Read = Callable[[re.Match[str]], str | None]


def read_facts(text: str, offset: int = 0) -> tuple[Fact, ...]:
    """Return the facts of a passage in reading order; ``offset`` is where it begins."""
    taken: list[Fact] = []
    for fact in _found(text, offset):
        if all(fact.end <= other.start or fact.start >= other.end for other in taken):
            taken.append(fact)
    return tuple(sorted(taken, key=lambda fact: fact.start))


def codes_in(text: str) -> tuple[str, ...]:
    """Return the document numbers a text cites, each once, in order."""
    return tuple(dict.fromkeys(found[0] for found in CODE.finditer(text)))


def first_date(text: str) -> date | None:
    """Return the first whole date of a text, if it is a day that exists."""
    return next((day for found in _DATE.finditer(text) if (day := _day(found))), None)


def _found(text: str, offset: int) -> Iterator[Fact]:
    readings: tuple[tuple[FactKind, re.Pattern[str], _Read], ...] = (
        (FactKind.CODE, CODE, lambda found: found[0]),
        (FactKind.DATE, _DATE, _iso),
        (FactKind.PERIOD, _PERIOD, lambda found: f"{found[1]}/{found[2]}"),
        (FactKind.PERIOD, _HALF, _half),
        (FactKind.PERCENT, _PERCENT, lambda found: f"{found[1].replace(',', '.')}%"),
        (FactKind.QUANTITY, load_lexicon().quantity, _quantity),
        (FactKind.ORGANISATION, load_lexicon().body, lambda found: found[0]),
        (FactKind.PLACE, load_lexicon().place, lambda found: found[1]),
    )
    for kind, pattern, read in readings:
        for found in pattern.finditer(text):
            if value := read(found):
                yield Fact(kind, value, offset + found.start(), offset + found.end())


def _iso(found: re.Match[str]) -> str | None:
    day = _day(found)
    return day.isoformat() if day else None


def _day(found: re.Match[str]) -> date | None:
    month, year = found[3] or found[5], found[4] or found[6]
    try:
        return date(int(year), int(month), int(found[1]))
    except ValueError:
        return None


def _half(found: re.Match[str]) -> str | None:
    months, year = int(found[1]), found[3]
    if not 1 <= months <= 12:
        return None
    is_first = found[2] == "đầu"
    first, last = (1, months) if is_first else (13 - months, 12)
    return f"{year}-{first:02d}/{year}-{last:02d}"


def _quantity(found: re.Match[str]) -> str:
    return f"{int(found[1].replace('.', ''))} {found[2].lower()}"
