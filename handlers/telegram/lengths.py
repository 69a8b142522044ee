"""Telegram counts UTF-16 units, not characters: measuring, cutting and splitting by them."""

import html
from collections.abc import Iterable, Iterator
from typing import Final

MESSAGE_LIMIT: Final = 4_096
"""Visible units of one message, after entities are parsed (Bot API, sendMessage)."""


def units(text: str) -> int:
    """Return the length Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, limit: int) -> str:
    """Return ``text`` in at most ``limit`` units, ending in an ellipsis if something fell off."""
    if units(text) <= limit:
        return text
    return next(pieces(text, limit - 1)).rstrip() + "…"


def pieces(text: str, limit: int) -> Iterator[str]:
    """Yield ``text`` in pieces of at most ``limit`` units, cut at a line or a space if one is
    in the last fifth of the piece."""
    while units(text) > limit:
        end = _fitting(text, limit)
        better = max(text.rfind("\n", 0, end), text.rfind(" ", 0, end))
        end = better if better > end * 4 // 5 else end
        yield text[:end]
        text = text[end:].lstrip()
    yield text


def _fitting(text: str, limit: int) -> int:
    """Return how many characters fit: at least one, so that every cut makes progress."""
    fitting = text[:limit].encode("utf-16-le", "surrogatepass")[: limit * 2]
    return max(len(fitting.decode("utf-16-le", "ignore")), 1)


def packed(blocks: Iterable[tuple[str, str]], limit: int = MESSAGE_LIMIT) -> Iterator[str]:
    """Yield Telegram HTML messages made of (heading html, plain words) blocks, in order.

    Blocks share a message while they fit; words longer than a message go on in the next one.
    A heading's markup counts as visible, which errs on the safe side.
    """
    page, used = "", 0
    for heading, words in blocks:
        for index, piece in enumerate(pieces(words, limit - units(heading) - 2)):
            block = f"{heading}\n{_escape(piece)}" if index == 0 else _escape(piece)
            size = units(heading if index == 0 else "") + units(piece) + 3
            if page and used + size > limit:
                yield page
                page, used = "", 0
            page = f"{page}\n\n{block}" if page else block
            used += size
    if page:
        yield page


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
