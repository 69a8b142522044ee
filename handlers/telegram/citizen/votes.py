"""Thumbs under answers: one press a shown answer, counted as a bare number.

Which messages were voted on is remembered in the conversation's memory only. No line is logged.
"""

from dataclasses import replace

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.telegram.citizen.leads import (
    DOWN,
    THANKED,
    UP,
    after_vote,
    has_button,
    offer_row,
    titles,
)
from handlers.telegram.citizen.remembered import (
    QUESTION,
    first_vote,
    note_vote,
    recall,
)
from handlers.telegram.citizen.reporting import standing_form
from handlers.telegram.filters import Pressed
from handlers.telegram.keyboards import rows
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert


def add_votes(router: Router, services: TelegramServices) -> None:
    """Handle both thumbs, and the word of thanks that takes their place."""

    @router.callback_query(Pressed(UP))
    async def on_up(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        await _count(query, value, talk, state, services, is_up=True)

    @router.callback_query(Pressed(DOWN))
    async def on_down(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        target = await _count(query, value, talk, state, services, is_up=False)
        if target is not None and await standing_form(state) is None:
            await _lead_on(target, talk, state, services)

    @router.callback_query(Pressed(THANKED))
    async def on_thanked(query: CallbackQuery, talk: Talk) -> None:
        await acknowledge(query, talk.texts.plain("vote.thanks"))


async def _count(
    query: CallbackQuery,
    value: str,
    talk: Talk,
    state: FSMContext,
    services: TelegramServices,
    *,
    is_up: bool,
) -> str | None:
    """Count a first press; return what it was about, or None when nothing was counted."""
    target = services.votes.target(value)
    if target is None:
        await alert(query, talk.texts.plain("error.old_button"))
        return None
    shown = query.message.message_id if query.message else 0
    keyboard, is_there = None, True  # too old to be shown: its buttons are not told any more
    if isinstance(query.message, Message):
        keyboard = query.message.reply_markup
        is_there = keyboard is not None and has_button(keyboard, query.data)
    if not is_there or not await first_vote(shown, state):
        await acknowledge(query, talk.texts.plain("vote.thanks"))
        return None
    await services.votes.count(target, is_up=is_up)
    await note_vote(shown, state)
    await acknowledge(query, talk.texts.plain("vote.thanks"))
    if keyboard is not None:
        await talk.change_buttons(shown, after_vote(keyboard, talk.texts))
    return target


async def _lead_on(target: str, talk: Talk, state: FSMContext, services: TelegramServices) -> None:
    """After a 👎: what else is near the question, and the way to ask staff."""
    question = await recall(state)
    is_known = question is not None and not question.is_sent and target in question.led_to
    if question is None or not is_known or not services.gaps.may_offer(question.words):
        await talk.say(talk.texts("vote.ask_again"))
        return
    near = services.gaps.near(question.words, without=question.led_to)
    led_to = question.led_to | {one.article_id for one in near}
    await state.update_data({QUESTION: replace(question, led_to=led_to)})
    key = "vote.near" if near else "vote.sorry"
    send = offer_row(question.key, "button.ask_staff", talk.texts)
    await talk.say(talk.texts(key), rows(*titles(near), send))
