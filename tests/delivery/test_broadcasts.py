"""Four eyes, the frozen text and the frozen audience."""

from dataclasses import replace

import pytest

from delivery.errors import (
    BroadcastUnknown,
    ContentInvalid,
    NobodyToApprove,
    SameOfficial,
    TextChanged,
    WrongState,
)
from delivery.model import (
    Audience,
    BroadcastId,
    BroadcastState,
    Content,
    NoticeKind,
    OutboxState,
    TargetKind,
    Topic,
)
from staff.errors import NotAllowed
from staff.model import Role
from tests.delivery.conftest import (
    AUTHOR,
    CHATS,
    EVERYBODY,
    REVIEWER,
    SECOND,
    Office,
    official,
)
from tests.delivery.scripted import SENT


async def test_a_draft_is_cleaned_and_digested(office: Office) -> None:
    draft = await office.draft(Content("<strong>Chú ý</strong><script>"))
    stored = await office.broadcasts.get(draft.id)
    assert stored == draft
    assert stored.content.html == "<b>Chú ý</b>"
    assert len(stored.digest) == 64
    assert stored.state is BroadcastState.DRAFT


async def test_only_officials_compose(office: Office) -> None:
    reviewer = official(REVIEWER, Role.REVIEWER)
    with pytest.raises(NotAllowed):
        await office.broadcasts.compose(reviewer, Content("x"), EVERYBODY)


async def test_invalid_content_is_not_stored(office: Office) -> None:
    with pytest.raises(ContentInvalid):
        await office.draft(Content(" "))


async def test_submitting_asks_every_other_official(office: Office) -> None:
    draft = await office.draft()
    await office.broadcasts.submit(official(AUTHOR), draft.id)
    office.sender.will(SENT)
    await office.worker().run_once()
    assert office.sent_to() == [CHATS[SECOND]]
    notice = office.sender.calls[0].what
    assert not isinstance(notice, Content)
    assert notice.kind is NoticeKind.APPROVAL_WANTED
    fields = dict(notice.fields)
    assert fields["broadcast"] == draft.id
    assert draft.digest.startswith(fields["digest"])
    assert len(fields["digest"]) == 24
    assert "Cảnh báo" not in str(notice)


async def test_only_the_author_submits(office: Office) -> None:
    draft = await office.draft()
    with pytest.raises(NotAllowed):
        await office.broadcasts.submit(official(SECOND), draft.id)


async def test_without_a_second_official_nothing_is_asked(office: Office) -> None:
    draft = await office.draft()
    async with office.database.transaction() as work:
        await work.staff.set_active(SECOND, False)
        await work.commit()
    with pytest.raises(NobodyToApprove):
        await office.broadcasts.submit(official(AUTHOR), draft.id)


async def test_a_second_official_without_a_chat_cannot_be_asked(office: Office) -> None:
    draft = await office.draft()
    async with office.database.transaction() as work:
        await work.outbox.forget(TargetKind.STAFF, SECOND)
        await work.commit()
    with pytest.raises(NobodyToApprove):
        await office.broadcasts.submit(official(AUTHOR), draft.id)


async def test_approval_freezes_the_audience_once(office: Office) -> None:
    await office.subscribe(1, 2, 3)
    draft = await office.draft()
    assert await office.broadcasts.approve(official(SECOND), draft.id, draft.digest) == 3
    await office.subscribe(4)
    assert await office.counts(draft.id) == {OutboxState.PENDING: 3}
    stored = await office.broadcasts.get(draft.id)
    assert stored.state is BroadcastState.SENDING
    assert stored.approver == SECOND


async def test_audience_is_topic_and_province(office: Office) -> None:
    await office.subscribe(1, 2, province="01")
    await office.subscribe(3, province="04")
    await office.subscribe(4)
    await office.subscriptions.subscribe(5, "01", [Topic.CAMPAIGNS])
    assert await office.broadcasts.audience_size(Audience(Topic.WARNINGS, "01")) == 3
    assert await office.broadcasts.audience_size(Audience(Topic.WARNINGS, None)) == 4


async def test_the_shown_part_of_the_digest_is_enough(office: Office) -> None:
    draft = await office.draft()
    assert await office.broadcasts.approve(official(SECOND), draft.id, draft.digest[:24]) == 0


async def test_the_author_cannot_approve_or_decline(office: Office) -> None:
    draft = await office.draft()
    with pytest.raises(SameOfficial):
        await office.broadcasts.approve(official(AUTHOR), draft.id, draft.digest)
    with pytest.raises(SameOfficial):
        await office.broadcasts.decline(official(AUTHOR), draft.id, draft.digest)


async def test_a_reviewer_cannot_approve(office: Office) -> None:
    draft = await office.draft()
    with pytest.raises(NotAllowed):
        await office.broadcasts.approve(official(REVIEWER, Role.REVIEWER), draft.id, draft.digest)


@pytest.mark.parametrize("digest", ["", "0" * 64, "0" * 24])
async def test_another_digest_is_refused(office: Office, digest: str) -> None:
    draft = await office.draft()
    with pytest.raises(TextChanged):
        await office.broadcasts.approve(official(SECOND), draft.id, digest)
    assert (await office.broadcasts.get(draft.id)).state is BroadcastState.DRAFT


async def test_a_row_changed_behind_our_back_is_refused(office: Office) -> None:
    draft = await office.draft()
    forged = replace(draft, id=BroadcastId("f" * 16), content=Content("other words"))
    async with office.database.transaction() as work:
        await work.broadcasts.add(forged)
        await work.commit()
    with pytest.raises(TextChanged):
        await office.broadcasts.approve(official(SECOND), forged.id, draft.digest)


async def test_approved_twice(office: Office) -> None:
    await office.subscribe(1)
    broadcast_id = await office.approved()
    digest = (await office.broadcasts.get(broadcast_id)).digest
    with pytest.raises(WrongState):
        await office.broadcasts.approve(official(SECOND), broadcast_id, digest)
    assert await office.counts(broadcast_id) == {OutboxState.PENDING: 1}


async def test_declining_tells_the_author(office: Office) -> None:
    draft = await office.draft()
    await office.broadcasts.decline(official(SECOND), draft.id, draft.digest)
    assert (await office.broadcasts.get(draft.id)).state is BroadcastState.CANCELLED
    office.sender.will(SENT)
    await office.worker().run_once()
    assert office.sent_to() == [CHATS[AUTHOR]]
    with pytest.raises(WrongState):
        await office.broadcasts.approve(official(SECOND), draft.id, draft.digest)


async def test_cancelling_holds_back_what_is_pending(office: Office) -> None:
    await office.subscribe(1, 2)
    broadcast_id = await office.approved()
    assert await office.broadcasts.cancel(official(AUTHOR), broadcast_id) == 2
    assert await office.counts(broadcast_id) == {OutboxState.CANCELLED: 2}
    assert await office.worker().run_once() == 0
    with pytest.raises(WrongState):
        await office.broadcasts.cancel(official(AUTHOR), broadcast_id)


async def test_cancelling_a_draft(office: Office) -> None:
    draft = await office.draft()
    assert await office.broadcasts.cancel(official(AUTHOR), draft.id) == 0
    with pytest.raises(WrongState):
        await office.broadcasts.submit(official(AUTHOR), draft.id)


async def test_unknown_broadcasts(office: Office) -> None:
    nothing = BroadcastId("0" * 16)
    for asked in (
        office.broadcasts.get(nothing),
        office.broadcasts.progress(nothing),
        office.broadcasts.submit(official(AUTHOR), nothing),
        office.broadcasts.approve(official(SECOND), nothing, "0" * 64),
        office.broadcasts.cancel(official(SECOND), nothing),
    ):
        with pytest.raises(BroadcastUnknown):
            await asked


async def test_subscriptions_round_trip(office: Office) -> None:
    subscriptions = office.subscriptions
    assert await subscriptions.current(7) is None
    first = await subscriptions.subscribe(7, "01", [Topic.WARNINGS])
    again = await subscriptions.subscribe(7, None, [Topic.CAMPAIGNS], "en")
    assert again.id == first.id
    assert await subscriptions.current(7) == again
    assert again.topics == {Topic.CAMPAIGNS}
    assert await subscriptions.unsubscribe(7)
    assert not await subscriptions.unsubscribe(7)


async def test_subscribing_to_nothing_is_refused(office: Office) -> None:
    with pytest.raises(ContentInvalid):
        await office.subscriptions.subscribe(7, None, [])


async def test_leaving_takes_waiting_messages_along(office: Office) -> None:
    await office.subscribe(1, 2)
    await office.approved()
    await office.subscriptions.unsubscribe(1)
    office.sender.will(SENT)
    await office.worker().run_once()
    assert office.sent_to() == [2]
