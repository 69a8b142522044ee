"""Tying Telegram chats: codes work once, numbers are never stored."""

import re

import pytest

from bot.vault import KeyVault
from staff.accounts import Accounts
from staff.chats import ADDRESS_CONTEXT, StaffChats
from staff.errors import LinkUnusable, StaffUnknown, UnitUnknown
from staff.model import UnitId
from storage.database import Database
from tests.staff.people import UNIT, SetClock, enrol

CHAT = 778899001122


async def test_a_staff_chat_is_known_after_linking(
    accounts: Accounts, chats: StaffChats, clock: SetClock, database: Database, vault: KeyVault
) -> None:
    person = await enrol(accounts, clock)
    code = await chats.link_code_for_staff("cb-1")
    assert re.fullmatch(r"[0-9]{10}", code)
    linked = await chats.link(f"{code[:5]} {code[5:]}", CHAT, is_private=True)
    assert linked.staff == person.member
    assert linked.unit is None
    actor = await chats.actor(CHAT)
    assert actor is not None
    assert actor.staff_id == person.member.id
    assert await chats.actor(CHAT + 1) is None
    async with database.transaction() as transaction:
        sealed = await transaction.staff.staff_chat(person.member.id)
    assert sealed is not None
    assert str(CHAT).encode() not in sealed
    assert vault.open(sealed, ADDRESS_CONTEXT) == str(CHAT).encode()


async def test_an_office_chat_is_linked(chats: StaffChats, database: Database) -> None:
    code = await chats.link_code_for_unit(UNIT)
    linked = await chats.link(code, -100123, is_private=False)
    assert linked.unit is not None
    assert linked.unit.id == UNIT
    async with database.transaction() as transaction:
        assert await transaction.staff.unit_chat(UNIT) is not None
    assert await chats.actor(-100123) is None


async def test_a_code_works_once(accounts: Accounts, chats: StaffChats, clock: SetClock) -> None:
    await enrol(accounts, clock)
    code = await chats.link_code_for_staff("cb-1")
    await chats.link(code, CHAT, is_private=True)
    with pytest.raises(LinkUnusable):
        await chats.link(code, CHAT, is_private=True)


async def test_a_code_ends_after_a_quarter_of_an_hour(
    accounts: Accounts, chats: StaffChats, clock: SetClock
) -> None:
    await enrol(accounts, clock)
    code = await chats.link_code_for_staff("cb-1")
    clock.move(minutes=15)
    with pytest.raises(LinkUnusable):
        await chats.link(code, CHAT, is_private=True)


async def test_a_personal_code_in_a_group_is_burnt(
    accounts: Accounts, chats: StaffChats, clock: SetClock
) -> None:
    await enrol(accounts, clock)
    code = await chats.link_code_for_staff("cb-1")
    for is_private in (False, True):
        with pytest.raises(LinkUnusable):
            await chats.link(code, CHAT, is_private=is_private)
    assert await chats.actor(CHAT) is None


async def test_who_was_switched_off_is_nobody(
    accounts: Accounts, chats: StaffChats, clock: SetClock
) -> None:
    await enrol(accounts, clock)
    await chats.link(await chats.link_code_for_staff("cb-1"), CHAT, is_private=True)
    pending = await chats.link_code_for_staff("cb-1")
    await accounts.deactivate("cb-1")
    assert await chats.actor(CHAT) is None
    with pytest.raises(LinkUnusable):
        await chats.link(pending, CHAT, is_private=True)
    with pytest.raises(StaffUnknown):
        await chats.link_code_for_staff("cb-1")


async def test_unknown_names_are_refused(chats: StaffChats) -> None:
    with pytest.raises(StaffUnknown):
        await chats.link_code_for_staff("nobody")
    with pytest.raises(UnitUnknown):
        await chats.link_code_for_unit(UnitId("nowhere"))
    with pytest.raises(LinkUnusable):
        await chats.link("", CHAT, is_private=True)
