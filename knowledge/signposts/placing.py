"""Finding the stretch of a document that a signpost leads to.

The words must stand there as written, but for spaces and the place of tone marks' code points:
a document that says something else is never quoted for it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.archive import Archive, Record
from knowledge.normalise import clean, fold
from knowledge.quoting import LIMIT, WHOLE_LIMIT
from knowledge.signposts.loader import Signpost

_ENDS: Final = re.compile(r"\n\s*|[.!?…]+[”\"’)]*\s+(?=[^a-zà-ỹđ\s])")

_BULLET: Final = re.compile(r"(?:[-–+•]|\d{1,2}[.)/-])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Placed:
    """A signpost with the unit its stretch begins in and the span of the stretch."""

    post: Signpost
    unit: int
    span: tuple[int, int]


def place(posts: Sequence[Signpost], archive: Archive) -> tuple[Placed, ...]:
    """Return the signposts whose stretch stands in a document, one for each such document."""
    titles: dict[str, list[Signpost]] = {}
    for post in posts:
        titles.setdefault(_line(post.document), []).append(post)
    found: list[Placed] = []
    for record in archive.records:
        title = _line(record.facts.title)
        for begins, mine in titles.items():
            if title.startswith(begins):
                found += _in_record(mine, record, archive)
    return tuple(found)


def _in_record(posts: Iterable[Signpost], record: Record, archive: Archive) -> Iterator[Placed]:
    starts = [archive.span(unit)[0] for unit in record.units]
    for post in posts:
        span = stretch(record.text, post)
        if span is None or not starts:
            continue
        if not post.is_whole:
            span = sentence(record.text, span)
        before = sum(start <= span[0] for start in starts) - 1
        yield Placed(post, record.units[max(before, 0)], span)


def stretch(text: str, post: Signpost) -> tuple[int, int] | None:
    """Return where the words of a signpost stand in a text, or ``None``."""
    limit = WHOLE_LIMIT if post.is_whole else LIMIT
    start, end = _words(post.start), _words(post.end)
    for first in start.finditer(text):
        last = end.search(text, first.start(), first.start() + limit)
        if last and last.end() >= first.end():
            return first.start(), last.end()
    return None


def sentence(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return the sentence around a stretch if it is short enough to be quoted whole, else the
    stretch: a clause alone seldom says who."""
    before = [mark.end() for mark in _ENDS.finditer(text, 0, span[0] + 1)]
    begins = max((end for end in before if end <= span[0]), default=0)
    bullet = _BULLET.match(text, begins, span[0] + 1)
    begins = bullet.end() if bullet else begins
    after = _ENDS.search(text, max(span[1] - 1, 0))
    ends = len(text[: after.start() + 1 if after else len(text)].rstrip())
    if ends - begins > LIMIT or ends < span[1]:
        return span
    return begins, ends


def _words(said: str) -> re.Pattern[str]:
    # (?<!\w) … (?!\w): whole words, so that "an" is not found inside "toàn"
    line = r"\s+".join(map(re.escape, unicodedata.normalize("NFC", said).split()))
    return re.compile(rf"(?<!\w){line}(?!\w)")


def _line(title: str) -> str:
    return " ".join(fold(clean(title)).split())
