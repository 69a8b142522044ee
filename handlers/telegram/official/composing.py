"""Writing a broadcast in an official's own chat: words, topic, area, preview.

Nothing is stored before approval is asked for (``submitting``); until then it is in memory.
"""

from dataclasses import replace

from aiogram import Bot, Router
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from delivery.content import (
    MAX_CAPTION,
    MAX_PHOTO_BYTES,
    MAX_TEXT,
    check_words,
    clean_html,
    visible_length,
)
from delivery.errors import ContentInvalid
from handlers.telegram.commands import DoorNames
from handlers.telegram.filters import At, InPrivate
from handlers.telegram.official import pages
from handlers.telegram.official.states import COMPOSING, SHEET, Compose, Sheet, sheet_of
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk
from handlers.texts.catalog import Texts
from staff.policy import Action, is_allowed


class NoDoor(Filter):
    """Messages that are neither a command nor a press on the citizens' keyboard: those leave
    the dialogue instead of becoming a broadcast."""

    def __init__(self, names: DoorNames) -> None:
        self._names = names

    async def __call__(self, message: Message) -> bool:
        return self._names.of(message.text or "") is None


def composing_router(services: TelegramServices) -> Router:
    """Return the router of everything an official types while writing."""
    router = Router(name="official-composing")
    no_door = NoDoor(DoorNames(services.catalog, services.bot_username))

    @router.message(Command("thongbao"))
    async def on_command(message: Message, talk: Talk, state: FSMContext) -> None:
        await begin(message, talk, state, services)

    @router.message(InPrivate(), At(*COMPOSING), Command("huy", "stop"))
    async def on_cancel(_message: Message, talk: Talk, state: FSMContext) -> None:
        await leave(talk, state)

    @router.message(InPrivate(), At(Compose.words), no_door)
    async def on_words(message: Message, talk: Talk, state: FSMContext) -> None:
        await take_words(message, talk, state, services)

    @router.message(InPrivate(), At(Compose.area), no_door)
    async def on_area(message: Message, bot: Bot, talk: Talk, state: FSMContext) -> None:
        await take_area(message.text or "", bot, talk, state, services)

    @router.message(InPrivate(), At(Compose.topic, Compose.preview), no_door)
    async def on_other(_message: Message, talk: Talk) -> None:
        await talk.say(talk.texts("official.use_buttons"))

    return router


async def begin(
    message: Message, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    """Open the dialogue, if this chat belongs to an official."""
    if message.chat.type != "private":
        await talk.say(talk.texts("official.private_only"))
        return
    actor = await services.chats.actor(message.chat.id)
    if actor is None or not is_allowed(actor, Action.COMPOSE_BROADCAST):
        await talk.say(talk.texts("official.not_official"))
        return
    await ask_words(message.message_id, talk, state)


async def ask_words(number: int, talk: Talk, state: FSMContext) -> None:
    """Start, or start again, with an empty sheet."""
    await state.set_state(Compose.words)
    await state.set_data({SHEET: Sheet(number)})
    await talk.say(talk.texts("official.ask_words"), pages.only_cancel(talk.texts, number))


async def leave(talk: Talk, state: FSMContext) -> None:
    """Throw away what was written."""
    await state.clear()
    await talk.say(talk.texts("official.left"))


async def take_words(
    message: Message, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    """Take text or a photo with a caption; whatever cannot be sent is asked for again."""
    sheet = await sheet_of(state)
    if sheet is None:
        await leave(talk, state)
        return
    refusal = _refusal(message, talk.texts)
    if refusal is not None:
        await talk.say(refusal)
        return
    html = with_foot(message.html_text, services)
    photo = message.photo[-1].file_id if message.photo else None
    too_long = _too_long(html, photo is not None, talk.texts)
    if too_long is not None:
        await talk.say(too_long)
        return
    await state.set_data({SHEET: replace(sheet, html=html, photo=photo)})
    await state.set_state(Compose.topic)
    keyboard = pages.topic_keyboard(talk.texts, sheet.number)
    await talk.say(talk.texts("official.ask_topic"), keyboard)


def with_foot(words: str, services: TelegramServices) -> str:
    """Return the words as they will be sent: cleaned, and signed by the office.

    The foot is part of what is approved. It is always Vietnamese, as broadcasts are.
    """
    foot = services.catalog["vi"]("broadcast.foot", operator=services.operator_name)
    return clean_html(f"{clean_html(words)}\n\n{foot}")


async def take_area(
    typed: str, bot: Bot, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    """Take a typed province; one that is not certain is offered on buttons."""
    sheet = await sheet_of(state)
    if sheet is None:
        await leave(talk, state)
        return
    areas = services.areas
    found = areas.find_province(typed)
    if found.exact is not None:
        await choose_area(found.exact.code, sheet, bot, talk, state, services)
        return
    key = "official.area_choose" if found.candidates else "official.area_unknown"
    listed = found.candidates or areas.provinces()
    await talk.say(talk.texts(key), pages.area_keyboard(talk.texts, sheet.number, areas, listed))


async def choose_area(
    code: str | None,
    sheet: Sheet,
    bot: Bot,
    talk: Talk,
    state: FSMContext,
    services: TelegramServices,
) -> None:
    """Keep the area and show the preview with the number of people it will reach."""
    sheet = replace(sheet, province_code=code)
    await state.set_data({SHEET: sheet})
    await state.set_state(Compose.preview)
    size = await services.broadcasts.audience_size(sheet.audience)
    await pages.show_content(bot, talk.chat_id, sheet.html, sheet.photo)
    named = pages.audience_words(talk.texts, services.areas, sheet.audience)
    key = "official.preview" if size else "official.preview_nobody"
    keyboard = pages.preview_keyboard(talk.texts, sheet)
    await talk.say(talk.texts(key, size=size, **named), keyboard)


def _refusal(message: Message, texts: Texts) -> str | None:
    """Return why this message cannot be a broadcast at all, or None."""
    if message.media_group_id is not None:
        return texts("official.one_photo")
    if message.document is not None:
        return texts("official.photo_as_file")
    if message.text is None and not message.photo:
        return texts("official.want_words")
    if message.photo and (message.photo[-1].file_size or 0) > MAX_PHOTO_BYTES:
        return texts("official.invalid.photo_too_big")
    if not visible_length(clean_html(message.html_text)):
        return texts("official.invalid.empty")
    return None


def _too_long(html: str, is_caption: bool, texts: Texts) -> str | None:
    try:
        check_words(html, is_caption)
    except ContentInvalid as refusal:
        limit = MAX_CAPTION if is_caption else MAX_TEXT
        over = visible_length(html) - limit
        return texts(f"official.invalid.{refusal.reason}", limit=limit, over=over)
    return None
