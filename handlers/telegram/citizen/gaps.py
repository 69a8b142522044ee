"""Sending a question to staff: what will be sent is shown first, and only a "yes" stores it.

What may be stored is decided in ``knowledge/gaps.py``. No line here is logged: its time would be
the time of a question.
"""

from dataclasses import replace

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.telegram.citizen.danger import with_numbers
from handlers.telegram.citizen.leads import AGREE, OFFER, REFRAIN, consent_rows
from handlers.telegram.citizen.questions import offer_report, show_numbers
from handlers.telegram.citizen.remembered import QUESTION, Question, count_once, recall
from handlers.telegram.citizen.reporting import standing_form
from handlers.telegram.citizen.states import forget
from handlers.telegram.filters import Pressed
from handlers.telegram.keyboards import doors
from handlers.telegram.patience import Buckets
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from inbox.categories import Kind
from knowledge.gaps import OPEN_DAYS
from knowledge.masking import MASK, presentable
from knowledge.unanswered import MaySend, NotSendable, TooMany


def add_gaps(router: Router, services: TelegramServices) -> None:
    """Handle the offer below a refusal, and both answers to it."""
    patience = services.patience
    pace = Buckets(patience.questions, 1 / patience.question_every_s)

    @router.callback_query(Pressed(OFFER))
    async def on_offer(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        question = await _standing(query, value, talk, state)
        if question is None:
            return
        await acknowledge(query)
        await count_once(question, state, services)
        why = services.gaps.may_send(question.words)
        if why is not MaySend.YES:
            await _decline(why, question, talk, state)
            return
        await talk.say(_preview(question, talk, services), consent_rows(value, talk.texts))

    @router.callback_query(Pressed(AGREE))
    async def on_agree(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        question = await _standing(query, value, talk, state)
        if question is None:
            return
        if pace.level(talk.chat_id) < 1:
            await alert(query, talk.texts.plain("gap.enough"))
            return
        await acknowledge(query)
        if not await _sent(query, question, talk, state, services):
            return
        pace.take(talk.chat_id)
        await state.update_data({QUESTION: replace(question, words="", is_sent=True)})
        await _close(query, talk.texts("gap.sent", days=OPEN_DAYS), talk)

    @router.callback_query(Pressed(REFRAIN))
    async def on_refrain(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        question = await _standing(query, value, talk, state)
        if question is None:
            return
        await acknowledge(query)
        await forget(state, QUESTION)
        await _close(query, talk.texts("gap.not_sent"), talk)


async def _sent(
    query: CallbackQuery,
    question: Question,
    talk: Talk,
    state: FSMContext,
    services: TelegramServices,
) -> bool:
    """Store the question, or say why not; say whether it is stored."""
    try:
        await services.gaps.send(question.words)
    except NotSendable as refusal:
        await _decline(refusal.why, question, talk, state)
    except TooMany:
        await _close(query, talk.texts("gap.full"), talk)
    else:
        return True
    return False


async def _standing(
    query: CallbackQuery, key: str, talk: Talk, state: FSMContext
) -> Question | None:
    """Return the question the button belongs to; what else it may be is answered here."""
    if await standing_form(state) is not None:
        await alert(query, talk.texts.plain("track.form_open"))
        return None
    question = await recall(state)
    if question is None or question.key != key:
        await acknowledge(query)
        await talk.say(talk.texts("gap.forgotten"), doors(talk.texts))
        return None
    if question.is_sent:
        await alert(query, talk.texts.plain("gap.sent_before"))
        return None
    return question


def _preview(question: Question, talk: Talk, services: TelegramServices) -> str:
    texts, words = talk.texts, presentable(question.words)
    topic = services.gaps.topic_of(question.words)
    named = {shelf.key: shelf.title for shelf in services.knowledge.shelves()}
    lines = [
        texts("gap.preview", words=words),
        texts("gap.goes", topic=named.get(topic, texts.plain("gap.topic_other"))),
        texts("gap.stays"),
    ]
    if MASK in words:
        lines.append(texts("gap.masked", mask=MASK))
    return "\n\n".join(["\n".join(lines), texts("gap.names"), texts("gap.no_reply")])


async def _decline(why: MaySend, question: Question, talk: Talk, state: FSMContext) -> None:
    """Store nothing; open the door that what was said belongs to."""
    await forget(state, QUESTION)
    match why:
        case MaySend.DANGER:
            await show_numbers(question.words, talk, state)
        case MaySend.TIP | MaySend.GRIEVANCE:
            kind = Kind.TIP if why is MaySend.TIP else Kind.GRIEVANCE
            offer = with_numbers(f"ask.offer_{kind}", talk.texts)
            await offer_report(offer, question.words, kind, talk, state)
        case MaySend.OPINION:
            await talk.say(talk.texts("scope.declined"))
        case MaySend.YES | MaySend.NO_QUESTION:
            await talk.say(talk.texts("gap.no_question"), doors(talk.texts))


async def _close(query: CallbackQuery, html: str, talk: Talk) -> None:
    """Put the last word in the place of the preview; say it where that is refused."""
    shown = query.message.message_id if query.message else 0
    if not (shown and await talk.change(shown, html)):
        await talk.say(html)
