"""One pure, idempotent way from what a person typed to what the index compares.

Two steps stand apart: :func:`clean` keeps the tones, :func:`fold` drops every mark. Reading
words (abbreviations, telex residue) is in ``knowledge/words.py``. Nothing here remembers text.
"""

import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 4096
"""Telegram's own limit for one message; what is longer is cut before any work is done."""

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES: Final = "\u0302\u0306\u031b"
_TONE_MOVES: Final = (
    # written hoa-first or a-first, uy-first or y-first: the mark goes on the second vowel
    re.compile(f"(o)([{_TONES}]+)([ae][{_SHAPES}]*)"),
    re.compile(f"(u)([{_TONES}]+)(y)"),
    # "qu" and "gi" are consonants: a mark on their vowel letter is a slip of the finger
    re.compile(f"(?<=q)(u)([{_TONES}]+)([aeoyi][{_SHAPES}]*)"),
    re.compile(f"(?<=g)(i)([{_TONES}]+)([aeou][{_SHAPES}]*)"),
)
_SPACES: Final = re.compile(r"\s+")
_DOTTED_I: Final = "\u0307"
_STROKE_D: Final = {0x0111: "d", 0x0110: "D", 0x00F0: "d", 0x00D0: "D"}
_DROPPED: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})


def clean(text: str) -> str:
    """Return the text without invisible characters, composed, lower case, one tone placement.

    Idempotent, and equal for composed and decomposed spellings of the same text.
    """
    visible = "".join(_visible(char) for char in text[:MAX_LENGTH])
    lowered = unicodedata.normalize("NFC", visible).lower()
    decomposed = unicodedata.normalize("NFD", lowered).replace(_DOTTED_I, "")
    for move in _TONE_MOVES:
        decomposed = move.sub(r"\1\3\2", decomposed)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", decomposed)).strip()


def fold(text: str) -> str:
    """Return the text without any mark: what a phone without a Vietnamese keyboard sends."""
    if text.isascii():
        return text
    bare = "".join(
        char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn"
    )
    return unicodedata.normalize("NFC", bare.translate(_STROKE_D))


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in _DROPPED else char
