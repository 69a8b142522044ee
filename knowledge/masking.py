"""Takes out of a question what points at a person, as far as a machine can see it. Pure.

Long digit runs (phones, identity cards, accounts), mail addresses and @names go; of a link only
the host stays. Names of people stay: no list knows them, so people are asked not to write them.
"""

import re
import unicodedata
from typing import Final

LONGEST: Final = 500
"""Characters of a question that may be sent."""
MASK: Final = "•••"
FEWEST_DIGITS: Final = 6
"""A run this long is masked. Spaces, dots, dashes and the like inside do not break a run."""

_BETWEEN: Final = r"(?:[^\w/]|_){0,3}"
"""A slash ends a run: dates (19/8/2026) and numbers of laws (30/2023/QH15) are what is asked."""
_DIGITS: Final = re.compile(rf"\d(?:{_BETWEEN}\d){{{FEWEST_DIGITS - 1},}}")
_SLASHED: Final = re.compile(r"\d{3,}(?:/\d{3,})+")
_SLASHED_FEWEST: Final = 9
"""With slashes between groups: longer than any number of a law is."""
_LINK: Final = re.compile(r"https?://(?:[^\s/@]*@)?([^\s/?#]+)\S*", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\S*@\S+")
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def presentable(text: str) -> str:
    """Return what of a question is shown before sending and stored after: the very same.

    One line, composed, without invisible characters, masked, at most :data:`LONGEST` characters.
    Masking again changes nothing.
    """
    line = " ".join(_plain(text).split())
    line = _LINK.sub(r"\1", line)
    line = _ADDRESS.sub(MASK, line)
    line = _SLASHED.sub(_long_only, line)
    line = _DIGITS.sub(MASK, line)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _plain(text: str) -> str:
    """Return the text with digits of every script as ours: ❶, ①, ١ and full-width ones too."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(_digit(char) for char in composed if _is_seen(char))


def _is_seen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _DROPPED


def _digit(char: str) -> str:
    value = None if char.isascii() else unicodedata.digit(char, None)
    return char if value is None else str(value)


def _long_only(found: re.Match[str]) -> str:
    digits = sum(char.isdigit() for char in found[0])
    return MASK if digits >= _SLASHED_FEWEST else found[0]
