"""Asynchronous filters only: aiogram runs a synchronous one in a thread, at 17 times the price
(measured)."""

from collections.abc import Iterator
from typing import Any, Final

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import Command, Filter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.telegram.commands import DoorNames
from inbox.receipt import looks_like_receipt

LETTERS: Final = 21
"""A receipt has as many; a shorter text need not be looked at."""


class MayBeForStaff(Filter):
    """Their commands, and messages in a conversation: all that reviewers and officials send. A
    citizen's question or command passes their routers by.

    ``staff`` is the router over theirs, complete: its commands are read from it, so that none
    can be forgotten here.
    """

    def __init__(self, staff: Router) -> None:
        self._begins = tuple(sorted({f"/{name}" for name in _commands_of(staff)}))

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        return raw_state is not None or (message.text or "").startswith(self._begins)


def _commands_of(router: Router) -> Iterator[str]:
    for handler in router.message.handlers:
        for one in handler.filters or ():
            if isinstance(one.callback, Command):
                yield from map(str, one.callback.commands)
    for inner in router.sub_routers:
        yield from _commands_of(inner)


class InPrivate(Filter):
    """Messages and buttons of a chat between one person and the bot."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and message.chat.type == ChatType.PRIVATE


class Door(Filter):
    """A command or a press on the keyboard of doors; hands over ``door`` and ``payload``."""

    def __init__(self, names: DoorNames) -> None:
        self._names = names

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = message.text
        if not text:
            return False
        door = self._names.of(text)
        return {"door": door[0], "payload": door[1]} if door else False


class HoldsReceipt(Filter):
    """Text that holds something meant as a receipt, mistyped or not."""

    async def __call__(self, message: Message) -> bool:
        text = message.text
        return text is not None and len(text) >= LETTERS and looks_like_receipt(text)


class HasText(Filter):
    """Text messages."""

    async def __call__(self, message: Message) -> bool:
        return message.text is not None


class IsPlainQuestion(Filter):
    """Text in a private chat that is no command, door or receipt, in no conversation."""

    def __init__(self, names: DoorNames) -> None:
        self._names = names

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        text = message.text
        if raw_state is not None or not text or message.chat.type != ChatType.PRIVATE:
            return False
        if text.startswith("/") or self._names.of(text) is not None:
            return False
        return len(text) < LETTERS or not looks_like_receipt(text)


class At(Filter):
    """Anything in a conversation that stands at one of the states."""

    def __init__(self, *states: State) -> None:
        self._names = frozenset(state.state for state in states)

    async def __call__(
        self, _event: Message | CallbackQuery, raw_state: str | None = None
    ) -> bool:
        return raw_state in self._names


class TypedAt(Filter):
    """Text in a conversation that stands at one of the states."""

    def __init__(self, *states: State) -> None:
        self._names = frozenset(state.state for state in states)

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        return raw_state in self._names and message.text is not None


class Pressed(Filter):
    """Buttons with this prefix; hands over ``value``, the rest of the button's data."""

    def __init__(self, prefix: str) -> None:
        self._prefix = f"{prefix}:"

    async def __call__(self, press: CallbackQuery) -> bool | dict[str, Any]:
        if press.data is None or not press.data.startswith(self._prefix):
            return False
        return {"value": press.data[len(self._prefix) :]}
