"""Putting lines together that a page's width cut apart (.pdf, hard-wrapped .txt)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from knowledge.documents.marks import marker, starts_heading

_FULL: Final = 0.72
"""A line at least this much of the usual full width may go on in the next line."""
_CLOSED: Final = 0.92
_WRAPPED_WIDTH: Final = (45, 130)
_FEW_LINES: Final = 12
_REPEATED_PAGES: Final = 2
_EDGE: Final = 2


def unwrap(lines: Sequence[str]) -> list[str]:
    """Return paragraphs from the lines of a page set to a fixed width. Empty lines part them."""
    width = _full_width(lines)
    paragraphs: list[list[str]] = []
    last = ""
    for raw in lines:
        line = raw.strip()
        if paragraphs and line and last and _goes_on(last, line, width):
            paragraphs[-1].append(line)
        elif line:
            paragraphs.append([line])
        last = line
    return [" ".join(parts) for parts in paragraphs]


def looks_wrapped(lines: Sequence[str]) -> bool:
    """Say whether a text file was set to a fixed width by hand or by a program."""
    filled = [len(line.strip()) for line in lines if line.strip()]
    if len(filled) < _FEW_LINES:
        return False
    low, high = _WRAPPED_WIDTH
    width = _full_width(lines)
    near = sum(1 for size in filled if size >= _FULL * width)
    return low <= width <= high and max(filled) <= high and near >= len(filled) / 2


def without_running_lines(pages: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return the pages without page numbers and what is repeated at their head or foot."""
    kept = [
        [line for line in page if line.strip() and not _is_page_number(line)] for page in pages
    ]
    if len(kept) < _REPEATED_PAGES:
        return kept
    edges = Counter(shape for page in kept for shape in {*map(_shape, _edge_lines(page))})
    running = {shape for shape, count in edges.items() if count > len(kept) / 2}
    return [_without_edges(page, running) for page in kept]


def _edge_lines(page: Sequence[str]) -> list[str]:
    return [*page[:_EDGE], *page[-_EDGE:]]


def _without_edges(page: list[str], running: set[str]) -> list[str]:
    start, end = 0, len(page)
    while start < min(_EDGE, end) and _shape(page[start]) in running:
        start += 1
    while end > max(start, len(page) - _EDGE) and _shape(page[end - 1]) in running:
        end -= 1
    return page[start:end]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _full_width(lines: Sequence[str]) -> int:
    sizes = sorted(len(line.strip()) for line in lines if line.strip())
    return sizes[int(len(sizes) * 0.9)] if sizes else 0


def _goes_on(last: str, line: str, width: int) -> bool:
    if marker(line) or starts_heading(line):
        return False
    if last.isupper() or line.isupper():
        return last.isupper() and line.isupper() and len(last) >= _FULL * width
    if line[0].islower():
        return last[-1] not in ".;:!?" or len(last) >= _CLOSED * width
    # a capital goes on only where its word had no room in the line before
    return len(last) + 1 + len(line.split(maxsplit=1)[0]) > width


def _is_page_number(line: str) -> bool:
    bare = line.strip().strip("-–— ")
    return bare.isdigit() and len(bare) <= 4
