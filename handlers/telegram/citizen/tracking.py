"""Seeing a report again by its receipt: status, replies, a further message, withdrawal.

A message that holds a receipt is deleted before anything else happens. A receipt stays in the
conversation's memory while its mailbox is on the screen, nowhere else.
"""

import re
from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.telegram.citizen.form import remember
from handlers.telegram.citizen.mailbox_view import (
    hide_keyboard,
    mailbox_keyboard,
    mailbox_messages,
)
from handlers.telegram.citizen.reporting import standing_form
from handlers.telegram.citizen.sending import submit
from handlers.telegram.citizen.states import MAILBOX, OpenMailbox, Standing, Typed, forget
from handlers.telegram.filters import HoldsReceipt, Pressed
from handlers.telegram.keyboards import button, rows
from handlers.telegram.patience import Buckets
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from inbox.errors import DraftInvalid, InboxError, ReceiptMalformed, ReceiptUnknown
from inbox.receipt import Receipt, parse_receipt

_LAST_GROUP: Final = re.compile(r"(?=.*\d)[0-9A-HJKMNP-TV-Z]{4}", re.IGNORECASE)


def is_last_group(text: str) -> bool:
    """Say whether ``text`` looks like the last four characters of a receipt, and nothing else."""
    text = text.strip()
    return bool(_LAST_GROUP.fullmatch(text)) and not text.isdigit()


async def ask_receipt(talk: Talk, state: FSMContext) -> None:
    """Ask for a receipt."""
    await state.set_state(Standing.tracking)
    await talk.say(talk.texts("track.ask"))


class Tracking:
    """Opens mailboxes, and slows down who keeps trying receipts that open nothing."""

    def __init__(self, services: TelegramServices, wrong_receipts: Buckets) -> None:
        self._services = services
        self._wrong_receipts = wrong_receipts

    async def open(self, message: Message, talk: Talk, state: FSMContext) -> None:
        """Delete the message, then show the mailbox or say why not."""
        await talk.delete([message.message_id])
        if self._wrong_receipts.level(talk.chat_id) < 1.0:
            await talk.say(talk.texts("track.pause"))
            return
        try:
            receipt = parse_receipt(message.text or "")
            await self.show(OpenMailbox(receipt), talk, state)
        except (ReceiptMalformed, ReceiptUnknown) as refusal:
            self._wrong_receipts.take(talk.chat_id)
            key = "malformed" if isinstance(refusal, ReceiptMalformed) else "unknown"
            await talk.say(talk.texts(f"track.{key}"))

    async def show(self, box: OpenMailbox, talk: Talk, state: FSMContext) -> None:
        """Put the mailbox on the screen; raise ``ReceiptUnknown`` if it opens nothing."""
        view = await self._services.mailbox.look(box.receipt)
        if await state.get_state() != Standing.reporting.state:
            await state.set_state(None)
        *pages, last = mailbox_messages(view, talk.texts, self._services.areas)
        shown = [await talk.say(page, protect=True) for page in pages]
        shown.append(await talk.say(last, mailbox_keyboard(view, talk.texts), protect=True))
        await state.update_data({MAILBOX: replace(box, shown=(*box.shown, *shown))})

    async def add(self, text: str, box: OpenMailbox, talk: Talk, state: FSMContext) -> None:
        """Add the reporter's words to the case."""
        try:
            await self._services.mailbox.add(box.receipt, text)
        except DraftInvalid:
            await talk.say(talk.texts("track.add_refused"))
            return
        except InboxError:
            await state.set_state(None)
            await talk.say(talk.texts("track.not_possible"))
            return
        await state.set_state(None)
        saved = await talk.say(talk.texts("track.added"), hide_keyboard(talk.texts))
        await state.update_data({MAILBOX: replace(box, shown=(*box.shown, saved))})

    async def withdraw(self, receipt: Receipt, talk: Talk) -> None:
        """Withdraw the report."""
        try:
            await self._services.mailbox.withdraw(receipt)
        except InboxError:
            await talk.say(talk.texts("track.not_possible"))
            return
        await talk.say(talk.texts("track.withdrawn"))


def add_receipts(router: Router, services: TelegramServices, tracking: Tracking) -> None:
    """Handle receipts pasted anywhere; it stands before every other text."""

    @router.message(HoldsReceipt())
    async def on_receipt(message: Message, talk: Talk, state: FSMContext) -> None:
        form = await standing_form(state)
        typed = message.text or ""
        if form is not None and form.receipt is not None and form.receipt.ends_with(typed):
            # Asked for the last four, people paste the whole receipt: that proves it as well.
            await submit(remember(form, message.message_id), typed, talk, state, services)
        else:
            await tracking.open(message, talk, state)


def addition_typed(tracking: Tracking) -> Typed:
    """Return what takes the text to add to a case."""

    async def on_addition(message: Message, talk: Talk, state: FSMContext) -> None:
        box = await _open_box(state)
        if box is None:
            await state.set_state(None)
            await talk.say(talk.texts("track.closed"))
            return
        box = replace(box, shown=(*box.shown, message.message_id))
        await state.update_data({MAILBOX: box})
        await tracking.add(message.text or "", box, talk, state)

    return on_addition


def add_tracking(router: Router, tracking: Tracking) -> None:
    """Handle the buttons below a mailbox."""

    @router.callback_query(Pressed("m"))
    async def on_button(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        box = await _open_box(state)
        if box is None:
            await alert(query, talk.texts.plain("track.closed_alert"))
            return
        if value == "add" and await state.get_state() == Standing.reporting.state:
            await alert(query, talk.texts.plain("track.form_open"))
            return
        await acknowledge(query)
        await _press(value, box, tracking, talk, state)


async def _press(
    value: str, box: OpenMailbox, tracking: Tracking, talk: Talk, state: FSMContext
) -> None:
    match value:
        case "add":
            await state.set_state(Standing.adding)
            asked = await talk.say(talk.texts("track.add"))
            await state.update_data({MAILBOX: replace(box, shown=(*box.shown, asked))})
        case "withdraw":
            sure = button(talk.texts.plain("button.withdraw_sure"), "m:withdraw_sure")
            asked = await talk.say(talk.texts("track.withdraw_ask"), rows([sure]))
            await state.update_data({MAILBOX: replace(box, shown=(*box.shown, asked))})
        case "withdraw_sure":
            await tracking.withdraw(box.receipt, talk)
        case "hide":
            await forget(state, MAILBOX)
            await talk.delete(box.shown)
            await talk.say(talk.texts("track.hidden"))
        case _:
            await talk.say(talk.texts("error.old_button"))


async def _open_box(state: FSMContext) -> OpenMailbox | None:
    box = (await state.get_data()).get(MAILBOX)
    return box if isinstance(box, OpenMailbox) else None
