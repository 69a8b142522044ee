"""What an official sees: previews, choices and their buttons. Sends; decides nothing."""

from collections.abc import Callable, Iterable

from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
)

from delivery.model import Audience, Broadcast, Topic
from handlers.telegram.keyboards import button, in_columns, rows
from handlers.telegram.official.buttons import Decision, DecisionButton, compose_data
from handlers.telegram.official.states import Sheet
from handlers.texts.catalog import Texts
from inbox.areas import Area, Areas

EVERYWHERE = "all"


async def show_content(
    bot: Bot, chat_id: int, html: str, photo: str | BufferedInputFile | None
) -> None:
    """Send the content exactly as subscribers will get it."""
    if photo is None:
        preview = LinkPreviewOptions(is_disabled=True)
        await bot.send_message(chat_id, html, link_preview_options=preview)
    else:
        await bot.send_photo(chat_id, photo, caption=html)


async def show_broadcast(bot: Bot, chat_id: int, broadcast: Broadcast) -> None:
    """Send a stored broadcast's content, its own picture included."""
    photo = broadcast.content.photo
    file = None if photo is None else BufferedInputFile(photo, "thong-bao.jpg")
    await show_content(bot, chat_id, broadcast.content.html, file)


def audience_words(texts: Texts, areas: Areas, audience: Audience) -> dict[str, str]:
    """Return topic and area as words, for the sentences that name an audience."""
    code = audience.province_code
    area = areas.label(code) if code else texts.plain("broadcast.everywhere")
    return {"topic": texts.plain(f"subscribe.topic.{audience.topic.value}"), "area": area}


def cancel_row(texts: Texts, number: int) -> list[InlineKeyboardButton]:
    """Return the row that leaves the dialogue."""
    label = texts.plain("official.button.cancel")
    return [button(label, compose_data(number, "cancel", "-"))]


def only_cancel(texts: Texts, number: int) -> InlineKeyboardMarkup:
    """Return a keyboard with nothing but the way out."""
    return rows(cancel_row(texts, number))


def topic_keyboard(texts: Texts, number: int) -> InlineKeyboardMarkup:
    """Return one button for each topic."""
    lines = [
        [
            button(
                texts.plain(f"subscribe.topic.{topic.value}"),
                compose_data(number, "topic", topic.value),
            )
        ]
        for topic in Topic
    ]
    return rows(*lines, cancel_row(texts, number))


def area_keyboard(
    texts: Texts, number: int, areas: Areas, listed: Iterable[Area]
) -> InlineKeyboardMarkup:
    """Return "everywhere" and the listed provinces, two in a row."""
    everywhere = texts.plain("broadcast.everywhere")
    offered = (
        button(areas.label(area.code), compose_data(number, "area", area.code)) for area in listed
    )
    return rows(
        [button(everywhere, compose_data(number, "area", EVERYWHERE))],
        *in_columns(offered, 2),
        cancel_row(texts, number),
    )


def preview_keyboard(texts: Texts, sheet: Sheet) -> InlineKeyboardMarkup:
    """Return the buttons below the author's preview."""
    number = sheet.number
    return rows(
        [button(texts.plain("official.button.send"), compose_data(number, "send", "-"))],
        [button(texts.plain("official.button.rewrite"), compose_data(number, "again", "-"))],
        cancel_row(texts, number),
    )


def decision_keyboard(
    texts: Texts, broadcast: Broadcast, *decisions: Decision
) -> InlineKeyboardMarkup:
    """Return one button for each decision about a broadcast, with the digest shown above it."""
    return rows(*([_decision(texts.plain, broadcast, decision)] for decision in decisions))


def _decision(
    word: Callable[..., str], broadcast: Broadcast, decision: Decision
) -> InlineKeyboardButton:
    data = DecisionButton(decision, broadcast.id, broadcast.digest).pack()
    return button(word(f"official.button.{decision.name.lower()}"), data)
