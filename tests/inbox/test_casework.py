import asyncio
from dataclasses import replace

import pytest

from inbox.categories import Category
from inbox.errors import CaseUnknown, MoveNotAllowed, SealInvalid
from inbox.model import (
    FAMILY,
    MOVES,
    Author,
    CaseFilter,
    CaseNumber,
    Family,
    Holder,
    Reason,
    Status,
    Subject,
)
from inbox.receipt import derive
from inbox.sealing import (
    check_sealed,
    note_context,
    open_envelope,
    open_words,
    seal_words,
)
from staff.errors import NotAllowed
from staff.model import Role, StaffId
from tests.inbox import rfc9180
from tests.inbox.samples import TODAY, add_colleague, draft, grievance

BLOB = b"\x01" + bytes(48 + 512)
ACTS = {
    "open": (),
    "reply": (BLOB,),
    "note": (BLOB,),
    "move": (Status.RECEIVED, Reason.FIRST_LOOK),
    "assign": (None,),
}


async def act(office, name: str, actor, number) -> None:
    await getattr(office.casework, name)(actor, number, *ACTS[name])


async def audit(office, number) -> list[tuple[str, str]]:
    case = await office.casework.open(office.police.actor, number)
    return [(one.action, one.detail) for one in case.audit if one.action != "open_case"]


async def test_a_reviewer_opens_and_reads_in_the_browser(office):
    number, _ = await office.submit()
    case = await office.casework.open(office.police.actor, number)
    private, notes_private = open_envelope(
        Holder.REVIEWER, case.envelope.sealed, case.header.id, office.police.private
    )
    first = case.messages[0]
    assert open_words(first.sealed, private, case.header.id, first.author) == draft().words
    assert notes_private is not None
    assert case.colleagues == (office.police.actor.staff_id,)
    assert [one.status for one in case.history] == [Status.SENT]


async def test_opening_is_written_down_once_a_day(office):
    number, _ = await office.submit()
    for _ in range(3):
        case = await office.casework.open(office.police.actor, number)
    opened = [one for one in case.audit if one.action == "open_case"]
    assert [(one.staff_id, one.day) for one in opened] == [(office.police.actor.staff_id, TODAY)]


@pytest.mark.parametrize("name", ACTS)
async def test_a_case_of_others_is_unknown(office, name):
    number, _ = await office.submit()
    for actor, asked in (
        (office.inspector.actor, number),
        (office.police.actor, CaseNumber("VN-NONE0")),
    ):
        with pytest.raises(CaseUnknown):
            await act(office, name, actor, asked)
    assert await office.stored("case_notes") == 0
    assert await office.stored("case_messages") == 1


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("roles", [set(), {Role.OFFICIAL}, {Role.ADMIN}])
async def test_without_the_role_nothing_is_done(office, name, roles):
    number, _ = await office.submit()
    actor = replace(office.police.actor, roles=frozenset(roles))
    with pytest.raises(NotAllowed):
        await act(office, name, actor, number)
    with pytest.raises(NotAllowed):
        await office.casework.list(actor, CaseFilter())


async def test_a_colleague_who_came_later_has_no_key(office):
    number, _ = await office.submit()
    late = await add_colleague(office.database, office.units["police"])
    with pytest.raises(CaseUnknown):
        await office.casework.open(late.actor, number)
    assert (await office.casework.list(late.actor, CaseFilter())).total == 0


async def test_the_list_holds_what_can_be_opened(office):
    number, _ = await office.submit()
    other, _ = await office.submit(grievance(Category.OFFICER_CONDUCT, Subject.COMMUNE_POLICE))
    for colleague, expected in ((office.police, number), (office.inspector, other)):
        page = await office.casework.list(colleague.actor, CaseFilter())
        assert [header.number for header in page.headers] == [expected]
        assert page.total == 1


async def test_the_list_is_filtered_and_paged(office):
    numbers = sorted([(await office.submit())[0] for _ in range(3)])
    actor = office.police.actor
    page = await office.casework.list(actor, CaseFilter(page=1, page_size=2))
    assert [header.number for header in page.headers] == numbers[2:]
    assert page.total == 3
    await office.casework.move(actor, numbers[0], Status.RESOLVED, Reason.HANDLED)
    done = await office.casework.list(actor, CaseFilter(family=Family.RESOLVED))
    assert [header.number for header in done.headers] == [numbers[0]]
    for strange in (CaseFilter(page=-1), CaseFilter(page_size=0), CaseFilter(page_size=10**6)):
        assert (await office.casework.list(actor, strange)).headers


async def test_a_reply_is_kept_sealed_and_written_down(office):
    number, receipt = await office.submit()
    header = (await office.casework.open(office.police.actor, number)).header
    sealed = seal_words(header.case_public_key, header.id, Author.REVIEWER, "Xin cảm ơn")
    await office.casework.reply(office.police.actor, number, sealed)
    case = await office.casework.open(office.police.actor, number)
    assert case.messages[1].sealed == sealed
    assert await audit(office, number) == [("submitted", ""), ("reply", "")]
    assert (await office.mailbox.look(receipt)).messages[1].words == "Xin cảm ơn"


async def test_a_note_is_for_staff_alone(office):
    number, receipt = await office.submit()
    header = (await office.casework.open(office.police.actor, number)).header
    plain = b'{"v":1,"words":"zebranote"}\x80'.ljust(512, b"\0")
    sealed = b"\x01" + rfc9180.seal(
        header.notes_public_key,
        note_context(header.id),
        plain,
        rfc9180.AES_256_GCM,
        bytes(range(32)),
    )
    await office.casework.note(office.police.actor, number, sealed)
    case = await office.casework.open(office.police.actor, number)
    assert [(one.staff_id, one.sealed) for one in case.notes] == [
        (office.police.actor.staff_id, sealed)
    ]
    assert await audit(office, number) == [("submitted", ""), ("write_note", "")]
    assert len((await office.mailbox.look(receipt)).messages) == 1

    _, notes_private = open_envelope(
        Holder.REVIEWER, case.envelope.sealed, header.id, office.police.private
    )
    context = note_context(header.id)
    assert notes_private is not None
    assert rfc9180.unseal(notes_private, context, sealed[1:], rfc9180.AES_256_GCM) == plain
    async with office.database.reading() as work:
        own = await work.cases.envelope(header.id, Holder.MAILBOX)
    case_private, no_notes_key = open_envelope(
        Holder.MAILBOX, own.sealed, header.id, derive(receipt).mailbox_private
    )
    assert no_notes_key is None
    with pytest.raises(SealInvalid):
        open_words(sealed, case_private, header.id, Author.REVIEWER)


@pytest.mark.parametrize(
    "blob", [b"", b"\x01", b"\x02" + bytes(560), b"\x01" + bytes(40_000), b"\x01" + bytes(561)]
)
async def test_blobs_of_a_wrong_size_are_refused(office, blob):
    number, _ = await office.submit()
    with pytest.raises(SealInvalid):
        check_sealed(blob)
    for name in ("reply", "note"):
        with pytest.raises(SealInvalid):
            await getattr(office.casework, name)(office.police.actor, number, blob)
    with pytest.raises(SealInvalid):
        await office.casework.move(
            office.police.actor, number, Status.RECEIVED, Reason.FIRST_LOOK, blob
        )
    assert await audit(office, number) == [("submitted", "")]


async def set_status(office, status: Status) -> None:
    async with office.database.transaction() as work:
        await work._connection.exec_driver_sql("UPDATE cases SET status = ?", (status.value,))
        await work.commit()


@pytest.mark.parametrize("before", Status)
async def test_the_table_of_moves_is_kept(office, before):
    number, receipt = await office.submit()
    for after in Status:
        await set_status(office, before)
        moved = office.casework.move(office.police.actor, number, after, Reason.HANDLED)
        if after in MOVES[before]:
            await moved
            expected = after
        else:
            with pytest.raises(MoveNotAllowed):
                await moved
            expected = before
        assert (await office.mailbox.look(receipt)).status is expected


def test_nobody_on_staff_withdraws_or_unsends():
    targets = set().union(*MOVES.values())
    assert not targets & {Status.SENT, Status.WITHDRAWN}
    assert set(FAMILY) == set(MOVES) == set(Status)


async def test_a_move_carries_reason_words_and_an_audit_entry(office):
    number, receipt = await office.submit()
    header = (await office.casework.open(office.police.actor, number)).header
    sealed = seal_words(header.case_public_key, header.id, Author.REVIEWER, "Xin nói rõ nơi nào")
    await office.casework.move(
        office.police.actor, number, Status.NEEDS_INFORMATION, Reason.MISSING_DETAILS, sealed
    )
    view = await office.mailbox.look(receipt)
    assert view.status is Status.NEEDS_INFORMATION
    assert view.messages[1].words == "Xin nói rõ nơi nào"
    assert view.history[-1].reason is Reason.MISSING_DETAILS
    assert await audit(office, number) == [("submitted", ""), ("move_status", "can_bo_sung")]


async def test_two_reviewers_at_once_move_a_case_once(office):
    second = await add_colleague(office.database, office.units["police"])
    number, receipt = await office.submit()
    done = await asyncio.gather(
        *(
            office.casework.move(one.actor, number, Status.RECEIVED, Reason.FIRST_LOOK)
            for one in (office.police, second)
        ),
        return_exceptions=True,
    )
    assert [type(one) for one in done if one] == [MoveNotAllowed]
    assert len((await office.mailbox.look(receipt)).history) == 2


async def test_a_case_is_given_to_someone_who_can_open_it(office):
    number, _ = await office.submit()
    actor = office.police.actor
    await office.casework.assign(actor, number, actor.staff_id)
    mine = await office.casework.list(actor, CaseFilter(mine=True))
    assert [header.number for header in mine.headers] == [number]
    for stranger in (office.inspector.actor.staff_id, StaffId("nobody")):
        with pytest.raises(NotAllowed):
            await office.casework.assign(actor, number, stranger)
    await office.casework.assign(actor, number, None)
    assert (await office.casework.list(actor, CaseFilter(mine=True))).total == 0
    assert await audit(office, number) == [("submitted", ""), ("assign", ""), ("release", "")]
