"""Finding whole lists in the lines of a document: numbered, ordinal, bulleted, inline, tables.

Yields spans; ids and passages are given later. One pass, a bounded number of open lists.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from knowledge.documents.model import EnumerationStyle, PassageKind, Section
from knowledge.documents.outline import Line
from knowledge.documents.sentences import pieces, sentences

_OPEN_AT_ONCE: Final = 8
_INLINE: Final = re.compile(r"(?:(?<=[ :;,])|^)\((\d{1,2})\)(?= ?\w)")
_CLAUSES: Final = re.compile(r": (?=\w|[“\"‘])")
_MIN_CLAUSES: Final = 3
_LONGEST_SENTENCE: Final = 4000
_LOOK_BACK: Final = 1000


@dataclass(slots=True)
class FoundList:
    """A list as spans. ``lead`` is the span of the words it hangs on, if they are its own."""

    style: EnumerationStyle
    sections: tuple[Section, ...]
    lead: tuple[int, int] | None
    labels: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    depth: int = 0
    order: int = 0
    last_line: int = -1

    def take(self, line: Line, place: int) -> None:
        """Add an item that begins with a line."""
        assert line.marker
        self.labels.append(line.marker.label)
        self.spans.append((line.start, line.end))
        self.order, self.last_line = line.marker.order, place

    def stretch(self, line: Line, place: int) -> None:
        """Let the last item reach to the end of a line."""
        self.spans[-1] = (self.spans[-1][0], line.end)
        self.last_line = place


def line_lists(text: str, lines: Sequence[Line]) -> Iterator[FoundList]:
    """Yield lists whose items are lines, and tables."""
    opened: list[FoundList] = []
    for place, line in enumerate(lines):
        if line.kind is PassageKind.ITEM and line.marker:
            _close_until(opened, lines, place)
            home = next((one for one in reversed(opened) if _follows(one, line)), None)
            if home:
                del opened[opened.index(home) + 1 :]
                home.stretch(lines[place - 1], place - 1)
                home.take(line, place)
            elif line.marker.order <= 1 and len(opened) < _OPEN_AT_ONCE:
                home = _begin(text, lines, place)
                home.take(line, place)
                opened.append(home)
                yield home
        elif line.kind is not PassageKind.PARAGRAPH:
            opened.clear()
    yield from _tables(lines)


def inline_lists(text: str, line: Line) -> Iterator[FoundList]:
    """Yield lists inside one line: "(1) …; (2) …"."""
    run: list[re.Match[str]] = []
    for found in _INLINE.finditer(line.text):
        if int(found[1]) == len(run) + 1:
            run.append(found)
            continue
        yield from _inline(text, line, run, line.start + found.start())
        run = [found] if int(found[1]) == 1 else []
    yield from _inline(text, line, run, line.end)


def clause_lists(text: str, line: Line) -> Iterator[FoundList]:
    """Yield lists inside one sentence: a colon, then clauses parted by semicolons."""
    for start, end in sentences(text, line.start, line.end):
        colon = _CLAUSES.search(text, start, end)
        if not colon or end - start > _LONGEST_SENTENCE:
            continue
        spans = _split(text, colon.end(), end)
        if len(spans) >= _MIN_CLAUSES:
            lead = list(pieces(text, start, colon.start() + 1))[-1]
            yield FoundList(
                EnumerationStyle.CLAUSES, line.sections, lead, [""] * len(spans), spans
            )


def inline_breaks(line: Line, lists: Sequence[FoundList]) -> list[int]:
    """Return where a line must be cut so that inline items stand alone."""
    return sorted(
        start
        for one in lists
        if one.style is EnumerationStyle.INLINE
        for start, _ in one.spans
        if line.start < start < line.end
    )


def _close_until(opened: list[FoundList], lines: Sequence[Line], place: int) -> None:
    # bullets live only while they touch; numbers may have paragraphs between them
    while opened and opened[-1].style is EnumerationStyle.BULLETED:
        if opened[-1].last_line == place - 1 or lines[place - 1].kind is PassageKind.ITEM:
            return
        opened.pop()


def _follows(one: FoundList, line: Line) -> bool:
    mark = line.marker
    assert mark
    if (one.style, one.depth, one.sections) != (mark.style, mark.depth, line.sections):
        return False
    if mark.style is EnumerationStyle.LETTERED:
        return one.order < mark.order <= one.order + 2
    return mark.order == 0 or mark.order == one.order + 1


def _begin(text: str, lines: Sequence[Line], place: int) -> FoundList:
    line = lines[place]
    assert line.marker
    before = lines[place - 1] if place else None
    lead = None
    if before and before.text.endswith(":") and before.kind is not PassageKind.HEADING:
        last = list(sentences(text, before.start, before.end))[-1]
        lead = list(pieces(text, *last))[-1]
    return FoundList(line.marker.style, line.sections, lead, depth=line.marker.depth)


def _tables(lines: Sequence[Line]) -> Iterator[FoundList]:
    table: FoundList | None = None
    group = 0
    for line in lines:
        if line.kind is PassageKind.TABLE_ROW and table and line.group == group:
            table.labels.append("")
            table.spans.append((line.start, line.end))
        elif line.kind is PassageKind.TABLE_ROW:
            group = line.group
            table = FoundList(EnumerationStyle.TABLE, line.sections, (line.start, line.end))
            yield table
        else:
            table = None


def _inline(text: str, line: Line, run: list[re.Match[str]], limit: int) -> Iterator[FoundList]:
    if len(run) < 2:
        return
    starts = [line.start + found.start() for found in run]
    stop = next(sentences(text, starts[-1], limit))[1]
    ends = [
        _trim(text, start, after) for start, after in zip(starts, [*starts[1:], stop], strict=True)
    ]
    before = list(sentences(text, max(line.start, starts[0] - _LOOK_BACK), starts[0]))
    lead = _last_clause(text, *before[-1]) if before else None
    yield FoundList(
        EnumerationStyle.INLINE,
        line.sections,
        lead,
        [found[0] for found in run],
        list(zip(starts, ends, strict=True)),
    )


def _last_clause(text: str, start: int, end: int) -> tuple[int, int] | None:
    end = _trim(text, start, end)
    cut = text.rfind("; ", start, end)
    begin = cut + 2 if cut >= 0 else start
    return list(pieces(text, begin, end))[-1] if begin < end else None


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    while (cut := text.find(";", start, end)) >= 0:
        spans.append((start, cut + 1))
        start = cut + 1
        while start < end and text[start] == " ":
            start += 1
    return [*spans, (start, end)] if start < end else spans


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end
