"""Crashes, stops, cancels and a failing database: what becomes of what was in hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from delivery.model import (
    BroadcastState,
    OutboxState,
    Outcome,
    Verdict,
)
from delivery.pacing import Pace, Pacer
from delivery.ports import DeliveryTransaction, DeliveryTransactions
from delivery.worker import OutboxWorker, WorkerLimits
from tests.delivery.conftest import (
    CHATS,
    REVIEWER,
    SECOND,
    Office,
    official,
)
from tests.delivery.scripted import SENT, until

JPEG = b"\xff\xd8\xff\xe0 picture"
UNSENT, UNKNOWN = Outcome(Verdict.UNSENT), Outcome(Verdict.UNKNOWN)
GONE, REFUSED = Outcome(Verdict.GONE), Outcome(Verdict.REFUSED)


async def test_after_a_crash_nothing_is_repeated_and_nothing_lost(office: Office) -> None:
    await office.subscribe(*range(1, 11))
    broadcast_id = await office.approved()
    async with office.database.transaction() as work:  # a sender that dies with three in hand
        until = office.clock() + timedelta(minutes=3)
        claimed = await work.outbox.lease("dead", 3, office.clock(), until)
        await work.commit()
    assert len(claimed) == 3
    office.sender.will(*[SENT] * 7)
    worker = office.worker()
    await worker.run_once()
    assert await office.counts(broadcast_id) == {OutboxState.LEASED: 3, OutboxState.SENT: 7}
    assert (await office.broadcasts.get(broadcast_id)).state is BroadcastState.SENDING
    office.clock.forward(600)
    await worker.run_once()
    assert await office.counts(broadcast_id) == {OutboxState.UNKNOWN: 3, OutboxState.SENT: 7}
    assert (await office.broadcasts.get(broadcast_id)).state is BroadcastState.DONE
    assert len(set(office.sent_to())) == 7


async def test_a_lone_sender_settles_its_predecessor_at_once(office: Office) -> None:
    await office.subscribe(1)
    await office.notify(REVIEWER)
    broadcast_id = await office.approved()
    async with office.database.transaction() as work:
        until = office.clock() + timedelta(minutes=3)
        await work.outbox.lease("dead", 5, office.clock(), until)
        await work.commit()
    office.sender.will(SENT)
    await _run_until(office.worker(is_alone=True), lambda: bool(office.sender.calls))
    assert office.sent_to() == [CHATS[REVIEWER]]
    assert await office.counts(broadcast_id) == {OutboxState.UNKNOWN: 1}


async def test_two_senders_never_send_the_same(office: Office) -> None:
    await office.subscribe(*range(1, 61))
    broadcast_id = await office.approved()
    office.sender.will(*[SENT] * 60)
    first, second = office.worker(owner="one"), office.worker(owner="two")
    while sum(await asyncio.gather(first.run_once(), second.run_once())):
        pass
    assert sorted(office.sent_to()) == list(range(1, 61))
    assert await office.counts(broadcast_id) == {OutboxState.SENT: 60}


async def test_stopping_waits_for_what_is_in_flight(office: Office) -> None:
    await office.subscribe(1, 2)
    broadcast_id = await office.approved()
    office.sender.will(SENT, SENT)
    office.sender.hold = asyncio.Event()
    stop = asyncio.Event()
    running = asyncio.create_task(office.worker().run(stop))
    await until(lambda: len(office.sender.calls) == 2)
    stop.set()
    await asyncio.sleep(0.05)
    assert not running.done()
    office.sender.hold.set()
    await running
    assert await office.counts(broadcast_id) == {OutboxState.SENT: 2}


async def test_stopping_puts_back_what_has_not_left(office: Office) -> None:
    await office.subscribe(*range(1, 9))
    broadcast_id = await office.approved()
    office.sender.will(SENT)
    stop = asyncio.Event()
    worker = office.worker(pace=Pace(overall_per_s=0.3, burst_s=0.0))
    running = asyncio.create_task(worker.run(stop))
    await until(lambda: bool(office.sender.calls))
    stop.set()
    await running
    assert await office.counts(broadcast_id) == {OutboxState.SENT: 1, OutboxState.PENDING: 7}


async def test_cancelling_in_the_middle(office: Office) -> None:
    await office.subscribe(*range(1, 11))
    broadcast_id = await office.approved()
    office.sender.will(*[SENT] * 4)
    worker = office.worker(WorkerLimits(concurrency=4))
    await worker.run_once()
    assert await office.broadcasts.cancel(official(SECOND), broadcast_id) == 6
    assert await worker.run_once() == 0
    assert await office.counts(broadcast_id) == {OutboxState.SENT: 4, OutboxState.CANCELLED: 6}
    assert (await office.broadcasts.get(broadcast_id)).state is BroadcastState.CANCELLED


async def test_a_failing_database_is_outlived(office: Office) -> None:
    await office.subscribe(1)
    broadcast_id = await office.approved()
    office.sender.will(SENT)
    failures = iter([True, True, False, True, False, True])

    @asynccontextmanager
    async def flaky() -> AsyncIterator[DeliveryTransaction]:
        if next(failures, False):
            raise ConnectionError
        async with office.database.transaction() as work:
            yield work

    worker = _worker_over(flaky, office)
    await _run_until(worker, lambda: bool(office.sender.calls))
    assert await office.counts(broadcast_id) == {OutboxState.SENT: 1}


async def test_a_sender_that_breaks_its_word_stops_nobody(office: Office) -> None:
    await office.subscribe(1, 2)
    broadcast_id = await office.approved()
    office.sender.will(SENT)  # the second send has no answer and raises
    await office.worker().run_once()
    assert await office.counts(broadcast_id) == {OutboxState.SENT: 1, OutboxState.LEASED: 1}


def _worker_over(transactions: DeliveryTransactions, office: Office) -> OutboxWorker:
    limits = WorkerLimits(idle_s=0.01)
    pacer = Pacer(office.clock.monotonic, Pace(overall_per_s=1e6))
    return OutboxWorker(transactions, office.sender, pacer, office.clock, "flaky", limits=limits)


async def _run_until(worker: OutboxWorker, is_enough: Callable[[], bool]) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    await until(is_enough)
    stop.set()
    await running
