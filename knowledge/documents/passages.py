"""From lines to passages and whole enumerations, with stable ids."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.hard_facts import read_facts
from knowledge.documents.limits import PASSAGES
from knowledge.documents.lists import (
    FoundList,
    clause_lists,
    inline_breaks,
    inline_lists,
    line_lists,
)
from knowledge.documents.model import (
    Enumeration,
    EnumerationStyle,
    Item,
    Passage,
    PassageKind,
)
from knowledge.documents.outline import Line
from knowledge.documents.sentences import pieces

_INLINE = EnumerationStyle.INLINE
_Cut = tuple[int, int, PassageKind]
_RUNNING = frozenset({PassageKind.PARAGRAPH, PassageKind.ITEM})


def cut(
    document: str, text: str, lines: Sequence[Line]
) -> tuple[tuple[Passage, ...], tuple[Enumeration, ...]]:
    """Return the passages of a text in reading order, and its lists kept whole.

    Refuses with TOO_LONG what comes to more passages than the engine was measured with.
    """
    # an open list grows while the next lines are read: count its items afterwards
    lists = [one for one in list(line_lists(text, lines)) if len(one.spans) > 1]
    passages: list[Passage] = []
    for line in lines:
        inside = list(_inside(text, line))
        lists += inside
        items = [(one.spans[0][0], one.spans[-1][1]) for one in inside if one.style is _INLINE]
        for start, end in _spans(text, line, inside):
            kind = PassageKind.ITEM if _is_within(start, items) else line.kind
            passages.append(_passage(document, len(passages), text, line, (start, end, kind)))
        if len(passages) > PASSAGES:
            raise ImportRefused(Refusal.TOO_LONG)
    enumerations = [
        _enumeration(document, number, text, found, passages)
        for number, found in enumerate(sorted(lists, key=lambda one: one.spans[0][0]), start=1)
    ]
    return tuple(_with_lists(passages, enumerations)), tuple(enumerations)


def _inside(text: str, line: Line) -> Iterator[FoundList]:
    if line.kind in _RUNNING:
        found = list(inline_lists(text, line))
        yield from found or clause_lists(text, line)


def _spans(text: str, line: Line, inside: Sequence[FoundList]) -> Iterator[tuple[int, int]]:
    edges = [line.start, *inline_breaks(line, inside), line.end]
    for start, end in pairwise(edges):
        for first, last in pieces(text, start, end):
            last -= len(text[first:last]) - len(text[first:last].rstrip())
            if any(map(str.isalnum, text[first:last])):
                yield first, last


def _is_within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    place = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return place >= 0 and at < spans[place][1]


def _passage(document: str, number: int, text: str, line: Line, cut_at: _Cut) -> Passage:
    start, end, kind = cut_at
    words = text[start:end]
    return Passage(
        id=f"{document}#{number}",
        document=document,
        kind=kind,
        text=words,
        start=start,
        end=end,
        sections=line.sections,
        facts=read_facts(words, start),
    )


def _enumeration(
    document: str, number: int, text: str, found: FoundList, passages: Sequence[Passage]
) -> Enumeration:
    headings = [section.heading for section in found.sections]
    lead = text[slice(*found.lead)] if found.lead else headings[-1] if headings else ""
    over = _covering(passages, *found.lead) if found.lead else ()
    return Enumeration(
        id=f"{document}#e{number}",
        style=found.style,
        lead=lead,
        lead_passage=over[-1] if over else None,
        items=tuple(
            Item(label, start, end, _covering(passages, start, end))
            for label, (start, end) in zip(found.labels, found.spans, strict=True)
        ),
        start=found.spans[0][0],
        end=found.spans[-1][1],
        sections=found.sections,
    )


def _covering(passages: Sequence[Passage], start: int, end: int) -> tuple[str, ...]:
    first = max(bisect_left(passages, start, key=lambda one: one.end) - 1, 0)
    ids = []
    for place in range(first, len(passages)):
        passage = passages[place]
        if passage.start >= end:
            break
        if passage.end > start:
            ids.append(passage.id)
    return tuple(ids)


def _with_lists(
    passages: Sequence[Passage], enumerations: Sequence[Enumeration]
) -> Iterator[Passage]:
    innermost: dict[str, str] = {}
    marked = [one for one in enumerations if one.style is not EnumerationStyle.CLAUSES]
    for one in sorted(marked, key=lambda each: each.start - each.end):
        innermost |= {passage: one.id for item in one.items for passage in item.passages}
    for passage in passages:
        yield replace(passage, enumeration=innermost.get(passage.id))
