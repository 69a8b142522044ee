"""The worker over a real database and a scripted Telegram."""

import pytest

from delivery.model import (
    Broadcast,
    BroadcastState,
    Content,
    OutboxState,
    Outcome,
    Progress,
    TargetKind,
    Verdict,
)
from delivery.worker import WorkerLimits
from tests.delivery.conftest import (
    AUTHOR,
    CHATS,
    DUTY_GROUP,
    REVIEWER,
    UNIT,
    Office,
    official,
)
from tests.delivery.scripted import SENT

JPEG = b"\xff\xd8\xff\xe0 picture"
UNSENT, UNKNOWN = Outcome(Verdict.UNSENT), Outcome(Verdict.UNKNOWN)
GONE, REFUSED = Outcome(Verdict.GONE), Outcome(Verdict.REFUSED)


async def test_a_broadcast_reaches_everybody_once_and_is_done(office: Office) -> None:
    await office.subscribe(*range(1, 41))
    broadcast_id = await office.approved()
    office.sender.will(*[SENT] * 40)
    worker = office.worker()
    while await worker.run_once():
        pass
    assert sorted(office.sent_to()) == list(range(1, 41))
    assert await office.counts(broadcast_id) == {OutboxState.SENT: 40}
    assert (await office.broadcasts.get(broadcast_id)).state is BroadcastState.DONE


async def test_a_broadcast_to_nobody_is_done(office: Office) -> None:
    broadcast_id = await office.approved()
    await office.worker().run_once()
    assert (await office.broadcasts.get(broadcast_id)).state is BroadcastState.DONE


async def test_notices_leave_before_broadcasts(office: Office) -> None:
    await office.subscribe(1)
    await office.approved()
    await office.notify(UNIT.id)
    await office.notify(REVIEWER)
    office.sender.will(SENT, SENT, SENT)
    await office.worker(WorkerLimits(concurrency=1)).run_once()
    await office.worker(WorkerLimits(concurrency=1)).run_once()
    await office.worker(WorkerLimits(concurrency=1)).run_once()
    assert set(office.sent_to()[:2]) == {DUTY_GROUP, CHATS[REVIEWER]}
    assert office.sent_to()[2] == 1


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (SENT, OutboxState.SENT),
        (GONE, OutboxState.GONE),
        (REFUSED, OutboxState.REFUSED),
        (UNKNOWN, OutboxState.UNKNOWN),
    ],
)
async def test_a_final_outcome_is_final(
    office: Office, outcome: Outcome, state: OutboxState
) -> None:
    await office.subscribe(1)
    broadcast_id = await office.approved()
    office.sender.will(outcome)
    worker = office.worker()
    await worker.run_once()
    office.clock.forward(3600)
    assert await worker.run_once() == 0
    assert await office.counts(broadcast_id) == {state: 1}
    assert (await office.broadcasts.get(broadcast_id)).state is BroadcastState.DONE


async def test_who_is_gone_is_forgotten(office: Office) -> None:
    await office.subscribe(1)
    first = await office.approved()
    office.sender.will(GONE)
    await office.worker().run_once()
    assert await office.subscriptions.current(1) is None
    assert await office.counts(first) == {OutboxState.GONE: 1}


async def test_who_is_refused_is_not_forgotten(office: Office) -> None:
    await office.subscribe(1)
    await office.approved()
    office.sender.will(REFUSED)
    await office.worker().run_once()
    assert await office.subscriptions.current(1) is not None


async def test_a_group_that_moved_is_followed(office: Office) -> None:
    await office.notify(UNIT.id)
    moved = office.vault.seal(b"-100999", "andan/v1/address")
    office.sender.will(Outcome(Verdict.MOVED, moved_to=moved), SENT)
    worker = office.worker()
    await worker.run_once()
    office.clock.forward(1)
    await worker.run_once()
    assert office.sent_to() == [DUTY_GROUP, -100_999]


async def test_a_flood_answer_holds_everybody_and_repeats_later(office: Office) -> None:
    await office.subscribe(1, 2, 3)
    broadcast_id = await office.approved()
    office.sender.will(Outcome(Verdict.WAIT, retry_after_s=30), SENT, SENT, SENT)
    worker = office.worker(WorkerLimits(concurrency=1, patience_s=0.01))
    await worker.run_once()
    assert await worker.run_once() == 0
    office.clock.forward(29)
    assert await worker.run_once() == 0
    office.clock.forward(2)
    while await worker.run_once():
        pass
    assert sorted(set(office.sent_to())) == [1, 2, 3]
    assert len(office.sent_to()) == 4
    assert await office.counts(broadcast_id) == {OutboxState.SENT: 3}


async def test_a_flooded_group_does_not_hold_people_back(office: Office) -> None:
    await office.notify(UNIT.id)
    office.sender.will(Outcome(Verdict.WAIT, retry_after_s=60))
    worker = office.worker()
    await worker.run_once()
    await office.subscribe(1)
    await office.approved()
    office.clock.forward(2)
    office.sender.will(SENT)
    assert await worker.run_once() == 1
    assert office.sent_to()[-1] == 1


async def test_what_never_left_is_tried_again(office: Office) -> None:
    await office.subscribe(1)
    broadcast_id = await office.approved()
    office.sender.will(UNSENT, UNSENT, SENT)
    worker = office.worker()
    for _ in range(3):
        await worker.run_once()
        office.clock.forward(600)
    assert await office.counts(broadcast_id) == {OutboxState.SENT: 1}


async def test_what_never_leaves_is_given_up(office: Office) -> None:
    await office.subscribe(1)
    broadcast_id = await office.approved()
    office.sender.will(*[UNSENT] * 3)
    worker = office.worker(WorkerLimits(max_attempts=3))
    for _ in range(5):
        await worker.run_once()
        office.clock.forward(600)
    assert await office.counts(broadcast_id) == {OutboxState.REFUSED: 1}


async def test_a_cut_cable_holds_everybody(office: Office) -> None:
    await office.subscribe(*range(1, 31))
    broadcast_id = await office.approved()
    office.sender.will(UNSENT)
    worker = office.worker(WorkerLimits(concurrency=1, patience_s=0.01))
    await worker.run_once()
    assert await worker.run_once() == 0
    assert len(office.sender.calls) == 1
    assert await office.counts(broadcast_id) == {OutboxState.PENDING: 30}


async def test_a_notice_of_unknown_fate_is_repeated(office: Office) -> None:
    await office.notify(REVIEWER)
    office.sender.will(UNKNOWN, SENT)
    worker = office.worker()
    await worker.run_once()
    # Its time in the database is rounded up to five minutes: it stands beside a report.
    office.clock.forward(310)
    await worker.run_once()
    office.clock.forward(310)
    assert await worker.run_once() == 0
    assert office.sent_to() == [CHATS[REVIEWER]] * 2


async def test_a_notice_waits_out_a_short_flood_without_being_written_down(
    office: Office,
) -> None:
    await office.notify(REVIEWER)
    office.sender.will(Outcome(Verdict.WAIT, retry_after_s=0.01), SENT)
    await office.worker().run_once()
    assert office.sent_to() == [CHATS[REVIEWER]] * 2


async def test_a_target_without_an_address_is_gone(office: Office) -> None:
    await office.subscribe(1)
    broadcast_id = await office.approved()
    async with office.database.transaction() as work:
        sub = await work.subscribers.get(office.vault.tag(b"1", "andan/v1/subscriber-tag"))
        assert sub is not None
        await work.outbox.forget(TargetKind.SUBSCRIBER, sub.id)
        await work.commit()
    await office.worker().run_once()
    assert office.sender.calls == []
    assert await office.counts(broadcast_id) == {OutboxState.GONE: 1}


async def test_a_picture_is_uploaded_once(office: Office) -> None:
    await office.subscribe(*range(1, 9))
    await office.approved(Content("ảnh", JPEG))
    with_file = Outcome(Verdict.SENT, file_id="file-1")
    office.sender.will(UNKNOWN, *[with_file] * 7)
    await office.worker().run_once()
    cached = [call.cached_file for call in office.sender.calls]
    assert cached[:2] == [None, None]
    assert set(cached[2:]) == {"file-1"}


class Listener:
    def __init__(self) -> None:
        self.heard: list[tuple[BroadcastState, int, int]] = []

    async def __call__(self, broadcast: Broadcast, progress: Progress) -> None:
        self.heard.append(
            (broadcast.state, progress.counts.get(OutboxState.SENT, 0), progress.total)
        )


async def test_the_listener_hears_of_changes_and_of_the_end(office: Office) -> None:
    await office.subscribe(*range(1, 7))
    await office.approved()
    office.sender.will(*[SENT] * 6)
    listener = Listener()
    worker = office.worker(WorkerLimits(concurrency=4), listener)
    await worker.run_once()
    await worker.run_once()
    await worker.run_once()
    assert listener.heard == [(BroadcastState.SENDING, 4, 6), (BroadcastState.DONE, 6, 6)]


async def test_the_listener_hears_of_a_stop(office: Office) -> None:
    await office.subscribe(*range(1, 7))
    broadcast_id = await office.approved()
    office.sender.will(*[SENT] * 4)
    listener = Listener()
    worker = office.worker(WorkerLimits(concurrency=4), listener)
    await worker.run_once()
    await office.broadcasts.cancel(official(AUTHOR), broadcast_id)
    await worker.run_once()
    await worker.run_once()
    assert [state for state, _, _ in listener.heard] == [
        BroadcastState.SENDING,
        BroadcastState.CANCELLED,
    ]


async def test_a_failing_listener_stops_nobody(office: Office) -> None:
    async def fail(broadcast: Broadcast, progress: Progress) -> None:
        raise RuntimeError

    await office.subscribe(1)
    broadcast_id = await office.approved()
    office.sender.will(SENT)
    await office.worker(listener=fail).run_once()
    assert (await office.broadcasts.get(broadcast_id)).state is BroadcastState.DONE
