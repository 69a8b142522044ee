from dataclasses import replace
from datetime import timedelta

import pytest

from staff.errors import HandleTaken, UnitUnknown
from staff.model import Actor, Invitation, LinkCode, Role, Session, StaffId, UnitId
from storage.database import Database
from tests.storage.samples import FRONT, HOA, LAN, MINH, NOW, POLICE, account, settle

LATER = NOW + timedelta(hours=1)


def invitation(token: bytes, handle: str) -> Invitation:
    return Invitation(token, handle, "Title", POLICE.id, frozenset({Role.ADMIN}), LATER)


async def test_units_are_kept_and_updated_without_losing_their_chat(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work.staff.set_unit_chat(POLICE.id, b"sealed")
        await work.staff.add_unit(replace(POLICE, name="Renamed"))
        assert await work.staff.units() == [replace(POLICE, name="Renamed", has_chat=True), FRONT]
        assert await work.staff.unit_chat(POLICE.id) == b"sealed"
        await work.staff.set_unit_chat(POLICE.id, None)
        assert await work.staff.unit_chat(POLICE.id) is None
        assert await work.staff.unit(UnitId("nobody")) is None
        with pytest.raises(UnitUnknown):
            await work.staff.set_unit_chat(UnitId("nobody"), b"sealed")


async def test_an_account_comes_back_as_it_was_stored(database: Database):
    await settle(database)
    async with database.reading() as work:
        expected = account(LAN, "lan", Role.REVIEWER, Role.OFFICIAL)
        assert await work.staff.account("lan") == expected
        assert await work.staff.account_by_id(LAN) == expected
        assert await work.staff.account("nobody") is None
        assert [member.handle for member in await work.staff.members()] == ["hoa", "lan", "minh"]


async def test_a_handle_belongs_to_one_account_or_invitation(database: Database):
    await settle(database)
    async with database.transaction() as work:
        with pytest.raises(HandleTaken):
            await work.staff.add_account(account(StaffId("dddd"), "lan", Role.ADMIN))
        with pytest.raises(HandleTaken):
            await work.staff.add_invitation(invitation(b"1", "lan"))
        await work.staff.add_invitation(invitation(b"2", "new"))
        with pytest.raises(HandleTaken):
            await work.staff.add_invitation(invitation(b"3", "new"))


async def test_an_invitation_is_taken_once(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work.staff.add_invitation(invitation(b"token", "new"))
        assert await work.staff.invitation(b"token") == invitation(b"token", "new")
        assert await work.staff.take_invitation(b"token")
        assert not await work.staff.take_invitation(b"token")
        assert await work.staff.invitation(b"token") is None


async def test_a_code_step_is_used_once_and_never_backwards(database: Database):
    await settle(database)
    async with database.transaction() as work:
        assert await work.staff.use_totp_step(LAN, 10)
        assert not await work.staff.use_totp_step(LAN, 10)
        assert not await work.staff.use_totp_step(LAN, 9)
        assert await work.staff.use_totp_step(LAN, 11)
        assert await work.staff.use_totp_step(MINH, 10)


async def test_a_session_follows_its_account(database: Database):
    await settle(database)
    actor = Actor(LAN, POLICE.id, frozenset({Role.REVIEWER, Role.OFFICIAL}))
    session = Session(b"token", actor, "csrf", b"half", NOW, LATER)
    async with database.transaction() as work:
        await work.staff.add_session(session)
        assert await work.staff.session(b"token") == session
        await work.staff.touch_session(b"token", LATER)
        assert await work.staff.session(b"token") == replace(session, last_seen=LATER)
        await work.staff.set_active(LAN, False)
        assert await work.staff.session(b"token") is None
        await work.staff.set_active(LAN, True)
        await work.staff.add_session(replace(session, token_hash=b"other"))
        await work.staff.drop_session(b"token")
        assert await work.staff.session(b"token") is None
        await work.staff.drop_sessions_of(LAN)
        assert await work.staff.session(b"other") is None


async def test_a_link_code_works_once(database: Database):
    await settle(database)
    for_unit = LinkCode(b"code", LATER, unit_id=POLICE.id)
    async with database.transaction() as work:
        await work.staff.add_link_code(for_unit)
        assert await work.staff.take_link_code(b"code") == for_unit
        assert await work.staff.take_link_code(b"code") is None


async def test_a_chat_is_tied_to_one_account_and_an_account_to_one_chat(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work.staff.link_staff_chat(LAN, b"chat-1", b"sealed-1")
        await work.staff.link_staff_chat(LAN, b"chat-2", b"sealed-2")
        assert await work.staff.member_by_chat(b"chat-1") is None
        await work.staff.link_staff_chat(MINH, b"chat-2", b"sealed-3")
        assert await work.staff.staff_chat(LAN) is None
        assert await work.staff.staff_chat(MINH) == b"sealed-3"
        member = await work.staff.member_by_chat(b"chat-2")
        assert member is not None
        assert member.id == MINH
        await work.staff.set_active(MINH, False)
        assert await work.staff.member_by_chat(b"chat-2") is None


async def test_expired_doors_are_swept_away(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work.staff.add_invitation(invitation(b"old", "new"))
        await work.staff.add_link_code(LinkCode(b"code", LATER + timedelta(hours=1), HOA))
        assert await work.staff.drop_expired(LATER) == 1
        assert await work.staff.take_link_code(b"code") is not None
