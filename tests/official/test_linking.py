"""Tying chats with /noi."""

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetMe

from staff.model import Role
from tests.delivery.conftest import UNIT
from tests.official.conftest import BINH, DUTY, VI, Desk

STAFF_ONLY = {"thongbao", "noi"}


async def shown_commands(desk: Desk, viewer: int, chat: int) -> list[str]:
    async with desk.http.get(
        f"{desk.url}/client/chat", params={"viewer": viewer, "chat": chat}
    ) as answer:
        return [one["command"] for one in (await answer.json()).get("commands", ())]


async def test_without_a_code_it_explains(desk: Desk) -> None:
    await desk.say(BINH, "/noi")
    assert "/noi 0123456789" in await desk.last(BINH)


async def test_a_wrong_code(desk: Desk) -> None:
    await desk.say(BINH, "/lienket 0000000000")
    assert await desk.last(BINH) == VI.plain("staff_chat.unusable")


async def test_an_account_is_tied_to_a_private_chat(desk: Desk) -> None:
    code = await desk.chats.link_code_for_staff("hoa")
    await desk.say(BINH, f"/noi {code}")
    messages = await desk.messages(BINH)
    assert "Hoa" in messages[-1]["text"]
    assert not any(code in message.get("text", "") for message in messages)
    actor = await desk.chats.actor(BINH)
    assert actor is not None
    assert actor.roles == {Role.REVIEWER}
    await desk.say(BINH, f"/noi {code}")
    assert await desk.last(BINH) == VI.plain("staff_chat.unusable")


async def test_an_official_is_told_about_broadcasts(desk: Desk) -> None:
    code = await desk.chats.link_code_for_staff("minh")
    await desk.say(BINH, f"/noi {code}")
    assert "/thongbao" in await desk.last(BINH)


async def test_an_account_is_not_tied_to_a_group(desk: Desk) -> None:
    code = await desk.chats.link_code_for_staff("hoa")
    await desk.say(BINH, f"/noi {code}", chat=DUTY)
    assert await desk.last(BINH, DUTY) == VI.plain("staff_chat.unusable")
    assert await desk.chats.actor(DUTY) is None


async def test_a_duty_group_gets_the_notices(desk: Desk) -> None:
    code = await desk.chats.link_code_for_unit(UNIT.id)
    await desk.say(BINH, f"/noi {code}", chat=DUTY)
    assert UNIT.name in await desk.last(BINH, DUTY)
    await desk.office.notify(UNIT.id)
    await desk.deliver()
    assert "VN-AAAAA" in await desk.last(BINH, DUTY)


async def test_only_linked_chats_are_shown_the_staff_commands(desk: Desk) -> None:
    await desk.say(BINH, "/start")
    assert not STAFF_ONLY & set(await shown_commands(desk, BINH, BINH))
    await desk.say(BINH, f"/noi {await desk.chats.link_code_for_staff('minh')}")
    commands = await shown_commands(desk, BINH, BINH)
    assert commands[:3] == ["thongbao", "noi", "start"]
    await desk.say(BINH, f"/noi {await desk.chats.link_code_for_staff('hoa')}")
    assert (await shown_commands(desk, BINH, BINH))[:2] == ["noi", "start"]
    await desk.say(BINH, f"/noi {await desk.chats.link_code_for_unit(UNIT.id)}", chat=DUTY)
    assert await shown_commands(desk, BINH, DUTY) == ["noi"]


async def test_a_refused_menu_harms_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object, **__: object) -> bool:
        raise TelegramBadRequest(method=GetMe(), message="Bad Request")

    monkeypatch.setattr(desk.bot, "set_my_commands", refuse)
    await desk.say(BINH, f"/noi {await desk.chats.link_code_for_staff('minh')}")
    assert "/thongbao" in await desk.last(BINH)
    assert await desk.chats.actor(BINH) is not None
