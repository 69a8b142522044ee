"""The signature block: where it begins, and the office that signed."""

from collections.abc import Sequence
from typing import Final

from knowledge.documents.blocks import Block, BlockKind
from knowledge.documents.lexicon import load_lexicon
from knowledge.documents.marks import is_label, marker
from knowledge.normalise import clean, fold

_LOOKED_AT: Final = 25
_LINES: Final = 8
_SHORT: Final = 80
_PARAGRAPH: Final = 80


def signature_start(blocks: Sequence[Block], body: int) -> int:
    """Return the place of the first signature line; ``len(blocks)`` when there is none."""
    end = len(blocks)
    floor = max(body + 1, end - _LOOKED_AT)
    for place in range(floor, end):
        if _starts(blocks[place].text, load_lexicon().recipients):
            return place
    start = end
    while start > max(floor, end - _LINES) and _is_signature_line(blocks[start - 1]):
        start -= 1
    signed = any(_starts(block.text, load_lexicon().for_whom) for block in blocks[start:])
    has_text = any(len(block.text) > _PARAGRAPH for block in blocks[body:start])
    return start if has_text or signed else end


def signer_title(lines: Sequence[str]) -> str | None:
    """Return the office named in signature lines, as written; never a person's name."""
    offices = [line for line in lines if _starts(line, load_lexicon().offices, whole=True)]
    if offices:
        return offices[-1].strip(" .,:")
    for line in lines:
        for prefix in load_lexicon().for_whom:
            rest = fold(clean(line)).removeprefix(prefix).strip()
            if rest != fold(clean(line)) and _starts(rest, load_lexicon().offices):
                return line[len(prefix) :].strip(" .,:")
    return None


def _is_signature_line(block: Block) -> bool:
    text = block.text
    if block.kind in (BlockKind.HEADING, BlockKind.ITEM, BlockKind.ROW) or len(text) > _SHORT:
        return False
    if marker(text) or is_label(text):
        return False
    return text[-1] not in ".;,…" or len(text) <= 4


def _starts(text: str, words: tuple[str, ...], *, whole: bool = False) -> bool:
    folded = fold(clean(text[:_SHORT]))
    if whole:
        return any(folded == word or folded.startswith(f"{word} ") for word in words)
    return any(folded.startswith(word) for word in words)
