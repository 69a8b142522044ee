"""Reading .docx with python-docx: paragraphs, headings, lists with their labels, tables."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

import docx
from docx.document import Document as Word
from docx.oxml.exceptions import InvalidXmlError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree  # type: ignore[import-untyped]

from knowledge.documents.blocks import Block, BlockKind, plain
from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.legacy import modernise
from knowledge.documents.limits import TEXT_CHARACTERS
from knowledge.documents.marks import marker
from knowledge.documents.readers import archive
from knowledge.documents.readers.numbering import Numbering

_NESTED: Final = 6
_BROKEN: Final = (KeyError, ValueError, TypeError, AttributeError, IndexError)


def read(raw: bytes) -> list[Block]:
    """Return the blocks of a Word document in reading order."""
    archive.check(raw)
    try:
        word = docx.Document(BytesIO(raw))
        found = list(_Reading(word).blocks())
    except (etree.XMLSyntaxError, InvalidXmlError, *_BROKEN):
        raise ImportRefused(Refusal.MALFORMED) from None
    if sum(len(block.text) for block in found) > TEXT_CHARACTERS:
        raise ImportRefused(Refusal.TOO_LONG)
    return _modern(found)


def _modern(blocks: list[Block]) -> list[Block]:
    # old fonts are told from the whole text: one line alone is too short to tell
    whole = "\n".join(block.text.replace("\n", "\v") for block in blocks)
    lines = modernise(whole).split("\n")
    return [
        Block(line.replace("\v", "\n"), block.kind, block.level, block.group)
        for line, block in zip(lines, blocks, strict=True)
    ]


class _Reading:
    def __init__(self, word: Word) -> None:
        self._word = word
        self._numbering = Numbering(word)
        self._styles = {style.style_id: style.name or "" for style in word.styles}
        self._table = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the body; headers and footers repeat and are left out."""
        for inner in self._word.iter_inner_content():
            if isinstance(inner, Paragraph):
                yield from self._paragraph(inner)
            else:
                yield from self._rows(inner, 1)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Block]:
        text = paragraph.text.strip()
        if not text:
            return
        style = self._styles.get(paragraph._p.style or "", "")
        if style == "Title":
            yield Block(text, BlockKind.HEADING, 1)
        elif style.startswith("Heading ") and style[8:].isdigit():
            label = self._numbering.label(paragraph, style)
            yield Block(plain(label + text).replace("\n", " "), BlockKind.HEADING, int(style[8:]))
        elif label := self._numbering.label(paragraph, style):
            is_marked = marker(text) is not None
            yield Block(text if is_marked else label + text, BlockKind.ITEM)
        else:
            yield Block(text)

    def _rows(self, table: Table, depth: int) -> Iterator[Block]:
        if depth > _NESTED:
            raise ImportRefused(Refusal.UNSAFE)
        self._table += 1
        group = self._table
        for row in table.rows:
            cells = list({id(cell._tc): cell for cell in row.cells}.values())
            if _is_layout(cells) or any(cell.tables for cell in cells):
                for cell in cells:
                    yield from self._cell(cell, depth)
            else:
                texts = [" ".join(cell.text.split()) for cell in cells]
                yield Block(" | ".join(filter(None, texts)), BlockKind.ROW, group=group)

    def _cell(self, cell: _Cell, depth: int) -> Iterator[Block]:
        for inner in cell.iter_inner_content():
            if isinstance(inner, Paragraph):
                yield from self._paragraph(inner)
            else:
                yield from self._rows(inner, depth + 1)


def _is_layout(cells: list[_Cell]) -> bool:
    """Say whether a row only sets things side by side: letterhead, signatures."""
    return len(cells) <= 2 and any(
        sum(1 for paragraph in cell.paragraphs if paragraph.text.strip()) > 1 for cell in cells
    )
