"""Tips and grievances: each answer goes through the form, each screen comes from it."""

import logging
from dataclasses import replace

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.telegram.citizen.answers import Complaint, press, suggest_place, typed
from handlers.telegram.citizen.form import FREE_TEXT, ReportForm, Step, remember
from handlers.telegram.citizen.screens import CANCEL, SEND, screen
from handlers.telegram.citizen.sending import hand_out_receipt, submit
from handlers.telegram.citizen.states import FORM, Carried, Standing, Typed
from handlers.telegram.citizen.typed_buttons import meant_button
from handlers.telegram.filters import Pressed
from handlers.telegram.keyboards import doors
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from inbox.categories import Category, Kind
from inbox.model import Danger
from inbox.rules import tidy
from knowledge.model import Intent

log = logging.getLogger(__name__)

ADVICE = {
    Category.WEAPONS_FIREWORKS: "advice.weapons",
    Category.CHILD_ABUSE: "advice.child",
    Category.TRAFFICKING: "advice.trafficking",
    Category.FRAUD: "advice.fraud",
    Category.DOMESTIC_VIOLENCE: "advice.domestic",
    Category.RETALIATION: "advice.retaliation",
    Category.OTHER_GRIEVANCE: "advice.formal_path",
    Category.SLOW_PROCEDURE: "advice.formal_path",
}
"""What is said at once when a category is chosen: safety before the form."""


async def begin(
    kind: Kind,
    talk: Talk,
    state: FSMContext,
    services: TelegramServices,
    carried: Carried | None = None,
) -> None:
    """Open a new form, with the words the citizen already wrote, if any."""
    carried = carried or Carried("", (talk.heard,))
    form = ReportForm(kind=kind, words=tidy(carried.words), trail=carried.trail)
    opening = await talk.say(talk.texts(f"form.opening.{kind}"))
    await show(remember(form, opening), talk, state, services)


async def show(
    form: ReportForm, talk: Talk, state: FSMContext, services: TelegramServices, edit: bool = False
) -> None:
    """Put the form's screen up, in place of the old one if ``edit``, and remember it."""
    face = screen(form, talk.texts, services.areas)
    if not (edit and await talk.change(form.screen_id, face.html, face.keyboard)):
        form = replace(form, screen_id=await talk.say(face.html, face.keyboard))
        form = remember(form, form.screen_id)
    # Together and last: a message that could not be sent leaves no half conversation.
    await state.set_state(Standing.reporting)
    await state.update_data({FORM: form})


async def cancel(talk: Talk, state: FSMContext) -> None:
    """Throw the draft away and delete its dialogue."""
    form = await standing_form(state)
    if form is None:
        await state.set_state(None)
        await talk.say(talk.texts("form.nothing_open"), doors(talk.texts))
        return
    await state.clear()
    await talk.delete((*form.trail, talk.heard))
    await talk.say(talk.texts("form.cancelled"), doors(talk.texts))


async def standing_form(state: FSMContext) -> ReportForm | None:
    """Return the form of this conversation, or None."""
    form = (await state.get_data()).get(FORM)
    return form if isinstance(form, ReportForm) else None


async def remember_message(state: FSMContext, *message_ids: int) -> None:
    """Add messages of both sides to what is deleted with the dialogue."""
    form = await standing_form(state)
    if form is not None:
        await state.update_data({FORM: remember(form, *message_ids)})


def form_typed(services: TelegramServices) -> Typed:
    """Return what takes text while a form is open."""

    async def on_words(message: Message, talk: Talk, state: FSMContext) -> None:
        form = await standing_form(state)
        if form is None:
            await cancel(talk, state)
            return
        form = remember(form, message.message_id)
        text = message.text or ""
        if form.step is Step.RECEIPT:
            await submit(form, text, talk, state, services)
        else:
            await _take(form, text, talk, state, services)

    return on_words


def add_reporting(router: Router, services: TelegramServices) -> None:
    """Handle the form's buttons."""

    @router.callback_query(Pressed("f"))
    async def on_button(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        form = await standing_form(state)
        step, _, answer = value.partition(":")
        shown = query.message.message_id if query.message else 0
        if form is None or form.step != step or form.screen_id != shown:
            await alert(query, talk.texts.plain("error.old_button"))
            return
        try:
            await _press(form, answer, talk, state, services)
        except ValueError:
            await alert(query, talk.texts.plain("error.old_button"))
            return
        await acknowledge(query)


async def _press(
    form: ReportForm,
    answer: str,
    talk: Talk,
    state: FSMContext,
    services: TelegramServices,
    edit: bool = True,
) -> None:
    if answer == CANCEL:
        await cancel(talk, state)
        return
    if form.step is Step.REVIEW and answer == SEND:
        await hand_out_receipt(form, talk, state, services)
        return
    after = suggest_place(form, press(form, answer, services.areas), services.areas)
    if form.step is Step.RECEIPT:
        await talk.delete([form.receipt_id])
        after = replace(after, receipt=None, receipt_id=0, screen_id=0)
        await show(after, talk, state, services)
        return
    urgent = await _speak_first(form, after, talk)
    await show(urgent, talk, state, services, edit=edit and urgent == after)


async def _speak_first(before: ReportForm, after: ReportForm, talk: Talk) -> ReportForm:
    """Say what cannot wait for the next question: danger, and advice for some categories."""
    keys = []
    if before.step is Step.DANGER and after.danger is Danger.YES:
        keys.append("emergency.card")
    if before.step is Step.CATEGORY and after.step is not Step.CATEGORY and after.category:
        keys += [ADVICE[after.category]] if after.category in ADVICE else []
    for key in keys:
        after = remember(after, await talk.say(talk.texts(key)))
    return after


async def _take(
    form: ReportForm, text: str, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    meant = meant_button(form, text, talk.texts, services.areas)
    if meant is not None:
        await _press(form, meant, talk, state, services, edit=False)
        return
    after = typed(form, text, services.areas)
    if isinstance(after, Complaint):
        complaint = await talk.say(talk.texts(after.key, **after.values))
        await show(remember(form, complaint), talk, state, services)
        return
    if after.words != form.words:
        if services.knowledge.tells_opinion(text):
            await _decline(form, talk, state)
            return
        intent = services.knowledge.ask(text).intent
        if intent is Intent.EMERGENCY and form.danger is not Danger.YES:
            after = remember(after, await talk.say(talk.texts("emergency.card")))
    if form.step not in FREE_TEXT and after.words != form.words:
        after = remember(after, await talk.say(talk.texts("form.words_kept")))
    await show(after, talk, state, services)


async def _decline(form: ReportForm, talk: Talk, state: FSMContext) -> None:
    """Opinions and beliefs are not taken (promise 6): nothing is kept, the words are deleted."""
    await state.clear()
    await talk.delete(form.trail)
    await talk.say(talk.texts("scope.declined"), doors(talk.texts))
