"""Buttons in rows. The prefix of a button says which handler owns it (64 bytes at most)."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from handlers.telegram.lengths import cut
from handlers.texts.catalog import Texts

LABEL_LIMIT: Final = 40
CALLBACK_LIMIT: Final = 64
DOORS: Final = ("hoi", "baotin", "gopy", "tracuu", "khancap")
SIDE_DOORS: Final = ("nhanthongbao", "riengtu", "trogiup")


def button(label: str, data: str) -> InlineKeyboardButton:
    """Return a button; labels longer than a small phone shows end in an ellipsis."""
    return InlineKeyboardButton(text=cut(label, LABEL_LIMIT), callback_data=data)


def rows(*lines: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Return a keyboard of the lines that are not empty."""
    return InlineKeyboardMarkup(inline_keyboard=[list(line) for line in lines if line])


def in_columns(
    buttons: Iterable[InlineKeyboardButton], columns: int
) -> list[list[InlineKeyboardButton]]:
    """Return the buttons in lines of ``columns``."""
    listed = list(buttons)
    return [listed[start : start + columns] for start in range(0, len(listed), columns)]


def doors(texts: Texts) -> ReplyKeyboardMarkup:
    """Return the five doors and the row of side doors, always at hand below the chat."""
    labels = tuple(texts.plain(f"door.{name}") for name in (*DOORS, *SIDE_DOORS))
    return _doors(labels, texts.plain("door.placeholder"))


@cache
def _doors(labels: tuple[str, ...], placeholder: str) -> ReplyKeyboardMarkup:
    """Built once for each language: it goes below most messages."""
    lines = [labels[:1], labels[1:3], labels[3:5], labels[5:]]
    return ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text=label) for label in line] for line in lines],
        resize_keyboard=True,
        is_persistent=True,
        input_field_placeholder=placeholder,
    )


def plain_words(text: str) -> str:
    """Return the letters and digits of a text without marks or capitals, one space between."""
    bare = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    kept = "".join(
        char if char.isalnum() else "" if unicodedata.category(char) == "Mn" else " "
        for char in bare
    )
    return " ".join(kept.split())
