"""The last question of a conversation, so that it can be sent to staff if the person agrees.

In the conversation's memory only (``handlers/telegram/conversation.py``), which forgets it after
half an hour; nothing of it is stored before the person has seen the words and agreed.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from aiogram.fsm.context import FSMContext

from handlers.telegram.citizen.answers import is_gibberish
from handlers.telegram.citizen.states import forget
from handlers.telegram.services import TelegramServices
from inbox.receipt import looks_like_receipt

log = logging.getLogger(__name__)

QUESTION: Final = "question"
VOTED: Final = "voted"
"""Keys of the conversation's data."""
_VOTES_KEPT: Final = 20
"""Messages of which it is remembered that their thumb was pressed."""


@dataclass(frozen=True, slots=True)
class Question:
    """``key`` ties buttons to it. ``led_to``: articles and passages shown or offered for it.
    ``is_counted``: it needs no counting as unanswered any more. Sent, it has no words."""

    key: str
    words: str = field(repr=False)
    led_to: frozenset[str] = frozenset()
    is_counted: bool = False
    is_sent: bool = False


async def remember(
    text: str,
    state: FSMContext,
    services: TelegramServices,
    *,
    led_to: Iterable[str] = (),
    is_counted: bool = False,
) -> str:
    """Remember the question in place of the one before; return its key, or "" if it holds a
    receipt or is no question at all."""
    if is_gibberish(text) or looks_like_receipt(text):
        await forget(state, QUESTION)
        return ""
    question = Question(services.random(4).hex(), text, frozenset(led_to), is_counted)
    await state.update_data({QUESTION: question})
    return question.key


async def remember_unanswered(
    text: str,
    state: FSMContext,
    services: TelegramServices,
    *,
    led_to: Iterable[str],
    is_counted: bool = False,
) -> str:
    """Remember the question; return its key if sending it may be offered, else ""."""
    key = await remember(text, state, services, led_to=led_to, is_counted=is_counted)
    return key if key and services.gaps.may_offer(text) else ""


async def recall(state: FSMContext) -> Question | None:
    """Return the question that is remembered, sent or not."""
    held = (await state.get_data()).get(QUESTION)
    return held if isinstance(held, Question) else None


async def count_once(question: Question, state: FSMContext, services: TelegramServices) -> None:
    """Count the question as unanswered unless it was."""
    if not question.is_counted:
        await state.update_data({QUESTION: replace(question, is_counted=True)})
        await count_refused(question.words, services)


async def count_refused(text: str, services: TelegramServices) -> None:
    """Count a question that had no answer; a number lost is no reason to fail the answer."""
    try:
        await services.gaps.count_refused(text)
    except Exception as failure:  # noqa: BLE001 - storage's errors are not known to this room
        log.warning("refusal not counted", extra={"error": type(failure).__name__})


async def first_vote(message_id: int, state: FSMContext) -> bool:
    """Say whether no thumb below this message was pressed yet, as far as is remembered."""
    return message_id not in (await state.get_data()).get(VOTED, ())


async def note_vote(message_id: int, state: FSMContext) -> None:
    """Remember that a thumb below this message was pressed: in memory, like all of this."""
    voted = (await state.get_data()).get(VOTED, ())
    await state.update_data({VOTED: (*voted, message_id)[-_VOTES_KEPT:]})
