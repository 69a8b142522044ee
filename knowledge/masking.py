"""Takes out of a question what points at a person, as far as a machine can see it. Pure.

Long digit runs (phones, identity cards, accounts), said in words too, number plates, mail
addresses and @names go; of a link only the host stays. Names of people stay: no list knows them,
so people are asked not to write them.
"""

import re
import unicodedata
from typing import Final

LONGEST: Final = 500
"""Characters of a question that may be sent."""
_READ: Final = 1_500
"""Characters that are looked at: composing makes some letters many, and time is the bot's."""
MASK: Final = "•••"
FEWEST_DIGITS: Final = 6
"""A run this long is masked. Spaces, dots, dashes and the like inside do not break a run."""

_BETWEEN: Final = r"(?:[^\w/]|_){0,3}"
"""A slash ends a run: dates (19/8/2026) and numbers of laws (30/2023/QH15) are what is asked."""
_DIGITS: Final = re.compile(rf"\d(?:{_BETWEEN}\d){{{FEWEST_DIGITS - 1},}}")
_SLASHED: Final = re.compile(r"\d+(?: ?/ ?\d+)+")
_SLASHED_FEWEST: Final = 9
"""With slashes between groups of three or more: longer than any number of a law is."""
_SLASHES: Final = 3
"""A date has two; a number written with so many is none."""
_DIGIT_WORD: Final = (
    r"(?:không|khong|một|mốt|mot|hai|ba|bốn|bon|tư|tu|năm|lăm|nam|lam|sáu|sau|bảy|bẩy|bay|tám|tam"
    r"|chín|chin)"
)
_SAID: Final = re.compile(
    rf"(?<!\w)(?:{_DIGIT_WORD}|\d+)(?:[^\w/•]{{1,3}}(?:{_DIGIT_WORD}|\d+))+(?!\w)", re.IGNORECASE
)
_SAID_FEWEST: Final = 8
"""Digits said one by one: more than a year with its month has."""
_SAID_WORDS: Final = 4
_PLATE: Final = re.compile(
    r"(?<!\w)\d{2}-?[a-zđ][a-z0-9đ]?[ .-]{0,2}\d{3}\.?\d{2}(?!\w)", re.IGNORECASE
)
_LINK: Final = re.compile(
    r"(?<![a-z0-9+.-])[a-z0-9+.-]+://(?:[^\s/@]*@)?([^\s/\\?#]+)\S*", re.IGNORECASE
)
_BARE_LINK: Final = re.compile(
    r"(?<![a-z0-9])((?:[a-z0-9-]{1,63}\.){1,8}"
    r"(?:com|net|org|info|vn|me|io|app|be|gl|ly|link|page|site|xyz|co|tv|us))"
    r"[/\\?#]\S+",
    re.IGNORECASE,
)
"""Without "https://", as people type it; other endings are words of ours with a stop between."""
_ADDRESS: Final = re.compile(r"(?<!\S)(?:\S+ ?@ \S+|\S+ @[\w-]+(?:\.[\w-]+)+|\S*@\S+)")
_SPELLED_ADDRESS: Final = re.compile(
    r"(?<!\S)\S* ?(?:\(at\)|\[at\]|(?<!\w)a còng(?!\w)) ?\S+(?: (?:chấm|dot) \S+)*", re.IGNORECASE
)
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def presentable(text: str) -> str:
    """Return what of a question is shown before sending and stored after: the very same.

    One line, composed, without invisible characters, masked, at most :data:`LONGEST` characters.
    Masking again changes nothing.
    """
    line = " ".join(_plain(text).split())
    if len(line) > _READ:
        line = line[:_READ].rpartition(" ")[0] or line[:_READ]
    while (masked := _masked(line)) != line:  # each turn takes away, so this ends
        line = masked
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _masked(line: str) -> str:
    line = _BARE_LINK.sub(r"\1", _LINK.sub(r"\1", line))
    line = _SPELLED_ADDRESS.sub(MASK, _ADDRESS.sub(MASK, line))
    line = _SAID.sub(_long_said_only, _PLATE.sub(MASK, line))
    line = _SLASHED.sub(_long_only, line)
    return _DIGITS.sub(MASK, line)


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
    groups = [len(group.strip()) for group in found[0].split("/")]
    is_long = min(groups) >= 3 and sum(groups) >= _SLASHED_FEWEST
    is_split = len(groups) > _SLASHES and sum(groups) >= _SAID_FEWEST
    return MASK if is_long or is_split else found[0]


def _long_said_only(found: re.Match[str]) -> str:
    parts = re.findall(r"\w+", found[0])
    words = sum(part.isalpha() for part in parts)
    digits = words + sum(len(part) for part in parts if not part.isalpha())
    return MASK if words >= _SAID_WORDS and digits >= _SAID_FEWEST else found[0]
