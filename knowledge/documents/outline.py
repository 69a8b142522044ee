"""From blocks to lines with a role: head, title, heading, paragraph, item, row, signature.

Finds the sections each line stands under. Reads shapes and the word tables; changes no word,
except that the lines of one title, or of one chapter heading, are put on one line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from knowledge.documents.blocks import Block, BlockKind, plain_blocks
from knowledge.documents.foot import signature_start
from knowledge.documents.marks import (
    LABEL_LEVEL,
    Marker,
    is_bare_heading,
    is_label,
    marker,
    starts_heading,
)
from knowledge.documents.model import EnumerationStyle, PassageKind, Section
from knowledge.documents.title import find_head, is_furniture, is_head_line

_LONG_HEADING: Final = 200
_NUMBERED_HEADING: Final = 120
_QUIET_HEADING: Final = 90
_PARAGRAPH: Final = 150
_NUMBERED_LEVEL: Final = 5
_CAPITALS_LEVEL: Final = 2
_AFTER_TITLE: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document's text with its role."""

    text: str
    start: int
    kind: PassageKind
    sections: tuple[Section, ...] = ()
    marker: Marker | None = None
    group: int = 0

    @property
    def end(self) -> int:
        """Where the line ends."""
        return self.start + len(self.text)


def outline(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """Return the lines of a document. Their texts joined by line feeds are its text."""
    shown = (block for block in plain_blocks(blocks) if not is_furniture(block.text))
    kept = list(_with_chapter_names(shown))
    head = find_head(kept)
    if head.title_end > head.title:
        joined = " ".join(block.text for block in kept[head.title : head.title_end])
        kept[head.title : head.title_end] = [Block(joined, BlockKind.HEADING, 1)]
    body = head.title + 1 if head.title_end > head.title else head.title_end
    foot = signature_start(kept, body)
    lines: list[Line] = []
    sections: tuple[Section, ...] = ()
    at = 0
    for place, block in enumerate(kept):
        if place < head.title:
            line = Line(block.text, at, PassageKind.DATELINE)
        elif place < body:
            line = Line(block.text, at, PassageKind.TITLE)
        elif place < body + _AFTER_TITLE and is_head_line(block.text):
            # pages put the day and the source under the title
            line = Line(block.text, at, PassageKind.DATELINE)
        elif place >= foot:
            line = Line(block.text, at, PassageKind.SIGNATURE)
        else:
            line, sections = _body_line(kept, place, at, sections)
        lines.append(line)
        at = line.end + 1
    return _with_lede(lines, head.title)


def _with_chapter_names(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put a chapter's name, which stands on a line of its own, behind its number."""
    held: Block | None = None
    for block in blocks:
        if held and is_bare_heading(block.text) and not starts_heading(block.text):
            yield replace(held, text=f"{held.text} {block.text}")
            held = None
            continue
        if held:
            yield held
        numbered = starts_heading(block.text)
        is_label_alone = numbered is not None and numbered[1] == block.text.strip(" .:")
        held = block if is_label_alone else None
        if not is_label_alone:
            yield block
    if held:
        yield held


def _with_lede(lines: list[Line], title: int) -> tuple[Line, ...]:
    # a long line over the title introduces the document: it is read like any paragraph
    return tuple(
        replace(line, kind=PassageKind.PARAGRAPH)
        if place < title and len(line.text) > _PARAGRAPH
        else line
        for place, line in enumerate(lines)
    )


def _body_line(
    blocks: Sequence[Block], place: int, at: int, sections: tuple[Section, ...]
) -> tuple[Line, tuple[Section, ...]]:
    block = blocks[place]
    if block.kind is BlockKind.ROW:
        return Line(block.text, at, PassageKind.TABLE_ROW, sections, None, block.group), sections
    if found := _heading(blocks, place):
        over = tuple(one for one in sections if one.level < found.level)
        if found.heading != block.text:
            return Line(block.text, at, PassageKind.PARAGRAPH, (*over, found)), (*over, found)
        return Line(block.text, at, PassageKind.HEADING, over), (*over, found)
    mark = marker(block.text)
    kind = PassageKind.ITEM if mark else PassageKind.PARAGRAPH
    return Line(block.text, at, kind, sections, mark), sections


def _heading(blocks: Sequence[Block], place: int) -> Section | None:
    block = blocks[place]
    text = block.text
    numbered = starts_heading(text)
    if block.kind is BlockKind.HEADING and len(text) <= _LONG_HEADING:
        return Section(max(block.level, 1), text, numbered[1] if numbered else "")
    if block.kind is BlockKind.ITEM:
        return None
    if numbered:
        # the words of a long article are its text, not its heading
        return Section(
            numbered[0], text if len(text) <= _LONG_HEADING else numbered[1], numbered[1]
        )
    if mark := marker(text):
        return _numbered_heading(blocks, place, mark)
    if is_bare_heading(text):
        return Section(_CAPITALS_LEVEL, text)
    if is_label(text):
        return Section(LABEL_LEVEL + 1, text)
    return Section(LABEL_LEVEL, text) if _is_quiet_heading(blocks, place) else None


def _numbered_heading(blocks: Sequence[Block], place: int, mark: Marker) -> Section | None:
    text = blocks[place].text
    if mark.style is not EnumerationStyle.NUMBERED or place + 1 >= len(blocks):
        return None
    if len(text) > _NUMBERED_HEADING or text[-1] in ".;,:":
        return None
    after = marker(blocks[place + 1].text)
    if after and (after.style, after.depth) == (mark.style, mark.depth):
        return None
    return Section(min(_NUMBERED_LEVEL + mark.depth - 1, LABEL_LEVEL), text, mark.label)


def _is_quiet_heading(blocks: Sequence[Block], place: int) -> bool:
    text = blocks[place].text
    if not 0 < place < len(blocks) - 1 or len(text) > _QUIET_HEADING or not text[0].isupper():
        return False
    around = blocks[place - 1].text, blocks[place + 1].text
    return text[-1] not in ".;:,…!?" and all(len(one) >= _PARAGRAPH for one in around)
