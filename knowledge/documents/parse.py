"""From text or blocks to a document. Pure: no file, no clock, no process."""

import hashlib
from collections.abc import Iterable

from knowledge.documents.blocks import Block
from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.head import read_head
from knowledge.documents.identity import fingerprint, short_id
from knowledge.documents.model import Document
from knowledge.documents.outline import outline
from knowledge.documents.passages import cut
from knowledge.documents.wrapping import looks_wrapped, unwrap


def parse_text(text: str, name: str) -> Document:
    """Read a plain text. ``name`` is its file name, for the short id.

    Takes any string; refuses with EMPTY what holds no letter or digit.
    """
    return parse_blocks(text_blocks(text), name, text.encode("utf-8", "replace"))


def text_blocks(text: str) -> list[Block]:
    """Return the lines of a plain text, those cut by a fixed width put together."""
    lines = text.splitlines()
    return [Block(line) for line in (unwrap(lines) if looks_wrapped(lines) else lines)]


def parse_blocks(blocks: Iterable[Block], name: str, raw: bytes) -> Document:
    """Read blocks into a document; ``raw`` is the file they came from."""
    lines = outline(blocks)
    if not lines:
        raise ImportRefused(Refusal.EMPTY)
    text = "\n".join(line.text for line in lines)
    facts = read_head(text, lines)
    words = fingerprint(text)
    document_id = short_id(name, facts.number, words)
    passages, enumerations = cut(document_id, text, lines)
    return Document(
        id=document_id,
        facts=facts,
        text=text,
        passages=passages,
        enumerations=enumerations,
        sha256=hashlib.sha256(raw).hexdigest(),
        fingerprint=words,
    )
