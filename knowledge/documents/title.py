"""Where a document's title stands, and which lines over it are head or page furniture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.documents.blocks import Block, BlockKind
from knowledge.documents.hard_facts import first_date
from knowledge.documents.lexicon import load_lexicon
from knowledge.documents.marks import marker, starts_heading
from knowledge.normalise import clean, fold

_LOOKED_AT: Final = 14
_TITLE: Final = 300
_TITLE_LINE: Final = 260
_TITLE_LINES: Final = 4
_DATELINE: Final = 70
OWN_NUMBER: Final = re.compile(r"^Số ?[:.]? ?(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """Lines before ``title`` are head; ``title`` to ``title_end`` (not included) the title."""

    title: int
    title_end: int


def is_furniture(text: str) -> bool:
    """Say whether a line belongs to the page it was shown on, not to the document."""
    folded = fold(clean(text[:80])).strip(" :.")
    return text.isdigit() or (len(text) < 60 and folded in load_lexicon().furniture)


def find_head(blocks: Sequence[Block]) -> Head:
    """Find the title among the first lines; an empty range when there is none."""
    first = blocks[:_LOOKED_AT]
    for place, block in enumerate(first):
        if _is_kind_line(block.text):
            return Head(place, _title_end(blocks, place))
    for place, block in enumerate(first):
        if block.kind is BlockKind.HEADING and not is_head_line(block.text):
            return Head(place, place + 1)
    for place, block in enumerate(first):
        if not is_head_line(block.text):
            is_title = (
                len(block.text) <= _TITLE and block.text[-1] not in ".;:" and not _marked(block)
            )
            return Head(place, place + 1 if is_title and len(blocks) > 1 else place)
    return Head(0, 0)


def is_head_line(text: str) -> bool:
    """Say whether a line stands over a title: motto, body, number, day."""
    folded = fold(clean(text[:_TITLE]))
    lexicon = load_lexicon()
    if folded.strip(" -*.") in lexicon.motto or OWN_NUMBER.match(text):
        return True
    if len(text) <= _DATELINE and first_date(text):
        return True
    return len(text) <= _DATELINE and text.isupper() and lexicon.body.match(text) is not None


def _is_kind_line(text: str) -> bool:
    folded = fold(clean(text[:_TITLE_LINE])).strip(" .:*")
    if folded in load_lexicon().kinds and text[0].isupper():
        return True
    capitals = text.isupper() and len(text) <= _TITLE_LINE
    return capitals and any(folded.startswith(f"{kind} ") for kind in load_lexicon().kinds)


def _title_end(blocks: Sequence[Block], start: int) -> int:
    end = start + 1
    while end < min(len(blocks), start + _TITLE_LINES) and _continues(blocks[end]):
        end += 1
    return end


def _continues(block: Block) -> bool:
    text = block.text
    if len(text) > _TITLE_LINE or text[-1] in ".;:" or _marked(block):
        return False
    folded = fold(clean(text[:40]))
    opens = any(folded.startswith(f"{word} ") for word in load_lexicon().openings)
    return not (opens and text[0].isupper()) and block.kind is not BlockKind.ROW


def _marked(block: Block) -> bool:
    return marker(block.text) is not None or starts_heading(block.text) is not None
