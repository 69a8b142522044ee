"""Where a citizen's conversation stands, and what is remembered beside it (memory only)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from delivery.model import Topic
from handlers.telegram.talk import Talk
from inbox.receipt import Receipt


class Standing(StatesGroup):
    """States in which typed text answers a question of the bot."""

    reporting = State()
    tracking = State()
    adding = State()
    subscribing = State()


Typed = Callable[[Message, Talk, FSMContext], Awaitable[None]]
"""Takes the text typed in one state."""

FORM: Final = "form"
CARRIED: Final = "carried"
ASKED: Final = "asked"
SENT: Final = "sent"
MAILBOX: Final = "mailbox"
CHOICE: Final = "choice"
ALBUM: Final = "album"
"""Keys of the conversation's data."""


async def forget(state: FSMContext, *keys: str) -> None:
    """Drop what is remembered under ``keys``."""
    kept = {name: value for name, value in (await state.get_data()).items() if name not in keys}
    await state.set_data(kept)


@dataclass(frozen=True, slots=True)
class Carried:
    """A free text that may become a report, and the messages to delete with it if it does."""

    words: str = field(repr=False)
    trail: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """A report just sent: enough to thank again and to delete the dialogue."""

    number: str
    last_four: str = field(repr=False)
    trail: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """A mailbox on the screen: its receipt, and the messages that show it."""

    receipt: Receipt = field(repr=False)
    shown: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A subscription being chosen."""

    topics: frozenset[Topic] = frozenset()
    asking_place: bool = False
    page: int = 0
    found: tuple[str, ...] = ()
