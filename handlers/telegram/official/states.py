"""Where an official's dialogue stands, and what it has gathered so far. In memory only."""

from dataclasses import dataclass
from typing import Final

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from delivery.model import Audience, Topic

SHEET: Final = "sheet"


class Compose(StatesGroup):
    """The steps of writing a broadcast, in order."""

    words = State()
    topic = State()
    area = State()
    preview = State()


COMPOSING: Final = (Compose.words, Compose.topic, Compose.area, Compose.preview)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is being written. ``number`` is the message it began with: buttons carry it, so
    that one of an earlier dialogue cannot act on this one."""

    number: int
    html: str = ""
    photo: str | None = None
    topic: Topic = Topic.WARNINGS
    province_code: str | None = None

    @property
    def audience(self) -> Audience:
        """Who it is for so far."""
        return Audience(self.topic, self.province_code)


async def sheet_of(state: FSMContext) -> Sheet | None:
    """Return what this conversation is writing, or None."""
    sheet = (await state.get_data()).get(SHEET)
    return sheet if isinstance(sheet, Sheet) else None
