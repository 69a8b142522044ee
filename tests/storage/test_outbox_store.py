import asyncio
from datetime import timedelta

from sqlalchemy import select

from delivery.model import (
    BroadcastState,
    NoticeKind,
    OutboxId,
    OutboxMessage,
    OutboxState,
    TargetKind,
    Topic,
)
from storage.database import Database
from storage.tables.delivery import OUTBOX
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import (
    HOA,
    LAN,
    NOTICE,
    NOW,
    POLICE,
    broadcast,
    settle,
    subscription,
)

LEASE = timedelta(minutes=4)
LONG_AFTER = NOW + timedelta(minutes=30)


async def fill(database: Database, subscribers: int = 3, notices: int = 1) -> None:
    """A police chat with notices, and one broadcast on its way to some subscribers."""
    await settle(database)
    async with database.transaction() as work:
        await work.staff.set_unit_chat(POLICE.id, b"police-chat")
        for _ in range(notices):
            await work.notices.to_unit(POLICE.id, NOTICE)
        for number in range(subscribers):
            await work.subscribers.put(
                b"tag-%d" % number, b"address-%d" % number, subscription(f"sub-{number}")
            )
        draft = broadcast("cast")
        await work.broadcasts.add(draft)
        await work.broadcasts.advance(draft.id, BroadcastState.DRAFT, BroadcastState.SENDING, HOA)
        await work.broadcasts.freeze_audience(draft.id, draft.audience)
        await work.commit()


async def lease(database: Database, owner: str = "me", limit: int = 10) -> list[OutboxMessage]:
    async with database.transaction() as work:
        leased = await work.outbox.lease(owner, limit, NOW, NOW + LEASE)
        await work.commit()
    return leased


async def states(work: UnitOfWork) -> dict[OutboxState, int]:
    return (await work.broadcasts.progress(broadcast("cast").id)).counts


async def test_notices_are_leased_before_broadcasts_and_only_once(database: Database):
    await fill(database)
    leased = await lease(database)
    assert [message.notice for message in leased] == [NOTICE, None, None, None]
    assert {message.target_id for message in leased[1:]} == {"sub-0", "sub-1", "sub-2"}
    assert leased[0].target is TargetKind.UNIT
    assert len({message.id for message in leased}) == 4
    assert await lease(database, "another") == []


async def test_a_lease_takes_no_more_than_asked(database: Database):
    await fill(database, subscribers=5)
    assert [len(await lease(database, limit=4)) for _ in range(3)] == [4, 2, 0]


async def test_concurrent_leases_never_overlap(database: Database):
    await fill(database, subscribers=60)
    batches = await asyncio.gather(*(lease(database, f"o{n}", 10) for n in range(10)))
    taken = [message.id for batch in batches for message in batch]
    assert len(taken) == len(set(taken)) == 61
    assert all(len(batch) <= 10 for batch in batches)


async def test_the_end_of_a_lease_is_kept_in_whole_five_minutes(database: Database):
    await fill(database)
    await lease(database)
    async with database.reading() as work:
        ends = (await work._connection.execute(select(OUTBOX.c.lease_until))).scalars().all()
    assert set(ends) == {NOW.replace(minute=20, second=0)}  # 09:12:41 + 4 min, rounded up


async def test_only_expired_leases_are_recovered(database: Database):
    await fill(database)
    await lease(database)
    async with database.transaction() as work:
        assert await work.outbox.recover(NOW + LEASE) == 0
        assert await work.outbox.recover(LONG_AFTER) == 4
        assert await states(work) == {OutboxState.UNKNOWN: 3}
        again = await work.outbox.lease("next", 10, LONG_AFTER, LONG_AFTER)
        assert [message.notice for message in again] == [NOTICE]


async def test_a_finished_notice_is_gone_and_a_broadcast_row_stays(database: Database):
    await fill(database)
    notice, *messages = await lease(database)
    async with database.transaction() as work:
        await work.outbox.finish(notice.id, OutboxState.SENT)
        for message in messages:
            await work.outbox.finish(message.id, OutboxState.SENT)
        assert await states(work) == {OutboxState.SENT: 3}
        assert await work.outbox.recover(LONG_AFTER) == 0
        rows = (await work._connection.execute(select(OUTBOX.c.id))).all()
        assert len(rows) == 3


async def test_a_late_answer_settles_unknown_and_nothing_else(database: Database):
    await fill(database, subscribers=1, notices=0)
    [message] = await lease(database)
    async with database.transaction() as work:
        await work.outbox.recover(LONG_AFTER)
        await work.outbox.finish(message.id, OutboxState.SENT)
        await work.outbox.finish(message.id, OutboxState.REFUSED)
        assert await states(work) == {OutboxState.SENT: 1}


async def test_a_postponed_message_waits_and_counts_the_attempt(database: Database):
    await fill(database, subscribers=1, notices=0)
    [message] = await lease(database)
    then = NOW + timedelta(minutes=2)
    async with database.transaction() as work:
        await work.outbox.postpone(message.id, then)
        assert await work.outbox.lease("me", 10, NOW, LONG_AFTER) == []
        [again] = await work.outbox.lease("me", 10, then, LONG_AFTER)
        assert (again.id, again.attempts, again.not_before) == (message.id, 1, then)


async def test_what_is_pending_is_cancelled_and_what_comes_back_too(database: Database):
    await fill(database, notices=0)
    [away] = await lease(database, limit=1)
    cast = broadcast("cast").id
    async with database.transaction() as work:
        sending, cancelled = BroadcastState.SENDING, BroadcastState.CANCELLED
        assert await work.broadcasts.advance(cast, sending, cancelled)
        assert await work.broadcasts.cancel_pending(cast) == 2
        await work.outbox.postpone(away.id, NOW)
        assert await states(work) == {OutboxState.CANCELLED: 3}
        assert await work.outbox.lease("me", 10, NOW, LONG_AFTER) == []


async def test_addresses_are_those_of_now(database: Database):
    await fill(database, subscribers=1)
    async with database.transaction() as work:
        outbox = work.outbox
        await work.staff.link_staff_chat(LAN, b"tag", b"lan-chat")
        assert await outbox.address(TargetKind.UNIT, POLICE.id) == b"police-chat"
        assert await outbox.address(TargetKind.STAFF, LAN) == b"lan-chat"
        assert await outbox.address(TargetKind.SUBSCRIBER, "sub-0") == b"address-0"
        assert await outbox.address(TargetKind.SUBSCRIBER, "nobody") is None
        await outbox.move_address(TargetKind.UNIT, POLICE.id, b"moved")
        await outbox.move_address(TargetKind.SUBSCRIBER, "sub-0", b"moved")
        assert await outbox.address(TargetKind.UNIT, POLICE.id) == b"moved"
        assert await outbox.address(TargetKind.SUBSCRIBER, "sub-0") == b"moved"
        await work.staff.set_active(LAN, False)
        assert await outbox.address(TargetKind.STAFF, LAN) is None


async def test_a_forgotten_target_has_no_address(database: Database):
    await fill(database, subscribers=1)
    async with database.transaction() as work:
        await work.staff.link_staff_chat(LAN, b"tag", b"lan-chat")
        for target, label in (
            (TargetKind.UNIT, POLICE.id),
            (TargetKind.STAFF, LAN),
            (TargetKind.SUBSCRIBER, "sub-0"),
        ):
            await work.outbox.forget(target, label)
            assert await work.outbox.address(target, label) is None
        assert await work.staff.member_by_chat(b"tag") is None
        assert await work.subscribers.count() == 0
        await work.outbox.move_address(TargetKind.UNIT, POLICE.id, b"late")
        assert await work.outbox.address(TargetKind.UNIT, POLICE.id) is None


async def test_who_has_no_chat_gets_no_notice(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work.notices.to_unit(POLICE.id, NOTICE)
        await work.notices.to_staff(LAN, NOTICE)
        assert await work.outbox.lease("me", 10, NOW, LONG_AFTER) == []
        await work.staff.link_staff_chat(LAN, b"tag", b"sealed")
        await work.notices.to_staff(LAN, NOTICE)
        [message] = await work.outbox.lease("me", 10, NOW, LONG_AFTER)
    assert (message.target, message.target_id) == (TargetKind.STAFF, LAN)
    assert message.notice is not None
    assert message.notice.kind is NoticeKind.NEW_CASE


async def test_unknown_messages_are_no_error(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work.outbox.finish(OutboxId("gone"), OutboxState.SENT)
        await work.outbox.postpone(OutboxId("gone"), NOW)


async def test_a_topic_reaches_only_who_chose_it(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work.subscribers.put(b"1", b"a", subscription("one", None, Topic.CAMPAIGNS))
        await work.subscribers.put(b"2", b"b", subscription("two", None, Topic.WARNINGS))
        draft = broadcast("cast")
        await work.broadcasts.add(draft)
        assert await work.broadcasts.freeze_audience(draft.id, draft.audience) == 1
        [message] = await work.outbox.lease("me", 10, NOW, LONG_AFTER)
    assert message.target_id == "two"
