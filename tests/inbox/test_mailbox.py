import secrets
from dataclasses import replace

import pytest

from inbox.errors import DraftInvalid, MoveNotAllowed, ReceiptUnknown, SealInvalid
from inbox.model import Author, Holder, Reason, Status
from inbox.padding import pad
from inbox.receipt import derive, new_receipt
from inbox.sealing import message_context, open_envelope, seal_words
from tests.inbox import rfc9180
from tests.inbox.samples import QUAN_TRIEU, TODAY, draft

UNKNOWN = new_receipt(secrets.token_bytes)


async def move(office, number, status: Status, reason=Reason.HANDLED) -> None:
    await office.casework.move(office.police.actor, number, status, reason)


async def reply(office, number, words: str) -> None:
    case = await office.casework.open(office.police.actor, number)
    header = case.header
    sealed = seal_words(header.case_public_key, header.id, Author.REVIEWER, words)
    await office.casework.reply(office.police.actor, number, sealed)


async def test_the_reporter_sees_the_own_report(office):
    number, receipt = await office.submit()
    view = await office.mailbox.look(receipt)
    assert (view.number, view.status, view.day) == (number, Status.SENT, TODAY)
    assert (view.kind, view.category, view.area_code) == (
        draft().kind,
        draft().category,
        QUAN_TRIEU,
    )
    assert [(one.author, one.words) for one in view.messages] == [(Author.REPORTER, draft().words)]
    assert "zebra" not in repr(view)


async def test_the_reporter_reads_the_answer(office):
    number, receipt = await office.submit()
    await reply(office, number, "Xin bác cho biết thêm")
    view = await office.mailbox.look(receipt)
    assert [(one.author, one.words) for one in view.messages][1:] == [
        (Author.REVIEWER, "Xin bác cho biết thêm")
    ]


async def test_a_broken_answer_does_not_close_the_mailbox(office):
    number, receipt = await office.submit()
    await office.casework.reply(office.police.actor, number, b"\x01" + bytes(48 + 512))
    await reply(office, number, "vẫn đọc được")
    messages = (await office.mailbox.look(receipt)).messages
    assert [one.is_readable for one in messages] == [True, False, True]
    assert [one.words for one in messages][1:] == ["", "vẫn đọc được"]


async def test_an_answer_cannot_smuggle_what_a_chat_cannot_show(office):
    number, receipt = await office.submit()
    header = (await office.casework.open(office.police.actor, number)).header
    plain = pad(rb'{"v":1,"words":"xin \ud800\u0000 ch\u00e0o"}')
    context = message_context(header.id, Author.REVIEWER)
    blob = rfc9180.seal(
        header.case_public_key, context, plain, rfc9180.AES_256_GCM, secrets.token_bytes(32)
    )
    await office.casework.reply(office.police.actor, number, b"\x01" + blob)
    assert (await office.mailbox.look(receipt)).messages[1].words == "xin  chào"


async def test_the_history_shows_status_and_reason(office):
    number, receipt = await office.submit()
    await move(office, number, Status.NEEDS_INFORMATION, Reason.MISSING_DETAILS)
    history = (await office.mailbox.look(receipt)).history
    assert [(one.status, one.reason) for one in history] == [
        (Status.SENT, None),
        (Status.NEEDS_INFORMATION, Reason.MISSING_DETAILS),
    ]


async def test_looking_leaves_no_trace(office):
    number, receipt = await office.submit()
    for _ in range(3):
        await office.mailbox.look(receipt)
    assert [
        entry.action for entry in (await office.casework.open(office.police.actor, number)).audit
    ] == [
        "submitted",
        "open_case",
    ]


@pytest.mark.parametrize("act", ["look", "add", "withdraw"])
async def test_an_unknown_receipt_opens_nothing(office, act):
    await office.submit()
    words = ("xin chào",) if act == "add" else ()
    with pytest.raises(ReceiptUnknown):
        await getattr(office.mailbox, act)(UNKNOWN, *words)
    assert await office.stored("case_messages") == 1


async def test_a_further_message_reaches_the_reviewers(office):
    number, receipt = await office.submit()
    await office.notices()
    await office.mailbox.add(receipt, "  có thêm ảnh zebra  ")
    view = await office.mailbox.look(receipt)
    assert [one.words for one in view.messages][1:] == ["có thêm ảnh zebra"]
    assert view.status is Status.SENT
    (notice,) = await office.notices()
    assert notice[:2] == (office.units["police"].id, "new_message")
    assert notice[2] == {
        "number": number,
        "category": "trom_cap",
        "area": QUAN_TRIEU,
        "day": TODAY.isoformat(),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Status.NEEDS_INFORMATION, Status.VERIFYING),
        (Status.UNFOUNDED, Status.VERIFYING),
        (Status.RECEIVED, Status.RECEIVED),
        (Status.FORWARDED, Status.FORWARDED),
        (Status.VERIFYING, Status.VERIFYING),
        (Status.RESOLVED, Status.RESOLVED),
        (Status.OUT_OF_SCOPE, Status.OUT_OF_SCOPE),
        (Status.MERGED, Status.MERGED),
    ],
)
async def test_what_a_further_message_does_to_the_status(office, before, after):
    number, receipt = await office.submit()
    await move(office, number, before)
    await office.mailbox.add(receipt, "xin bổ sung")
    view = await office.mailbox.look(receipt)
    assert view.status is after
    if before is not after:
        assert view.history[-1].reason is Reason.NEW_INFORMATION


@pytest.mark.parametrize("words", ["", "   ", "\x00", "a" * 4001])
async def test_an_empty_or_endless_message_is_refused(office, words):
    _, receipt = await office.submit()
    with pytest.raises(DraftInvalid):
        await office.mailbox.add(receipt, words)
    assert await office.stored("case_messages") == 1


@pytest.mark.parametrize("status", [None, Status.RECEIVED, Status.VERIFYING, Status.FORWARDED])
async def test_a_reporter_may_withdraw(office, status):
    number, receipt = await office.submit()
    if status:
        await move(office, number, status)
    assert (await office.mailbox.look(receipt)).can_withdraw
    await office.mailbox.withdraw(receipt)
    await office.mailbox.withdraw(receipt)
    view = await office.mailbox.look(receipt)
    assert view.status is Status.WITHDRAWN
    assert not view.can_withdraw
    assert [one.status for one in view.history].count(Status.WITHDRAWN) == 1
    audit = (await office.casework.open(office.police.actor, number)).audit
    assert [one.staff_id for one in audit if one.action == "withdrawn"] == [None]


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.UNFOUNDED, Status.MERGED])
async def test_what_was_decided_is_not_withdrawn(office, status):
    number, receipt = await office.submit()
    await move(office, number, status)
    assert not (await office.mailbox.look(receipt)).can_withdraw
    with pytest.raises(MoveNotAllowed):
        await office.mailbox.withdraw(receipt)
    assert (await office.mailbox.look(receipt)).status is status


async def test_the_mailbox_key_opens_no_note_and_no_other_envelope(office):
    number, receipt = await office.submit()
    case = await office.casework.open(office.police.actor, number)
    mailbox_private = derive(receipt).mailbox_private
    with pytest.raises(SealInvalid):
        open_envelope(Holder.REVIEWER, case.envelope.sealed, case.header.id, mailbox_private)
    async with office.database.reading() as work:
        own = await work.cases.envelope(case.header.id, Holder.MAILBOX)
    _, notes_private = open_envelope(Holder.MAILBOX, own.sealed, case.header.id, mailbox_private)
    assert notes_private is None


async def test_a_case_without_its_mailbox_envelope_shows_nothing(office):
    _, receipt = await office.submit()
    async with office.database.transaction() as work:
        await work._connection.exec_driver_sql(
            "DELETE FROM case_envelopes WHERE holder = 'mailbox'"
        )
        await work.commit()
    with pytest.raises(ReceiptUnknown):
        await office.mailbox.look(receipt)


async def test_two_reports_have_two_mailboxes(office):
    one, other = [
        await office.submit(replace(draft(), words=f"chuyện thứ {n} rất dài")) for n in "12"
    ]
    assert (await office.mailbox.look(one[1])).messages[0].words == "chuyện thứ 1 rất dài"
    assert (await office.mailbox.look(other[1])).messages[0].words == "chuyện thứ 2 rất dài"
