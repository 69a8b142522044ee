"""The documents the bot quotes, to browse: documents, their sections, the passages in them."""

from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton

from handlers.telegram.filters import Pressed
from handlers.telegram.keyboards import CALLBACK_LIMIT, button, rows
from handlers.telegram.lengths import cut
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from handlers.texts.catalog import Texts
from knowledge.shelf import ShelfDocument, ShelfSection

Row = list[InlineKeyboardButton]

PER_PAGE: Final = 7
"""Buttons of one page: what a small phone shows without scrolling far."""
_TITLE: Final = 600


def shelf_row(services: TelegramServices, texts: Texts) -> Row:
    """Return the button that opens the list, or nothing where there are no documents."""
    return [button(texts.plain("shelf.button"), "d:")] if services.shelf() else []


def add_shelf(router: Router, services: TelegramServices) -> None:
    """Handle the buttons of the list, of documents and of sections."""

    @router.callback_query(Pressed("dl"))
    async def on_page_of_list(query: CallbackQuery, value: str, talk: Talk) -> None:
        await _show_documents(query, services.shelf(), value, talk)

    @router.callback_query(Pressed("d"))
    async def on_document(query: CallbackQuery, value: str, talk: Talk) -> None:
        if not value:
            await _show_documents(query, services.shelf(), "0", talk)
            return
        await _show_sections(query, f"{value}:0", talk, services)

    @router.callback_query(Pressed("dd"))
    async def on_page_of_document(query: CallbackQuery, value: str, talk: Talk) -> None:
        await _show_sections(query, value, talk, services)

    @router.callback_query(Pressed("ds"))
    async def on_section(query: CallbackQuery, value: str, talk: Talk) -> None:
        name, _, place = value.partition(":")
        document = _find(services, name)
        section, _, page = place.partition(":")
        if document is None or not is_place(section, len(document.sections)):
            await alert(query, talk.texts.plain("error.old_button"))
            return
        await _show_passages(query, document, int(section), page, talk)


async def _show_documents(
    query: CallbackQuery, documents: tuple[ShelfDocument, ...], page: str, talk: Talk
) -> None:
    buttons = [button(_name(one, talk.texts), f"d:{one.id}") for one in documents]
    await _show_page(query, talk.texts("shelf.documents"), buttons, "dl", page, talk)


async def _show_sections(
    query: CallbackQuery, value: str, talk: Talk, services: TelegramServices
) -> None:
    name, _, page = value.partition(":")
    document = _find(services, name)
    if document is None:
        await alert(query, talk.texts.plain("error.old_button"))
        return
    if len(document.sections) == 1:
        await _show_passages(query, document, 0, "0", talk)
        return
    text = talk.texts("shelf.sections", document=_name(document, talk.texts, _TITLE))
    buttons = [
        button(_heading(document, one, talk.texts), f"ds:{name}:{place}:0")
        for place, one in enumerate(document.sections)
    ]
    await _show_page(query, text, buttons, f"dd:{name}", page, talk)


async def _show_passages(
    query: CallbackQuery, document: ShelfDocument, section: int, page: str, talk: Talk
) -> None:
    shown = document.sections[section]
    text = talk.texts("shelf.passages", document=_name(document, talk.texts, _TITLE))
    if len(document.sections) > 1:
        text += "\n" + talk.texts("quote.section", section=_heading(document, shown, talk.texts))
    count = shown.last - shown.first + 1
    start = int(page) * PER_PAGE if is_place(page, -(-count // PER_PAGE)) else count
    places = range(shown.first + start, min(shown.first + start + PER_PAGE, shown.last + 1))
    found = [document.place(place) for place in places]
    buttons = [button(words, f"p:{passage}") for passage, words in found]
    arrows = turn(f"ds:{document.id}:{section}", page, count, talk.texts)
    await _say(query, text, buttons, arrows, talk)


async def _show_page(
    query: CallbackQuery,
    text: str,
    buttons: list[InlineKeyboardButton],
    prefix: str,
    page: str,
    talk: Talk,
) -> None:
    start = int(page) * PER_PAGE if is_place(page, -(-len(buttons) // PER_PAGE)) else len(buttons)
    arrows = turn(prefix, page, len(buttons), talk.texts)
    await _say(query, text, buttons[start : start + PER_PAGE], arrows, talk)


async def _say(
    query: CallbackQuery, text: str, buttons: list[InlineKeyboardButton], arrows: Row, talk: Talk
) -> None:
    pressable = [it for it in buttons if len((it.callback_data or "").encode()) <= CALLBACK_LIMIT]
    if not pressable:
        await alert(query, talk.texts.plain("error.old_button"))
        return
    await acknowledge(query)
    await talk.say(text, rows(*([one] for one in pressable), arrows))


def turn(prefix: str, page: str, count: int, texts: Texts, per_page: int = PER_PAGE) -> Row:
    """Return the buttons to the pages before and after, where there are any."""
    if not page.isdecimal():
        return []
    here, arrows = int(page), []
    if here > 0:
        arrows.append(button(texts.plain("shelf.previous"), f"{prefix}:{here - 1}"))
    if (here + 1) * per_page < count:
        arrows.append(button(texts.plain("shelf.next"), f"{prefix}:{here + 1}"))
    return arrows


def _find(services: TelegramServices, name: str) -> ShelfDocument | None:
    return next((one for one in services.shelf() if one.id == name), None)


def is_place(text: str, count: int) -> bool:
    """Say whether a button's value is a page or a place below ``count``."""
    return text.isascii() and text.isdigit() and len(text) < 7 and int(text) < count


def _name(document: ShelfDocument, texts: Texts, limit: int = 200) -> str:
    facts = document.facts
    kind = texts.plain(f"document_kind.{facts.kind}")
    title = facts.title
    if facts.number and title.casefold().startswith(kind.casefold()):
        title = title[len(kind) :].lstrip(" :-–") or title  # the kind stands before the number
    known = [f"{kind} {facts.number}" if facts.number else "", facts.place or "", title]
    return cut(" · ".join(filter(None, known)), limit)


def _heading(document: ShelfDocument, section: ShelfSection, texts: Texts) -> str:
    if section.heading:
        return cut(section.heading, 200)
    return texts.plain("shelf.whole_text" if len(document.sections) == 1 else "shelf.opening")
