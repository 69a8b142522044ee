"""What a person may set about a document, and how its text is read. Pure; no sentences."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from knowledge.documents.blocks import plain
from knowledge.documents.model import DocumentKind, Validity

LONGEST: Final = 500
_DAY: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


class CorrectionInvalid(Exception):
    """A correction names no fact, or its text cannot be one. Holds the fact's name alone."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def read_corrections(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return facts by name from what a person typed; empty text says "not known".

    Days as 2020-02-09 or 9/2/2020; ``replaces`` as numbers parted by commas; kind and validity
    by their keys. A day of issue also sets the year. Raises :class:`CorrectionInvalid`.
    """
    held: dict[str, Any] = {}
    for name, text in typed.items():
        read = _READERS.get(name)
        if read is None:
            raise CorrectionInvalid(name[:LONGEST])
        try:
            held[name] = read(plain(text[: LONGEST + 1]))
        except ValueError:
            raise CorrectionInvalid(name) from None
    if held.get("issued") and "year" not in held:
        held["year"] = held["issued"].year
    return held


def _words(text: str) -> str | None:
    if len(text) > LONGEST:
        raise ValueError(len(text))
    return " ".join(text.split()) or None


def _title(text: str) -> str:
    words = _words(text)
    if words is None:
        raise ValueError(text)
    return words


def _day(text: str) -> date | None:
    if not text:
        return None
    if found := _DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    return date.fromisoformat(text)


def _year(text: str) -> int | None:
    if not text:
        return None
    year = int(text)
    if not 1900 <= year <= 2200:
        raise ValueError(year)
    return year


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "title": _title,
    "kind": lambda text: DocumentKind(text or "unknown"),
    "number": _words,
    "body": _words,
    "place": _words,
    "issued": _day,
    "year": _year,
    "published": _day,
    "publisher": _words,
    "signer_title": _words,
    "validity": lambda text: Validity(text or "unknown"),
    "replaced_by": _words,
    "replaces": _numbers,
}

CORRECTABLE: Final = tuple(_READERS)
"""Names of the facts a person may set."""
