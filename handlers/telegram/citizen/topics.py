"""Topics and the articles of one, to browse by buttons; no page is longer than a small phone.

Turning a page changes the buttons below the same message. What an article says is shown by
``citizen/questions.py``.
"""

from functools import lru_cache
from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.telegram.citizen.leads import titles
from handlers.telegram.citizen.shelf import PER_PAGE, is_place, shelf_row, turn
from handlers.telegram.filters import Pressed
from handlers.telegram.keyboards import button, rows
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from handlers.texts.catalog import Texts
from knowledge.model import Suggestion

Row = list[InlineKeyboardButton]
Named = tuple[tuple[str, str], ...]
"""Key and title of each topic."""

HALF: Final = 16
"""Characters that a button half as wide as a small phone shows in one line."""
_ROWS: Final = 6
"""Rows of topics on one page: the arrows and the way to the documents stand below them."""


def topics_keyboard(
    services: TelegramServices, texts: Texts, page: str = "0"
) -> InlineKeyboardMarkup | None:
    """Return one page of the topics, or None where there is no such page."""
    named = tuple((shelf.key, shelf.title) for shelf in services.knowledge.shelves())
    lines = _lines(named)
    if not is_place(page, max(-(-len(lines) // _ROWS), 1)):
        return None
    shown = lines[int(page) * _ROWS : (int(page) + 1) * _ROWS]
    arrows = turn("tp", page, len(lines), texts, _ROWS)
    return rows(*shown, arrows, shelf_row(services, texts))


def topics_row(texts: Texts) -> Row:
    """Return the button that opens the topics in a message of their own."""
    return [button(texts.plain("button.topics"), "tp:")]


def add_topics(router: Router, services: TelegramServices) -> None:
    """Handle the topics, the articles of one, and the arrows below both."""

    @router.callback_query(Pressed("tp"))
    async def on_topics(query: CallbackQuery, value: str, talk: Talk) -> None:
        keyboard = topics_keyboard(services, talk.texts, value or "0")
        await _show(query, talk.texts("ask.invite"), keyboard, talk, turns=bool(value))

    @router.callback_query(Pressed("qt"))
    async def on_topic(query: CallbackQuery, value: str, talk: Talk) -> None:
        key, _, page = value.partition(":")
        keyboard = _articles(key, page or "0", talk.texts, services)
        await _show(query, talk.texts("ask.topic"), keyboard, talk, turns=bool(page))


@lru_cache(maxsize=2)
def _lines(named: Named) -> tuple[Row, ...]:
    """Titles in their order, two in a row where both are short. Built once: the topics change
    when the engine is loaded anew."""
    lines: list[Row] = []
    for key, title in named:
        one = button(title, f"qt:{key}")
        last = lines[-1] if lines else []
        if len(last) == 1 and max(len(last[0].text), len(one.text)) <= HALF:
            last.append(one)
        else:
            lines.append([one])
    return tuple(lines)


def _articles(
    topic: str, page: str, texts: Texts, services: TelegramServices
) -> InlineKeyboardMarkup | None:
    """Return one page of a topic's articles, or None where there is no such page."""
    articles = services.knowledge.articles_in(topic)
    if not is_place(page, -(-len(articles) // PER_PAGE)):
        return None
    shown = articles[int(page) * PER_PAGE : (int(page) + 1) * PER_PAGE]
    listed = titles(Suggestion(article.id, article.title) for article in shown)
    return rows(*listed, turn(f"qt:{topic}", page, len(articles), texts))


async def _show(
    query: CallbackQuery,
    html: str,
    keyboard: InlineKeyboardMarkup | None,
    talk: Talk,
    *,
    turns: bool,
) -> None:
    if keyboard is None:
        await alert(query, talk.texts.plain("error.old_button"))
        return
    await acknowledge(query)
    if turns and isinstance(query.message, Message):
        shown = query.message.reply_markup
        is_there = shown is not None and shown.model_dump() == keyboard.model_dump()
        # it is there when an arrow was pressed twice: Telegram refuses to change nothing
        if is_there or await talk.change_buttons(query.message.message_id, keyboard):
            return
    await talk.say(html, keyboard)
