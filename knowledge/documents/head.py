"""What a document says about itself: number, kind, body, place, days, signer, validity.

Reads the head, the title, the first paragraph and the foot only; what these do not say stays
``None``. A code that is merely cited is never taken for the document's own number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from knowledge.documents.foot import signer_title
from knowledge.documents.hard_facts import CODE, codes_in, first_date
from knowledge.documents.lexicon import any_of, load_lexicon
from knowledge.documents.model import DocumentFacts, DocumentKind, PassageKind, Validity
from knowledge.documents.outline import Line
from knowledge.documents.title import OWN_NUMBER
from knowledge.normalise import clean, fold

_SHORT: Final = 90
_OPENING: Final = 700
_ENOUGH: Final = 160
_LEDES: Final = 3
_YEAR: Final = re.compile(r"(?<=năm )((?:19|20)\d\d)(?! ?[-–] ?\d)")
_PLACE_AND_DAY: Final = re.compile(r"([^\W\d_][^\d,]{1,40}), ?ngày", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Parts:
    head: tuple[str, ...]
    title: str
    opening: str
    foot: tuple[str, ...]
    text: str


def read_head(text: str, lines: Sequence[Line]) -> DocumentFacts:
    """Return what a document says about itself."""
    parts = _parts(text, lines)
    number, announced = _number(parts)
    body = _body(parts)
    publisher, press_place = _publisher(parts)
    kind = _kind(parts, number)
    published = _published(parts, announced or kind is DocumentKind.NEWS)
    issued = _issued(parts, number, announced)
    place, is_inferred = _place(parts, body, press_place)
    year = issued.year if issued else _year(parts)
    replaced_by, replaces = _replacements(text)
    inferred = {"place"} if is_inferred else set()
    if year and not issued:
        inferred.add("year")
    return DocumentFacts(
        title=parts.title or parts.opening[:200],
        kind=kind,
        number=number,
        body=body or (publisher if kind is DocumentKind.NEWS else None),
        place=place,
        issued=issued,
        year=year or (published.year if published else None),
        published=published,
        publisher=publisher,
        signer_title=signer_title(parts.foot),
        validity=Validity.REPLACED if replaced_by else Validity.UNKNOWN,
        replaced_by=replaced_by,
        replaces=replaces,
        cites=tuple(code for code in codes_in(text) if code != number),
        inferred=frozenset(inferred),
    )


def _parts(text: str, lines: Sequence[Line]) -> _Parts:
    titles = [line.text for line in lines if line.kind is PassageKind.TITLE]
    title_at = next((line.start for line in lines if line.kind is PassageKind.TITLE), 0)
    ledes = [
        line.text
        for line in lines
        if line.kind is PassageKind.PARAGRAPH and (not line.sections or line.start < title_at)
    ]
    head = [line.text for line in lines if line.kind is PassageKind.DATELINE]
    foot = [line.text for line in lines if line.kind is PassageKind.SIGNATURE]
    opening = ""
    for lede in ledes[:_LEDES]:
        if len(opening) < _ENOUGH:
            opening = f"{opening} {lede}".strip()[:_OPENING]
    return _Parts(tuple(head), titles[0] if titles else "", opening, tuple(foot), text)


def _number(parts: _Parts) -> tuple[str | None, bool]:
    """Return the own number, and whether a text about the document announced it."""
    for line in parts.head:
        if OWN_NUMBER.match(line) and (found := CODE.search(line)):
            return found[0], False
    lexicon = load_lexicon()
    pattern = rf"(?:{lexicon.issued}) (?:{lexicon.kind_words}) số:? ?({CODE.pattern})"
    announced = re.search(pattern, parts.opening, re.IGNORECASE)
    if announced and CODE.fullmatch(announced[1]):
        return announced[1], True
    in_title = re.match(rf"(?:{lexicon.kind_words}) số:? ?({CODE.pattern})", parts.title, re.I)
    return (in_title[1], False) if in_title else (None, False)


def _kind(parts: _Parts, number: str | None) -> DocumentKind:
    lexicon = load_lexicon()
    if number:
        for part in re.split(r"[-/]", number)[1:]:
            if kind := lexicon.codes.get(fold(clean(part)).rstrip("0123456789")):
                return kind
    folded = fold(clean(parts.title))
    for words, kind in lexicon.kinds.items():
        if folded == words or folded.startswith(f"{words} "):
            return kind
    return DocumentKind.NEWS if _dateline(parts) or _publisher(parts)[0] else DocumentKind.UNKNOWN


def _body(parts: _Parts) -> str | None:
    body = load_lexicon().body
    capitals = [line for line in parts.head if line.isupper() and len(line) <= _SHORT]
    named = [line for line in capitals if fold(clean(line)) not in load_lexicon().motto]
    for line, after in pairwise([*named, ""]):
        # "UBND" and "TỈNH …" stand on two lines of a letterhead
        found = body.match(f"{line} {after}".strip())
        if found and found.end() >= len(line):
            return found[0]
    issuing = rf"({body.pattern})(?: vừa| đã)? (?:{load_lexicon().issued})"
    if found := re.search(issuing, parts.opening, re.IGNORECASE):
        return found[1]
    entitled = rf"(?:{load_lexicon().kind_words}) (?:số \S+ )?của ({body.pattern})"
    found = re.match(entitled, parts.title, re.IGNORECASE)
    return found[1] if found else None


def _publisher(parts: _Parts) -> tuple[str | None, str | None]:
    for name, place in load_lexicon().publishers.items():
        if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w])", parts.opening, re.IGNORECASE):
            return name, place
    for line in reversed(parts.foot):
        found = load_lexicon().body.fullmatch(line.strip(" .()"))
        if found and not line.isupper():
            return found[0], None
    return None, None


def _dateline(parts: _Parts) -> date | None:
    for line in parts.head:
        if not _PLACE_AND_DAY.match(line) and (day := first_date(line)):
            return day
    return None


def _published(parts: _Parts, is_report: bool) -> date | None:
    return _dateline(parts) if is_report or not parts.foot or _dateline(parts) else None


def _issued(parts: _Parts, number: str | None, announced: bool) -> date | None:
    for line in parts.head:
        if _PLACE_AND_DAY.match(line) and (day := first_date(line)):
            return day
    if not announced or not number:
        return None
    before, _, after = parts.opening.partition(number)
    dated = re.match(r",? (?:ngày|ký ngày) ", after)
    if dated and (day := first_date(after[: dated.end() + 24])):
        return day
    opens = re.match(r"(?:ngày|vừa qua, ngày) ", before, re.IGNORECASE)
    return first_date(before[:40]) if opens else None


def _place(parts: _Parts, body: str | None, press_place: str | None) -> tuple[str | None, bool]:
    lexicon = load_lexicon()
    for line in parts.head:
        if (found := _PLACE_AND_DAY.match(line)) and (place := lexicon.province_in(found[1])):
            return place, False
    for words in (body or "", *(_as_written(line) for line in parts.head), parts.title):
        if place := lexicon.province_in(words):
            return place, False
    if press_place:
        return press_place, True
    named = {fold(clean(found[1])) for found in lexicon.place.finditer(parts.text)}
    return (lexicon.provinces[named.pop()], True) if len(named) == 1 else (None, False)


def _as_written(line: str) -> str:
    return line.title() if line.isupper() else line


def _year(parts: _Parts) -> int | None:
    for words in (parts.title, parts.opening):
        if found := _YEAR.search(words):
            return int(found[1])
    return None


def _replacements(text: str) -> tuple[str | None, tuple[str, ...]]:
    number = rf"(?:{load_lexicon().kind_words}) số:? ?({CODE.pattern})"
    by = re.search(rf"{any_of(['thay thế bởi', 'thay thế bằng'])} {number}", text, re.IGNORECASE)
    old = re.finditer(rf"(?<!được )thay thế {number}", text, re.IGNORECASE)
    return (by[1] if by else None), tuple(dict.fromkeys(found[1] for found in old))
