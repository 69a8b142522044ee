from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from delivery.errors import BroadcastUnknown
from delivery.model import (
    Audience,
    BroadcastId,
    BroadcastState,
    OutboxState,
    Progress,
    Topic,
)
from staff.model import Role
from storage.database import Database
from tests.storage.samples import HOA, LAN, broadcast, settle, subscription

DRAFT, SENDING = BroadcastState.DRAFT, BroadcastState.SENDING


async def test_a_broadcast_comes_back_as_it_was_stored(database: Database):
    await settle(database)
    draft = broadcast("cast", Topic.CAMPAIGNS, "19")
    plain = replace(broadcast("plain"), content=replace(draft.content, photo=None))
    async with database.transaction() as work:
        await work.broadcasts.add(draft)
        await work.broadcasts.add(plain)
        assert await work.broadcasts.get(draft.id) == draft
        assert await work.broadcasts.get(plain.id) == plain
        assert await work.broadcasts.get(BroadcastId("unknown")) is None


async def test_a_state_moves_once(database: Database):
    await settle(database)
    draft = broadcast("cast")
    async with database.transaction() as work:
        await work.broadcasts.add(draft)
        assert await work.broadcasts.sending() == []
        assert await work.broadcasts.advance(draft.id, DRAFT, SENDING, HOA)
        assert not await work.broadcasts.advance(draft.id, DRAFT, SENDING, HOA)
        assert await work.broadcasts.sending() == [replace(draft, state=SENDING, approver=HOA)]
        assert await work.broadcasts.advance(draft.id, SENDING, BroadcastState.DONE)
        done = await work.broadcasts.get(draft.id)
        assert done == replace(draft, state=BroadcastState.DONE, approver=HOA)


async def test_even_the_database_refuses_an_author_as_approver(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work.broadcasts.add(broadcast("cast"))
        with pytest.raises(IntegrityError):
            await work.broadcasts.advance(broadcast("cast").id, DRAFT, SENDING, LAN)


@pytest.mark.parametrize(
    ("audience", "size"),
    [
        (Audience(Topic.WARNINGS, None), 3),
        (Audience(Topic.WARNINGS, "19"), 2),
        (Audience(Topic.CAMPAIGNS, "19"), 3),
        (Audience(Topic.LOCAL_NEWS, "01"), 0),
    ],
)
async def test_an_audience_is_a_topic_in_a_province_or_everywhere(
    database: Database, audience: Audience, size: int
):
    await settle(database)
    draft = replace(broadcast("cast"), audience=audience)
    both = (Topic.WARNINGS, Topic.CAMPAIGNS)
    async with database.transaction() as work:
        await work.subscribers.put(b"1", b"a", subscription("one", "19", *both))
        await work.subscribers.put(b"2", b"b", subscription("two", "19", Topic.CAMPAIGNS))
        await work.subscribers.put(b"3", b"c", subscription("three", None, *both))
        await work.subscribers.put(b"4", b"d", subscription("four", "24", Topic.WARNINGS))
        await work.broadcasts.add(draft)
        assert await work.broadcasts.audience_size(audience) == size
        assert await work.broadcasts.freeze_audience(draft.id, audience) == size
        assert await work.broadcasts.freeze_audience(draft.id, audience) == 0
        progress = await work.broadcasts.progress(draft.id)
    assert progress == Progress({OutboxState.PENDING: size} if size else {})


async def test_officials_are_active_and_have_the_role(database: Database):
    await settle(database)
    async with database.transaction() as work:
        assert await work.broadcasts.officials(Role.OFFICIAL) == [LAN, HOA]
        await work.staff.set_active(LAN, False)
        assert await work.broadcasts.officials(Role.OFFICIAL) == [HOA]
        assert await work.broadcasts.officials(Role.ADMIN) == []


async def test_a_progress_message_is_remembered(database: Database):
    await settle(database)
    draft = broadcast("cast")
    async with database.transaction() as work:
        await work.broadcasts.add(draft)
        assert await work.broadcasts.progress_message(draft.id) is None
        await work.broadcasts.remember_progress_message(draft.id, 2**40)
        assert await work.broadcasts.progress_message(draft.id) == 2**40
        with pytest.raises(BroadcastUnknown):
            await work.broadcasts.remember_progress_message(BroadcastId("unknown"), 1)


async def test_a_subscription_is_replaced_and_keeps_its_id(database: Database):
    async with database.transaction() as work:
        await work.subscribers.put(b"tag", b"old", subscription("one", "19", Topic.WARNINGS))
        await work.subscribers.put(b"tag", b"new", subscription("two", None, Topic.CAMPAIGNS))
        assert await work.subscribers.get(b"tag") == subscription("one", None, Topic.CAMPAIGNS)
        assert await work.subscribers.count() == 1
        assert await work.subscribers.get(b"unknown") is None


async def test_who_leaves_leaves_with_the_waiting_messages(database: Database):
    await settle(database)
    draft = broadcast("cast")
    async with database.transaction() as work:
        for name in ("one", "two"):
            await work.subscribers.put(name.encode(), b"a", subscription(name))
        await work.broadcasts.add(draft)
        await work.broadcasts.freeze_audience(draft.id, draft.audience)
        assert await work.subscribers.drop(b"one")
        assert not await work.subscribers.drop(b"one")
        assert await work.subscribers.get(b"one") is None
        progress = await work.broadcasts.progress(draft.id)
        assert progress.counts == {OutboxState.PENDING: 1}
        assert await work.broadcasts.audience_size(draft.audience) == 1


async def test_what_nobody_approves_is_cancelled_and_wiped(database: Database):
    await settle(database)
    waiting, approved = broadcast("wait"), broadcast("done")
    declined = broadcast("declined")
    day = date(2026, 8, 3)
    async with database.transaction() as work:
        for one in (waiting, approved, declined):
            await work.broadcasts.add(one)
        await work.broadcasts.advance(approved.id, DRAFT, SENDING, HOA)
        await work.broadcasts.advance(declined.id, DRAFT, BroadcastState.CANCELLED)
        assert await work.broadcasts.drop_stale(day, 7) == 0
        assert await work.broadcasts.drop_stale(day + timedelta(days=6), 7) == 0
        assert await work.broadcasts.get(waiting.id) == waiting
        assert await work.broadcasts.drop_stale(day + timedelta(days=7), 7) == 2
        assert await work.broadcasts.drop_stale(day + timedelta(days=8), 7) == 0
        for one in (waiting, declined):
            wiped = await work.broadcasts.get(one.id)
            assert wiped is not None
            assert (wiped.state, wiped.content.html, wiped.content.photo) == (
                BroadcastState.CANCELLED,
                "",
                None,
            )
        kept = await work.broadcasts.get(approved.id)
        assert kept is not None
        assert kept.content == approved.content
