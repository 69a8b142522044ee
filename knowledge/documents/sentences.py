"""Cutting a paragraph into pieces of a quotable length, at sentence ends where there are any."""

import re
from collections.abc import Iterator
from typing import Final

LIMIT: Final = 480
"""Characters of a passage at most."""
_SLACK: Final = 60
_SENTENCE_END: Final = re.compile(r"(?:\./\.|[.!?…]+)[”\"’)]*(?= |$)")
_CLAUSE_END: Final = re.compile(r"[;:](?= )")
_COMMA: Final = re.compile(r"(?<![Pp]hòng),(?= )")
_ABBREVIATED: Final = re.compile(r"(?:^|[ (])(?:[A-ZĐ]|TP|Tp|TT|Tr|tr|GS|TS|PGS|KT|TM|TL|v\.v)$")


def pieces(text: str, start: int, end: int, limit: int = LIMIT) -> Iterator[tuple[int, int]]:
    """Yield spans of ``text[start:end]``, none longer than ``limit``, in order, all letters kept.

    Sentences are gathered while they fit; a longer one is cut at clauses, then commas, then
    spaces, then anywhere.
    """
    yield from _gather(_units(text, start, end, limit), limit)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of ``text[start:end]``."""
    yield from _cut(text, start, end, _SENTENCE_END)


def _units(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    for sentence in sentences(text, start, end):
        yield from _shorten(text, sentence, limit, (_CLAUSE_END, _COMMA))


def _shorten(
    text: str, span: tuple[int, int], limit: int, breaks: tuple[re.Pattern[str], ...]
) -> Iterator[tuple[int, int]]:
    if span[1] - span[0] <= limit:
        yield span
    elif breaks:
        parts = _evenly(list(_cut(text, *span, breaks[0])), limit)
        for part in parts:
            yield from _shorten(text, part, limit, breaks[1:])
    else:
        yield from _chop(text, *span, limit)


def _evenly(spans: list[tuple[int, int]], limit: int) -> list[tuple[int, int]]:
    # parts of like size read better than a full one and a crumb
    size = spans[-1][1] - spans[0][0]
    fewest = -(-size // limit)
    even = list(_gather(iter(spans), min(limit, size // fewest + _SLACK)))
    packed = list(_gather(iter(spans), limit))
    return even if len(even) <= len(packed) else packed


def _chop(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    while end - start > limit:
        space = text.rfind(" ", start + limit // 2, start + limit)
        cut = space if space > start else start + limit
        yield start, cut
        start = cut + (space > 0)
    if end > start:
        yield start, end


def _cut(text: str, start: int, end: int, breaks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    begin = start
    for found in breaks.finditer(text, start, end):
        if _ABBREVIATED.search(text, max(begin, found.start() - 8), found.start()):
            continue
        after = _skip_spaces(text, found.end(), end)
        if breaks is _SENTENCE_END and after < end and text[after].islower():
            continue
        yield begin, found.end()
        begin = after
    if begin < end:
        yield begin, end


def _gather(spans: Iterator[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for span in spans:
        if held and span[1] - held[0] <= limit:
            held = held[0], span[1]
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def _skip_spaces(text: str, at: int, end: int) -> int:
    while at < end and text[at] == " ":
        at += 1
    return at
