"""An id made from a title: ASCII, short enough for a Telegram button, never one that is taken."""

import re
from collections.abc import Container
from itertools import count
from typing import Final

from knowledge.articles.checks import MAX_ID
from knowledge.normalise import clean, fold

_BETWEEN: Final = re.compile(r"[^a-z0-9]+")
_NAMELESS: Final = "bai"
"""What an article is called whose title has no letter of ours."""
_KEPT: Final = frozenset({"new", "try"})
"""Names that stand for something else in addresses of pages."""


def slug(title: str) -> str:
    """Return a title as at most :data:`MAX_ID` of a-z, 0-9 and hyphen, cut between words."""
    line = _BETWEEN.sub("-", fold(clean(title))).strip("-")
    return _cut(line, MAX_ID) or _NAMELESS


def free_slug(title: str, taken: Container[str]) -> str:
    """Return a slug nobody has yet; a number tells articles of the same title apart."""
    name = slug(title)
    if name not in taken and name not in _KEPT:
        return name
    numbered = (f"{_cut(name, MAX_ID - len(end))}{end}" for end in map("-{}".format, count(2)))
    return next(one for one in numbered if one not in taken)


def _cut(line: str, most: int) -> str:
    if len(line) <= most:
        return line
    head = line[:most]
    if line[most] != "-" and "-" in head:
        head = head.rsplit("-", 1)[0]
    return head.strip("-")
