"""The last two steps of a report: the receipt is handed out, typed back, and then it is sent.

In this order on purpose: a crash after the commit leaves nobody without a receipt, and a
repeated update meets ``AlreadyStored``, which is thanked for like the first.
"""

from dataclasses import replace

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.telegram.citizen.form import ReportForm, Step, at, remember, to_draft
from handlers.telegram.citizen.screens import screen
from handlers.telegram.citizen.states import FORM, SENT, Sent, forget
from handlers.telegram.filters import Pressed
from handlers.telegram.keyboards import button, doors, rows
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from handlers.texts.catalog import Texts
from inbox.errors import AlreadyStored, DraftInvalid, NobodyCanOpen

STEP_OF_FIELD = {
    "category": Step.CATEGORY,
    "area_code": Step.PROVINCE,
    "words": Step.WORDS,
    "landmark": Step.LANDMARK,
    "people": Step.PEOPLE,
    "wish": Step.WISH,
}


async def hand_out_receipt(
    form: ReportForm, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    """Show a receipt for a draft that could be stored now, or say why it could not."""
    draft = to_draft(form)
    try:
        services.intake.check(draft)
        await services.intake.ensure_openable(draft)
    except DraftInvalid as refusal:
        await _ask_again(form, refusal.field, talk, state, services)
        return
    except NobodyCanOpen:
        await _nobody(talk, state)
        return
    form = replace(at(form, Step.RECEIPT), receipt=services.intake.new_receipt())
    await _show_receipt(form, talk, state, services)


async def submit(
    form: ReportForm, typed_back: str, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    """Send the report if the receipt's last characters were typed back rightly."""
    assert form.receipt is not None
    if not form.receipt.ends_with(typed_back):
        complaint = await talk.say(talk.texts("form.receipt_mismatch"))
        await state.update_data({FORM: remember(form, complaint)})
        return
    try:
        number = await _stored(form, services)
    except NobodyCanOpen:
        await talk.delete([form.receipt_id])
        await _nobody(talk, state)
        return
    except DraftInvalid as refusal:
        await _ask_again(form, refusal.field, talk, state, services)
        return
    await state.clear()
    await thank(Sent(number, form.receipt.last_four, form.trail), talk, state)
    await talk.delete([form.receipt_id, form.trail[-1]])


async def thank(sent: Sent, talk: Talk, state: FSMContext) -> None:
    """Say what happens next, and offer to delete the dialogue."""
    await state.update_data({SENT: sent})
    thanks = await talk.say(talk.texts("sent.thanks", number=sent.number), wipe_button(talk.texts))
    await state.update_data({SENT: replace(sent, trail=(*sent.trail, thanks))})


def wipe_button(texts: Texts) -> InlineKeyboardMarkup:
    """Return the button that deletes the dialogue."""
    return rows([button(texts.plain("button.wipe"), "w:all")])


async def _stored(form: ReportForm, services: TelegramServices) -> str:
    assert form.receipt is not None
    try:
        return await services.intake.submit(to_draft(form), form.receipt)
    except AlreadyStored:
        return (await services.mailbox.look(form.receipt)).number


async def _show_receipt(
    form: ReportForm, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    face = screen(form, talk.texts, services.areas)
    message_id = await talk.say(face.html, face.keyboard, protect=True)
    form = replace(remember(form, message_id), screen_id=message_id, receipt_id=message_id)
    await state.update_data({FORM: form})


async def _ask_again(
    form: ReportForm, part: str, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    """Send the citizen back to the question whose answer intake refused."""
    step = STEP_OF_FIELD.get(part, Step.WORDS)
    form = replace(at(form, step), returning=True, receipt=None)
    refused = await talk.say(talk.texts("form.refused"))
    face = screen(form, talk.texts, services.areas)
    form = replace(form, screen_id=await talk.say(face.html, face.keyboard))
    await state.update_data({FORM: remember(form, refused, form.screen_id)})


async def _nobody(talk: Talk, state: FSMContext) -> None:
    """Nothing was stored; say so, and where else to turn (inbox promise: never unopenable)."""
    await state.clear()
    await talk.say(talk.texts("sent.nobody_can_open"), doors(talk.texts))


def add_wiping(router: Router) -> None:
    """Add what deletes a sent report's dialogue."""

    @router.callback_query(Pressed("w"))
    async def on_wipe(query: CallbackQuery, talk: Talk, state: FSMContext) -> None:
        sent = (await state.get_data()).get(SENT)
        if not isinstance(sent, Sent):
            await alert(query, talk.texts.plain("sent.wipe_too_late"))
            return
        await acknowledge(query)
        complete = await talk.delete(sent.trail)
        await forget(state, SENT)
        key = "sent.wiped" if complete else "sent.wiped_partly"
        await talk.say(talk.texts(key), doors(talk.texts))
