"""Danger first, where the words leave it open: the numbers in one line, and one question.

What the buttons of the question open stands in ``citizen/danger_answered.py``.
"""

from aiogram.fsm.context import FSMContext

from handlers.telegram.citizen.states import ASKED, Carried
from handlers.telegram.keyboards import button, rows
from handlers.telegram.talk import Talk
from handlers.texts.catalog import Texts


def with_numbers(key: str, texts: Texts) -> str:
    """Return a sentence with the emergency numbers below it."""
    return f"{texts(key)}\n\n{texts('emergency.line')}"


async def ask_danger(text: str, talk: Talk, state: FSMContext) -> None:
    """Ask whether somebody is in danger, and keep the words for after the answer."""
    buttons = [button(talk.texts.plain(f"danger.{it}"), f"e:{it}") for it in ("yes", "no")]
    asked = await talk.say(talk.texts("ask.danger_first"), rows(buttons))
    await state.update_data({ASKED: Carried(text, (talk.heard, asked))})
