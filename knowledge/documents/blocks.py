"""Blocks: what readers hand over. A line of text with what the file's format says about it.

Also makes a block's text plain: composed Unicode, ordinary spaces, nothing invisible.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class BlockKind(StrEnum):
    """What the format says; TEXT says nothing and leaves it to the words."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row. ``level`` is for headings and lists.

    ``group`` numbers the table a row belongs to; 0 for all else.
    """

    text: str
    kind: BlockKind = BlockKind.TEXT
    level: int = 0
    group: int = 0


_SPACES: Final = re.compile(r"[ \t]+")
_DROPPED: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
_LIGATURES: Final = frozenset(map(chr, range(0xFB00, 0xFB07)))
_BREAKS: Final = frozenset("\n\r\v\f\x85\u2028\u2029")


def plain(text: str) -> str:
    """Return composed text with single spaces and single line feeds, nothing invisible.

    Idempotent; takes any string, lone surrogates included.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    table = {ord(char): _replacement(char) for char in set(composed)}
    # dropping a joiner can bring a letter and its mark together: compose once more
    lines = unicodedata.normalize("NFC", composed.translate(table)).split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()


def plain_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks of one plain line each; empty ones are left out."""
    for block in blocks:
        for line in plain(block.text).split("\n"):
            if any(map(str.isalnum, line)):
                yield Block(line, block.kind, block.level, block.group)


def _replacement(char: str) -> str:
    if char in _BREAKS:
        return "\n"
    if char.isspace():
        return " "
    if char in _LIGATURES:
        return unicodedata.normalize("NFKC", char)
    return "" if unicodedata.category(char) in _DROPPED else char
