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
    # "qu" and "gi" are consonants: a mark on their vowel letter is a slip of the finger
    re.compile(f"(?<=q)(u)([{_TONES}]+)([aeoyi][{_SHAPES}]*)"),
    re.compile(f"(?<=g)(i)([{_TONES}]+)([aeou][{_SHAPES}]*)"),
    # written hoa-first or a-first, uy-first or y-first: the mark goes on the second vowel; done
    # after those above, because in "qùoa" it goes on twice
    re.compile(f"(o)([{_TONES}]+)([ae][{_SHAPES}]*)"),
    re.compile(f"(u)([{_TONES}]+)(y)"),
)
_MARKS: Final = (*_TONES, *_SHAPES)
_DOTTED_I: Final = "\u0307"
_STROKE_D: Final = {"\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00d0": "D"}
_DROPPED: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})


def _spelled(bases: str, marks: str = _TONES) -> str:
    """Return each letter with each of the marks, composed."""
    return "".join(unicodedata.normalize("NFC", base + mark) for base in bases for mark in marks)


_VOWELS: Final = "aăâeêioôơuưy"
_COMMON: Final = re.compile(f"[ -~{_VOWELS}{_spelled(_VOWELS)}đ“”‘’–—…•]*")
"""Almost every line: nothing in it but letters that are composed and in lower case already."""
_MAY_MOVE: Final = re.compile(
    f"[{_spelled('o')}][aeăâê{_spelled('aeăâê')}]|[{_spelled('u')}][y{_spelled('y')}]"
    f"|q[{_spelled('u')}]|g[{_spelled('i')}][aeouăâêôơư{_spelled('aeouăâêôơư')}]"
)
"""Where a tone may have to move; looked for before the slow way is taken."""


def clean(text: str) -> str:
    """Return the text without invisible characters, composed, lower case, one tone placement.

    Idempotent, and equal for composed and decomposed spellings of the same text.
    """
    lowered = unicodedata.normalize("NFC", _visible(text[:MAX_LENGTH])).lower()
    if not _COMMON.fullmatch(lowered) or _MAY_MOVE.search(lowered):
        lowered = _tones_moved(lowered)
    return " ".join(lowered.split())


def fold(text: str) -> str:
    """Return the text without any mark: what a phone without a Vietnamese keyboard sends."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text)
    for mark in _MARKS:
        bare = bare.replace(mark, "")
    for stroked, plain in _STROKE_D.items():
        bare = bare.replace(stroked, plain)
    if bare.isascii():
        return bare
    rarer = {ord(char): None for char in set(bare) if unicodedata.category(char) == "Mn"}
    return unicodedata.normalize("NFC", bare.translate(rarer))


def _tones_moved(lowered: str) -> str:
    decomposed = unicodedata.normalize("NFD", lowered).replace(_DOTTED_I, "")
    for move in _TONE_MOVES:
        decomposed = move.sub(r"\1\3\2", decomposed)
    return unicodedata.normalize("NFC", decomposed)


def _visible(text: str) -> str:
    """Return the text without invisible characters, every space a plain one."""
    if text.isprintable():  # no space but the plain one either
        return text
    odd = {char for char in set(text) if not char.isprintable()}
    told = {
        ord(char): " " if char.isspace() else None
        for char in odd
        if char.isspace() or unicodedata.category(char) in _DROPPED
    }
    return text.translate(told)
