import asyncio
import gc
import logging
import secrets
from dataclasses import fields

import pytest

from inbox.categories import Category
from inbox.errors import AlreadyStored, DraftInvalid, NobodyCanOpen
from inbox.intake import Intake
from inbox.model import Author, CaseHeader, Draft, Holder, Status, Subject, Urgency
from inbox.receipt import derive
from inbox.sealing import open_envelope, open_words
from staff.model import Role, UnitKind
from tests.inbox.samples import (
    QUAN_TRIEU,
    SECRET_WORDS,
    THAI_NGUYEN,
    TODAY,
    add_colleague,
    add_unit,
    draft,
    grievance,
    unit,
)

TABLES = ("cases", "case_envelopes", "case_messages", "case_history", "audit_entries", "outbox")


async def header_of(office, receipt) -> CaseHeader:
    async with office.database.reading() as work:
        header = await work.cases.header_by_tag(derive(receipt).tag)
    assert header is not None
    return header


async def test_a_report_is_stored_whole(office):
    number, receipt = await office.submit()
    assert number.startswith("VN-")
    assert len(number) == 8
    header = await header_of(office, receipt)
    assert header.number == number
    assert (header.unit_id, header.area_code) == (office.units["police"].id, QUAN_TRIEU)
    assert (header.status, header.urgency, header.day) == (Status.SENT, Urgency.NORMAL, TODAY)
    async with office.database.reading() as work:
        messages = await work.cases.messages(header.id)
        audit = await work.cases.audit(header.id)
        history = await work.cases.history(header.id)
    assert [message.author for message in messages] == [Author.REPORTER]
    assert [(entry.action, entry.staff_id, entry.detail) for entry in audit] == [
        ("submitted", None, "")
    ]
    assert [change.status for change in history] == [Status.SENT]


async def test_reviewer_mailbox_and_oversight_can_open_it(office):
    _, receipt = await office.submit()
    header = await header_of(office, receipt)
    holders = [
        (Holder.REVIEWER, office.police.actor.staff_id, office.police.private),
        (Holder.MAILBOX, None, derive(receipt).mailbox_private),
        (Holder.OVERSIGHT, None, office.oversight),
    ]
    async with office.database.reading() as work:
        first = (await work.cases.messages(header.id))[0]
        for holder, staff_id, private in holders:
            envelope = await work.cases.envelope(header.id, holder, staff_id)
            case_private, notes_private = open_envelope(
                holder, envelope.sealed, header.id, private
            )
            words = open_words(first.sealed, case_private, header.id, Author.REPORTER)
            assert words == draft().words
            assert (notes_private is None) == (holder is Holder.MAILBOX)


async def test_the_unit_is_told_without_words(office):
    number, _ = await office.submit()
    expected = {
        "number": number,
        "category": "trom_cap",
        "area": QUAN_TRIEU,
        "day": TODAY.isoformat(),
    }
    assert await office.notices() == [(office.units["police"].id, "new_case", expected)]


async def test_a_unit_without_a_chat_gets_no_notice(office):
    await add_unit(office.database, unit(UnitKind.PROVINCE_POLICE, THAI_NGUYEN), chat=False)
    province = unit(UnitKind.PROVINCE_POLICE, THAI_NGUYEN)
    await add_colleague(office.database, province)
    await office.submit(draft(category=Category.FRAUD))
    assert await office.notices() == []


async def test_no_word_of_a_report_reaches_the_disk(office, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    _, receipt = await office.submit()
    await office.mailbox.add(receipt, "thêm zebrawords")
    await office.mailbox.look(receipt)
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    keys = derive(receipt)
    assert bytes(keys.tag) in written
    plain = receipt.groups()
    hidden = [*SECRET_WORDS, "zebra", plain, plain.replace("-", ""), receipt.last_four * 2]
    for text in hidden:
        for encoding in ("utf-8", "utf-16-le"):
            assert text.encode(encoding) not in written
        assert text not in caplog.text
    assert keys.mailbox_private not in written
    assert office.oversight not in written


async def test_the_excluded_office_gets_nothing(office):
    number, receipt = await office.submit(
        grievance(Category.OFFICER_CONDUCT, Subject.COMMUNE_POLICE)
    )
    header = await header_of(office, receipt)
    async with office.database.reading() as work:
        assert await work.cases.holders(header.id) == [office.inspector.actor.staff_id]
        assert await work.cases.header(office.police.actor.staff_id, number) is None
    assert [target for target, _, _ in await office.notices()] == [office.units["inspectorate"].id]
    assert header.unit_id == office.units["inspectorate"].id


async def test_if_nobody_is_able_nothing_is_stored(office):
    report = draft(subject=Subject.PROVINCE_POLICE)
    receipt = office.intake.new_receipt()
    with pytest.raises(NobodyCanOpen):
        await office.intake.ensure_openable(report)
    with pytest.raises(NobodyCanOpen):
        await office.intake.submit(report, receipt)
    assert [await office.stored(table) for table in TABLES] == [0] * len(TABLES)


async def test_a_deactivated_account_receives_nothing(office):
    async with office.database.transaction() as work:
        await work.staff.set_active(office.police.actor.staff_id, active=False)
        await work.commit()
    _, receipt = await office.submit()
    header = await header_of(office, receipt)
    assert header.unit_id == office.units["inspectorate"].id


async def test_an_official_without_casework_receives_nothing(office):
    await add_colleague(office.database, office.units["police"], Role.OFFICIAL, Role.ADMIN)
    _, receipt = await office.submit()
    header = await header_of(office, receipt)
    async with office.database.reading() as work:
        assert await work.cases.holders(header.id) == [office.police.actor.staff_id]


async def test_the_same_submission_twice_is_one_case(office):
    receipt = office.intake.new_receipt()
    await office.intake.submit(draft(), receipt)
    with pytest.raises(AlreadyStored):
        await office.intake.submit(draft(), receipt)
    assert await office.stored("cases") == 1
    assert await office.stored("outbox") == 1


async def test_two_taps_at_once_are_one_case(office):
    receipt = office.intake.new_receipt()
    done = await asyncio.gather(
        *(office.intake.submit(draft(), receipt) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(one, AlreadyStored) for one in done) == 3
    assert await office.stored("cases") == 1


async def test_a_bad_draft_is_refused_and_not_stored(office):
    for bad in (draft(words="ngắn"), draft(area_code="99999")):
        with pytest.raises(DraftInvalid):
            office.intake.check(bad)
        with pytest.raises(DraftInvalid):
            await office.intake.submit(bad, office.intake.new_receipt())
    assert await office.stored("cases") == 0


async def test_a_taken_number_is_drawn_again(office):
    draws = iter([b"\0\0\0\0", b"\0\0\0\0", b"\0\0\0\xff"])

    def random(count: int) -> bytes:
        return next(draws) if count == 4 else secrets.token_bytes(count)

    intake = Intake(office.database.transaction, bytes([9] * 32), office.day, random)
    numbers = [await intake.submit(draft(), intake.new_receipt()) for _ in range(2)]
    assert numbers == ["VN-00000", "VN-10000"]


async def test_numbers_running_out_store_nothing(office):
    def random(count: int) -> bytes:
        return bytes(4) if count == 4 else secrets.token_bytes(count)

    intake = Intake(office.database.transaction, bytes([9] * 32), office.day, random)
    await intake.submit(draft(), intake.new_receipt())
    with pytest.raises(RuntimeError):
        await intake.submit(draft(), intake.new_receipt())
    assert await office.stored("cases") == 1


async def test_a_failure_before_commit_leaves_nothing(office, monkeypatch):
    from storage.repositories.notices import Notices

    async def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(Notices, "to_unit", fail)
    with pytest.raises(OSError, match="disk full"):
        await office.submit()
    assert [await office.stored(table) for table in TABLES] == [0] * len(TABLES)


async def test_no_draft_outlives_its_submission(office):
    await office.submit(draft(words="một chuyện quaggawords"))
    gc.collect()
    kept = [one for one in gc.get_objects() if isinstance(one, Draft) and "quagga" in one.words]
    assert len(kept) == 0


def test_a_draft_has_no_place_for_an_identity():
    assert {one.name for one in fields(Draft)} == {
        "kind",
        "category",
        "area_code",
        "words",
        "danger",
        "when",
        "subject",
        "landmark",
        "people",
        "wish",
    }
    assert not any(word in repr(draft()) for word in SECRET_WORDS)
