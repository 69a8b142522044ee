"""The answer to "is anyone in danger?", asked about words the bot did not understand."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.telegram.citizen.questions import QUESTION_LIMIT, open_door, show_numbers
from handlers.telegram.citizen.reporting import standing_form
from handlers.telegram.citizen.states import ASKED, Carried, forget
from handlers.telegram.filters import Pressed
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert


def add_danger(router: Router, services: TelegramServices) -> None:
    """Handle both buttons. "Yes" always shows the numbers, however old the button is."""

    @router.callback_query(Pressed("e"))
    async def on_answer(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        asked = await _take(talk, state)
        is_writing = await standing_form(state) is not None
        if value == "yes":
            await acknowledge(query)
            if is_writing or asked is None:
                await talk.say(talk.texts("emergency.card"))
            else:
                await show_numbers(asked.words, talk, state)
        elif value == "no" and asked is not None and not is_writing:
            await acknowledge(query)
            reply = services.knowledge.ask(asked.words[:QUESTION_LIMIT])
            await open_door(reply, asked.words, talk, state, services)
        else:
            await alert(query, talk.texts.plain("error.old_button"))


async def _take(talk: Talk, state: FSMContext) -> Carried | None:
    """Return the words asked about, once; their question leaves the screen."""
    asked = (await state.get_data()).get(ASKED)
    if not isinstance(asked, Carried):
        return None
    await forget(state, ASKED)
    talk.heard, question = asked.trail
    await talk.delete([question])
    return asked
