"""The buttons of the composing dialogue, up to asking the other officials for approval."""

import logging
from dataclasses import replace
from io import BytesIO

from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from delivery.errors import ContentInvalid, NobodyToApprove
from delivery.model import Broadcast, Content, Topic
from handlers.telegram.filters import InPrivate, Pressed
from handlers.telegram.official import pages
from handlers.telegram.official.buttons import COMPOSE, Decision, read_compose
from handlers.telegram.official.composing import ask_words, choose_area, leave
from handlers.telegram.official.states import SHEET, Compose, Sheet, sheet_of
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from staff.errors import NotAllowed
from staff.model import Actor

log = logging.getLogger(__name__)

_STEP_OF = {"topic": Compose.topic, "area": Compose.area, "send": Compose.preview}


def submitting_router(services: TelegramServices) -> Router:
    """Return the router of the composing dialogue's buttons."""
    router = Router(name="official-submitting")

    @router.callback_query(InPrivate(), Pressed(COMPOSE))
    async def on_press(
        query: CallbackQuery, value: str, bot: Bot, talk: Talk, state: FSMContext
    ) -> None:
        read, sheet = read_compose(value), await sheet_of(state)
        if read is None or sheet is None or not await _is_current(read, sheet, state):
            await alert(query, talk.texts.plain("official.old_button"))
            return
        await acknowledge(query)
        _, step, choice = read
        await _press(step, choice, sheet, _Desk(bot, talk, state, services))

    return router


class _Desk:
    """What every step of the dialogue works with."""

    __slots__ = ("bot", "services", "state", "talk")

    def __init__(
        self, bot: Bot, talk: Talk, state: FSMContext, services: TelegramServices
    ) -> None:
        self.bot = bot
        self.talk = talk
        self.state = state
        self.services = services


async def _is_current(read: tuple[int, str, str], sheet: Sheet, state: FSMContext) -> bool:
    number, step, _ = read
    wanted = _STEP_OF.get(step)
    return number == sheet.number and (wanted is None or await state.get_state() == wanted.state)


async def _press(step: str, choice: str, sheet: Sheet, desk: _Desk) -> None:
    match step:
        case "cancel":
            await leave(desk.talk, desk.state)
        case "again":
            await ask_words(sheet.number, desk.talk, desk.state)
        case "topic" if choice in set(Topic):
            await _ask_area(replace(sheet, topic=Topic(choice)), desk)
        case "area" if choice == pages.EVERYWHERE:
            await choose_area(None, sheet, desk.bot, desk.talk, desk.state, desk.services)
        case "area" if choice in desk.services.areas:
            await choose_area(choice, sheet, desk.bot, desk.talk, desk.state, desk.services)
        case "send":
            await _send(sheet, desk)
        case _:
            await desk.talk.say(desk.talk.texts("official.old_button"))


async def _ask_area(sheet: Sheet, desk: _Desk) -> None:
    await desk.state.set_data({SHEET: sheet})
    await desk.state.set_state(Compose.area)
    texts, areas = desk.talk.texts, desk.services.areas
    keyboard = pages.area_keyboard(texts, sheet.number, areas, areas.provinces())
    await desk.talk.say(texts("official.ask_area"), keyboard)


async def _send(sheet: Sheet, desk: _Desk) -> None:
    """Store the draft and ask the others. The dialogue ends first: pressed twice, sent once."""
    texts, broadcasts = desk.talk.texts, desk.services.broadcasts
    actor = await desk.services.chats.actor(desk.talk.chat_id)
    if actor is None:
        await desk.state.clear()
        await desk.talk.say(texts("official.not_official"))
        return
    try:
        photo = await _download(desk.bot, sheet.photo)
    except TelegramAPIError as failure:
        log.warning("photo not fetched", extra={"error": type(failure).__name__})
        await desk.talk.say(texts("official.photo_lost"))
        return
    await desk.state.clear()
    try:
        draft = await broadcasts.compose(actor, Content(sheet.html, photo), sheet.audience)
        await _ask_approval(actor, draft, desk)
    except ContentInvalid as refusal:
        await desk.talk.say(texts(f"official.invalid.{refusal.reason}", limit="", over=""))
    except NotAllowed:
        await desk.talk.say(texts("official.not_official"))


async def _ask_approval(actor: Actor, draft: Broadcast, desk: _Desk) -> None:
    texts, broadcasts = desk.talk.texts, desk.services.broadcasts
    try:
        await broadcasts.submit(actor, draft.id)
    except NobodyToApprove:
        await broadcasts.cancel(actor, draft.id)
        await desk.talk.say(texts("official.nobody_to_approve"))
        return
    keyboard = pages.decision_keyboard(texts, draft, Decision.CANCEL)
    await desk.talk.say(texts("official.submitted", code=draft.digest[:8]), keyboard)


async def _download(bot: Bot, file_id: str | None) -> bytes | None:
    if file_id is None:
        return None
    buffer = BytesIO()
    await bot.download(file_id, buffer)
    return buffer.getvalue()
