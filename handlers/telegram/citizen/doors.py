"""The doors: commands and the keyboard below the chat, and the way back to a draft."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.telegram.citizen.links import open_link
from handlers.telegram.citizen.pages import pages, ways_in
from handlers.telegram.citizen.reporting import cancel, show, standing_form
from handlers.telegram.commands import DoorNames
from handlers.telegram.conversation import Languages
from handlers.telegram.filters import Door, Pressed
from handlers.telegram.keyboards import button, doors, rows
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from handlers.texts.catalog import LOCALES, Texts


def add_doors(router: Router, services: TelegramServices) -> None:
    """Handle commands and the keyboard's labels."""
    begins, tells = ways_in(services), pages(services)

    @router.message(Door(DoorNames(services.catalog, services.bot_username)))
    async def on_door(
        _message: Message, door: str, payload: str, talk: Talk, state: FSMContext
    ) -> None:
        if door == "huy":
            await cancel(talk, state)
            return
        if door == "start" and payload in (begins.keys() | tells.keys()):
            door = payload
        form = await standing_form(state)
        is_link = door == "start" and await open_link(payload, talk, services)
        if is_link or door in tells:
            if not is_link:
                await tells[door](talk, state)
            if form is not None:
                await talk.say(talk.texts("form.still_here"), _resume(talk.texts))
        elif form is not None:
            await talk.say(talk.texts("form.still_open"), _resume(talk.texts, drop=True))
        else:
            await state.set_state(None)
            await begins[door](talk, state)


def add_resuming(router: Router, services: TelegramServices) -> None:
    """Handle the buttons that go on with a draft or drop it."""

    @router.callback_query(Pressed("h"))
    async def on_resume(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        form = await standing_form(state)
        if form is None:
            await alert(query, talk.texts.plain("error.old_button"))
            return
        await acknowledge(query)
        if value == "drop":
            await cancel(talk, state)
        else:
            await show(form, talk, state, services)


def add_language(router: Router, services: TelegramServices, languages: Languages) -> None:
    """Handle the language buttons."""

    @router.callback_query(Pressed("l"))
    async def on_language(query: CallbackQuery, value: str, talk: Talk) -> None:
        if value not in LOCALES:
            await alert(query, talk.texts.plain("error.old_button"))
            return
        languages.choose(talk.chat_id, value)
        await acknowledge(query)
        texts = services.catalog[value]
        await talk.say(texts("language.chosen"), doors(texts))


def _resume(texts: Texts, drop: bool = False) -> InlineKeyboardMarkup:
    buttons = [button(texts.plain("button.resume"), "h:resume")]
    if drop:
        buttons.append(button(texts.plain("button.drop"), "h:drop"))
    return rows(buttons)
