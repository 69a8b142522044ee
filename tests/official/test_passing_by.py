"""Which messages the routers of staff are shown at all."""

from datetime import UTC, datetime

import pytest
from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Chat, Message

from handlers.telegram.filters import MayBeForStaff


def said(text: str | None) -> Message:
    chat = Chat(id=1, type="private")
    return Message(message_id=1, date=datetime.now(UTC), chat=chat, text=text)


@pytest.fixture
def may_be() -> MayBeForStaff:
    staff, inner, innermost = Router(), Router(), Router()

    @inner.message(Command("noi", "lienket"))
    async def on_tie(message: Message) -> None: ...

    @innermost.message(Command("thongbao"))
    async def on_compose(message: Message) -> None: ...

    inner.include_router(innermost)
    staff.include_router(inner)
    return MayBeForStaff(staff)


@pytest.mark.parametrize("text", ["/noi ABC", "/lienket@a_bot", "/thongbao", "/thongbaokhac"])
async def test_what_begins_like_a_command_of_theirs_is_shown(may_be: MayBeForStaff, text: str):
    assert await may_be(said(text), None)


@pytest.mark.parametrize("text", ["/trogiup", "/start", "noi", "ngày hội là gì", "", None])
async def test_what_citizens_say_passes_by(may_be: MayBeForStaff, text: str | None):
    assert not await may_be(said(text), None)


@pytest.mark.parametrize("text", ["/huy", "Cả phường", None])
async def test_in_a_conversation_all_is_shown(may_be: MayBeForStaff, text: str | None):
    assert await may_be(said(text), "compose:words")
