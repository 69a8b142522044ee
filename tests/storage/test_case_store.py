import hashlib
from dataclasses import replace
from datetime import date

import pytest

from inbox.categories import Category, Kind
from inbox.errors import AlreadyStored, CaseUnknown
from inbox.model import (
    AuditEntry,
    Author,
    CaseFilter,
    CaseId,
    CaseNumber,
    Family,
    Holder,
    LookupTag,
    NewCase,
    Reason,
    SealedMessage,
    SealedNote,
    Status,
    StatusChange,
)
from staff.model import Role, StaffId
from storage.database import Database
from tests.storage.samples import FRONT, HOA, LAN, MINH, POLICE, TODAY, account, case, settle

NEXT_DAY = date(2026, 8, 4)


async def store(database: Database, *cases: NewCase) -> None:
    await settle(database)
    async with database.transaction() as work:
        for one in cases:
            await work.cases.add(one)
        await work.commit()


async def test_a_report_is_stored_whole(database: Database):
    report = case("AAAAA", LAN)
    await store(database, report)
    async with database.reading() as work:
        assert await work.cases.header_by_tag(report.tag) == report.header
        assert await work.cases.messages(report.header.id) == [report.first_message]
        assert await work.cases.history(report.header.id) == [
            StatusChange(Status.SENT, None, TODAY)
        ]
        mailbox = await work.cases.envelope(report.header.id, Holder.MAILBOX)
        assert mailbox == report.envelopes[1]
        assert await work.cases.holders(report.header.id) == [LAN]
        assert await work.cases.number_taken(CaseNumber("VN-AAAAA"))
        assert not await work.cases.number_taken(CaseNumber("VN-BBBBB"))
        assert await work.cases.header_by_tag(LookupTag(b"unknown")) is None


async def test_the_same_receipt_is_stored_once(database: Database):
    report = case("AAAAA", LAN)
    await store(database, report)
    again = replace(case("BBBBB", LAN), tag=report.tag)
    async with database.transaction() as work:
        with pytest.raises(AlreadyStored):
            await work.cases.add(again)
        assert not await work.cases.number_taken(CaseNumber("VN-BBBBB"))


async def test_a_case_is_found_only_by_who_holds_an_envelope(database: Database):
    await store(database, case("AAAAA", LAN), case("BBBBB", LAN, MINH))
    async with database.reading() as work:
        seen, total = await work.cases.headers(MINH, CaseFilter())
        assert ([header.number for header in seen], total) == (["VN-BBBBB"], 1)
        assert await work.cases.header(MINH, CaseNumber("VN-AAAAA")) is None
        assert await work.cases.header(LAN, CaseNumber("VN-AAAAA")) is not None
        case_id = case("AAAAA").header.id
        assert await work.cases.envelope(case_id, Holder.REVIEWER, MINH) is None
        assert await work.cases.envelope(case_id, Holder.REVIEWER) is None
        assert await work.cases.headers(HOA, CaseFilter()) == ([], 0)


async def test_a_list_is_newest_day_first_and_paged(database: Database):
    names = ["CCCCC", "AAAAA", "BBBBB"]
    old = case("ZZZZZ", LAN, day=date(2026, 8, 1))
    await store(database, old, *[case(name, LAN) for name in names])
    async with database.reading() as work:
        first, total = await work.cases.headers(LAN, CaseFilter(page_size=3))
        rest, _ = await work.cases.headers(LAN, CaseFilter(page_size=3, page=1))
    assert [header.number for header in first] == ["VN-AAAAA", "VN-BBBBB", "VN-CCCCC"]
    assert [header.number for header in rest] == ["VN-ZZZZZ"]
    assert total == 4


async def test_what_changed_last_stands_first(database: Database):
    old = case("ZZZZZ", LAN, day=date(2026, 8, 1))
    await store(database, old, case("AAAAA", LAN))
    async with database.transaction() as work:
        said = SealedMessage(Author.REPORTER, b"x", NEXT_DAY)
        await work.cases.add_message(old.header.id, said)
        headers, _ = await work.cases.headers(LAN, CaseFilter())
    assert [header.number for header in headers] == ["VN-ZZZZZ", "VN-AAAAA"]


async def test_a_closed_case_waits_for_nobody(database: Database):
    done = case("BBBBB", LAN)
    await store(database, case("AAAAA", LAN), done, case("CCCCC", MINH))
    async with database.transaction() as work:
        handled = StatusChange(Status.RESOLVED, Reason.HANDLED, NEXT_DAY)
        await work.cases.move(done.header.id, Status.SENT, handled)
        waiting, total = await work.cases.headers(LAN, CaseFilter(unassigned=True))
        assert ([header.number for header in waiting], total) == (["VN-AAAAA"], 1)
        nobodys = CaseFilter(unassigned=True, family=Family.RESOLVED)
        assert (await work.cases.headers(LAN, nobodys))[1] == 1
        await work.cases.assign(done.header.id, LAN)
        tallies = await work.cases.tally(LAN)
    assert {(one.status, one.assignee, one.count) for one in tallies} == {
        (Status.SENT, None, 1),
        (Status.RESOLVED, LAN, 1),
    }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CaseFilter(), {"VN-AAAAA", "VN-BBBBB"}),
        (CaseFilter(unit_id=FRONT.id), {"VN-BBBBB"}),
        (CaseFilter(kind=Kind.GRIEVANCE), set()),
        (CaseFilter(category=Category.FRAUD), {"VN-BBBBB"}),
        (CaseFilter(family=Family.NEW), {"VN-AAAAA"}),
        (CaseFilter(family=Family.IN_REVIEW), {"VN-BBBBB"}),
        (CaseFilter(since=NEXT_DAY), {"VN-BBBBB"}),
        (CaseFilter(until=TODAY), {"VN-AAAAA"}),
        (CaseFilter(since=TODAY, until=NEXT_DAY), {"VN-AAAAA", "VN-BBBBB"}),
        (CaseFilter(mine=True), {"VN-BBBBB"}),
        (CaseFilter(unassigned=True), {"VN-AAAAA"}),
    ],
)
async def test_a_list_is_narrowed(database: Database, wanted: CaseFilter, found: set[str]):
    second = case("BBBBB", LAN, unit=FRONT, day=NEXT_DAY, category=Category.FRAUD)
    await store(database, case("AAAAA", LAN), second)
    async with database.transaction() as work:
        received = StatusChange(Status.RECEIVED, Reason.FIRST_LOOK, NEXT_DAY)
        await work.cases.move(second.header.id, Status.SENT, received)
        await work.cases.assign(second.header.id, LAN)
        headers, total = await work.cases.headers(LAN, wanted)
    assert {header.number for header in headers} == found
    assert total == len(found)


async def test_messages_and_notes_keep_their_order(database: Database):
    report = case("AAAAA", LAN)
    await store(database, report, case("BBBBB", LAN))
    case_id = report.header.id
    replies = [SealedMessage(Author.REVIEWER, bytes([n]), NEXT_DAY) for n in range(12)]
    notes = [SealedNote(LAN, bytes([n]), NEXT_DAY) for n in range(12)]
    async with database.transaction() as work:
        for reply, note in zip(replies, notes, strict=True):
            await work.cases.add_message(case_id, reply)
            await work.cases.add_note(case_id, note)
        assert await work.cases.messages(case_id) == [report.first_message, *replies]
        assert await work.cases.notes(case_id) == notes
        header = await work.cases.header_by_tag(report.tag)
        assert header is not None
        assert header.changed_on == NEXT_DAY


async def test_nothing_is_added_to_a_case_that_is_gone(database: Database):
    await settle(database)
    async with database.transaction() as work:
        with pytest.raises(CaseUnknown):
            await work.cases.add_message(
                CaseId("gone"), SealedMessage(Author.REPORTER, b"x", TODAY)
            )
        with pytest.raises(CaseUnknown):
            await work.cases.add_note(CaseId("gone"), SealedNote(LAN, b"x", TODAY))


async def test_a_status_moves_only_from_where_the_reviewer_saw_it(database: Database):
    report = case("AAAAA", LAN)
    await store(database, report)
    received = StatusChange(Status.RECEIVED, Reason.FIRST_LOOK, NEXT_DAY)
    async with database.transaction() as work:
        assert await work.cases.move(report.header.id, Status.SENT, received)
        assert not await work.cases.move(report.header.id, Status.SENT, received)
        history = await work.cases.history(report.header.id)
        assert history == [StatusChange(Status.SENT, None, TODAY), received]
        header = await work.cases.header_by_tag(report.tag)
        assert header == replace(report.header, status=Status.RECEIVED, changed_on=NEXT_DAY)


async def test_a_case_is_given_and_taken_back(database: Database):
    report = case("AAAAA", LAN)
    await store(database, report)
    async with database.transaction() as work:
        await work.cases.assign(report.header.id, LAN)
        assert (await work.cases.headers(LAN, CaseFilter(mine=True)))[1] == 1
        await work.cases.assign(report.header.id, None)
        assert (await work.cases.headers(LAN, CaseFilter(mine=True)))[1] == 0


async def test_audit_entries_keep_their_order(database: Database):
    report = case("AAAAA", LAN)
    await store(database, report)
    entries = [
        AuditEntry(f"act-{n}", TODAY, LAN if n else None, report.header.id, "x") for n in range(12)
    ]
    async with database.transaction() as work:
        for entry in entries:
            await work.cases.add_audit(entry)
        await work.cases.add_audit(AuditEntry("no case", TODAY, LAN, None))
        await work.cases.add_audit(AuditEntry("no case", TODAY, LAN, None))
        assert await work.cases.audit(report.header.id) == entries


async def test_recipients_are_active_reviewers_and_coordinators(database: Database):
    await settle(database)
    async with database.transaction() as work:
        idle = account(StaffId("dddd"), "idle", Role.REVIEWER, active=False)
        await work.staff.add_account(idle)
        found = await work.cases.recipients()
        assert await work.cases.units() == [POLICE, FRONT]
    assert [recipient.staff_id for recipient in found] == [LAN, MINH]
    assert found[0].unit_id == POLICE.id
    assert found[0].public_key == hashlib.sha256(b"lan").digest()
    assert found[0].key_id == hashlib.sha256(found[0].public_key).hexdigest()[:16]
