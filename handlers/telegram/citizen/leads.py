"""Buttons below what the bot says: suggestions, two thumbs, and the way to ask staff. Pure.

Nothing here knows a person; a thumb names only what it is about.
"""

from collections.abc import Iterable
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.telegram.keyboards import CALLBACK_LIMIT, button, rows
from handlers.texts.catalog import Texts
from knowledge.model import Suggestion

Row = list[InlineKeyboardButton]

UP: Final = "vu"
DOWN: Final = "vd"
THANKED: Final = "vt"
OFFER: Final = "gs"
AGREE: Final = "gy"
REFRAIN: Final = "gn"
"""Prefixes of the buttons, each with its handler in ``votes.py`` or ``gaps.py``."""


def titles(found: Iterable[Suggestion]) -> list[Row]:
    """Return a button for each suggestion: an article's or a passage's."""
    return [[button(it.title, f"{'p' if it.is_passage else 'q'}:{it.article_id}")] for it in found]


def vote_row(target: str, texts: Texts) -> Row:
    """Return the two thumbs; none where the answer's name is too long for a button."""
    row = [
        button(texts.plain("button.vote_up"), f"{UP}:{target}"),
        button(texts.plain("button.vote_down"), f"{DOWN}:{target}"),
    ]
    fits = all(len((one.callback_data or "").encode()) <= CALLBACK_LIMIT for one in row)
    return row if fits else []


def after_vote(keyboard: InlineKeyboardMarkup, texts: Texts) -> InlineKeyboardMarkup:
    """Return the keyboard with a word of thanks in the place of the thumbs."""
    thanks = [button(texts.plain("button.vote_thanked"), f"{THANKED}:")]
    return rows(*(thanks if _holds_thumb(row) else row for row in keyboard.inline_keyboard))


def has_button(keyboard: InlineKeyboardMarkup, data: str | None) -> bool:
    """Say whether a button with this data stands on the keyboard."""
    return any(one.callback_data == data for row in keyboard.inline_keyboard for one in row)


def offer_row(key: str, label: str, texts: Texts) -> Row:
    """Return the button that begins sending a question, or nothing without its ``key``."""
    return [button(texts.plain(label), f"{OFFER}:{key}")] if key else []


def consent_rows(key: str, texts: Texts) -> InlineKeyboardMarkup:
    """Return "send" and "do not send"."""
    return rows(
        [button(texts.plain("button.agree_send"), f"{AGREE}:{key}")],
        [button(texts.plain("button.do_not_send"), f"{REFRAIN}:{key}")],
    )


def _holds_thumb(row: Row) -> bool:
    return any((one.callback_data or "").startswith((f"{UP}:", f"{DOWN}:")) for one in row)
