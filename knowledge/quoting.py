"""Choosing what to show of a passage: one sentence, clause or list item, exactly as it stands.

Returns spans of the document's text, never words of its own.
"""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.archive import Archive, Record
from knowledge.asked import HELD_BY
from knowledge.documents.hard_facts import read_facts
from knowledge.query import SYNONYM
from knowledge.sought import Sought

LIMIT: Final = 350
"""Characters of a quotation."""
WHOLE_LIMIT: Final = 900
"""Characters of a list given whole."""
_BREAK: Final = re.compile(r"(?:[.!?…]+[”\"’)]*(?=\s+[^a-zà-ỹđ\s])|[;:,](?!\d))\s+")
_RANKS: Final = {".": 0, "!": 0, "?": 0, "…": 0, ";": 1, ":": 1, ",": 2}
_TYPED: Final = 0.2
_NAMED: Final = 0.3
_EXACT: Final = frozenset({"date", "year", "period", "percent", "code"})
_TIDY: Final = {",": 0.8, ";": 0.94, ":": 0.94}
"""A quotation that begins or ends inside a sentence must say that much more to be chosen."""

Span = tuple[int, int]


def quote_span(archive: Archive, unit: int, sought: Sought) -> Span:
    """Return the span of at most LIMIT characters that says most of what is asked for."""
    units = _sentence(archive, unit)
    start, end = archive.span(units[0])[0], archive.span(units[-1])[1]
    text = archive.record(unit).text
    if len(units) == 1 and end - start <= LIMIT:
        return start, end
    hits = [hit for one in units for hit in _hits(archive, one, sought)]
    if sought.asked.names.documents:
        hits += [hit for one in units for hit in _behind_names(archive, one, sought)]
    hits += [(at, -1, sought.mass * _TYPED) for at in _wished(text, start, end, sought)]
    best = max(
        _windows(_edges(text, start, end), end),
        key=lambda span: (_worth(hits, span, text), -abs(span[1] - span[0] - LIMIT)),
    )
    return best[0], _trim(text, *best)


def _sentence(archive: Archive, unit: int) -> range:
    """Return the unit, with the neighbours its first and last sentence run into."""
    inside = archive.record(unit).units
    first = unit - 1 if unit - 1 in inside and archive.continues(unit) else unit
    last = unit + 1 if unit + 1 in inside and archive.continues(unit + 1) else unit
    return range(first, last + 1)


def whole_list(record: Record, at: int) -> Span | None:
    """Return the span of the smallest whole list around a place, with the words over it.

    A list longer than WHOLE_LIMIT is cut after the last of its lines that still fits.
    """
    around = [one for one in record.lists if one[0] <= at < one[2]]
    if not around:
        return None
    lead, start, end = min(around, key=lambda one: one[2] - one[0])
    begin = lead if end - lead <= WHOLE_LIMIT else start
    if end - begin <= WHOLE_LIMIT:
        return begin, end
    return None


def _edges(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where parts begin, each with the rank of the break before it: 0 is a sentence's."""
    found = [(start, 0)]
    found += [
        (mark.end(), _RANKS[text[mark.start()]]) for mark in _BREAK.finditer(text, start, end)
    ]
    return found


def _windows(edges: Sequence[tuple[int, int]], end: int) -> list[Span]:
    """Return runs of whole parts: of sentences if any fits, else of clauses, else of commas."""
    found: list[Span] = []
    for rank in range(3):
        starts = [at for at, held in edges if held <= rank]
        stops = [*starts[1:], end]
        for place, start in enumerate(starts):
            found += [(start, stop) for stop in stops[place:] if stop - start <= LIMIT]
    found = list(dict.fromkeys(found))
    return found or [(edges[0][0], min(end, edges[0][0] + LIMIT))]


def _hits(archive: Archive, unit: int, sought: Sought) -> list[tuple[int, int, float]]:
    start = archive.span(unit)[0]
    wanted = {
        number: (place, SYNONYM * term.mass / len(phrase))
        for place, term in enumerate(sought.terms)
        for phrase in term.means
        for number in phrase
    }
    for place, term in enumerate(sought.terms):
        wanted |= {number: (place, term.mass * trust) for number, trust in term.matches}
    return [
        (start + offset, *wanted[number])
        for number, offset in zip(archive.tokens(unit), archive.offsets(unit), strict=True)
        if number in wanted
    ]


def _wished(text: str, start: int, end: int, sought: Sought) -> list[int]:
    kinds = {kind for wish in sought.asked.wants & _EXACT for kind in HELD_BY[wish]}
    if not kinds:
        return []
    return [fact.start for fact in read_facts(text[start:end], start) if fact.kind in kinds]


def _behind_names(archive: Archive, unit: int, sought: Sought) -> list[tuple[int, int, float]]:
    """Return where the documents asked for are named, and the days that stand behind them."""
    start = archive.span(unit)[0]
    tokens, offsets = archive.tokens(unit), archive.offsets(unit)
    found = []
    for at, number in enumerate(tokens):
        if archive.names.get(number) in sought.asked.names.documents:
            found.append((start + offsets[at], -2, sought.mass * _NAMED))
            days = [
                place
                for place in range(at, min(at + 8, len(tokens)))
                if tokens[place] in archive.dates
            ]
            found += [(start + offsets[place], -3, sought.mass * _NAMED) for place in days[:1]]
    return found


def _worth(hits: Sequence[tuple[int, int, float]], span: Span, text: str) -> float:
    best: dict[int, float] = {}
    again = 0.0
    for at, term, mass in hits:
        if span[0] <= at < span[1]:
            if term in best:
                again += 0.1 * mass
            best[term] = max(best.get(term, 0.0), mass)
    starts = text[max(span[0] - 2, 0) : span[0]].strip()[-1:]
    ends = text[span[0] : span[1]].rstrip()[-1:]
    tidy = _TIDY.get(starts, 1.0) * _TIDY.get(ends, 1.0)
    return (sum(best.values()) + min(again, 1.0)) * tidy


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
