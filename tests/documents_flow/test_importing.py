"""From a file to what answers may quote: read, corrected, published, undone, removed."""

import asyncio
import logging
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge.corrections import CORRECTABLE, CorrectionInvalid, read_corrections
from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.model import Document, DocumentFacts, Validity
from knowledge.documents.parse import parse_text
from knowledge.importing import OPERATOR, Library
from knowledge.proposals import Sameness
from knowledge.versions import DocumentState, DocumentUnknown, NothingToUndo
from staff.errors import NotAllowed
from staff.model import Actor, Role, StaffId, UnitId
from storage.database import Database
from tests.documents_flow.papers import DAY, GATES, LATER_GATES, POND
from tests.storage.samples import FRONT, MINH, settle

COORDINATOR = Actor(MINH, FRONT.id, frozenset({Role.COORDINATOR}))
REVIEWER = Actor(StaffId("b" * 16), UnitId("ca"), frozenset({Role.REVIEWER}))


async def publish(library: Library, words: str, name: str) -> str:
    proposal = await library.read(OPERATOR, words.encode(), name)
    await library.publish(OPERATOR, proposal.document.id)
    return proposal.document.id


async def test_a_file_is_read_shown_and_only_then_answered_from(library: Library, folder: Path):
    path = folder / "021_cong.txt"
    path.write_text(GATES, encoding="utf-8")
    proposal = await library.read(OPERATOR, path, path.name)
    assert proposal.sameness is Sameness.NEW
    assert proposal.document.facts.number == "21/TB-STP"
    assert await library.live() == ()
    await library.publish(OPERATOR, "021")
    assert await library.live() == (proposal.document,)


async def test_the_same_document_twice_updates_and_never_doubles(library: Library):
    first = await publish(library, GATES, "021_cong.txt")
    again = await library.read(OPERATOR, GATES.encode("utf-16"), "khac-ten.txt")
    assert (again.sameness, again.document.id) == (Sameness.UPDATE, first)
    same = await library.read(OPERATOR, GATES.encode(), "021_cong.txt")
    assert same.sameness is Sameness.UNCHANGED
    newer = await library.read(OPERATOR, LATER_GATES.encode(), "ban-moi.txt")
    assert (newer.sameness, newer.document.id) == (Sameness.UPDATE, first)
    await library.publish(OPERATOR, first)
    assert [one.text for one in await library.live()] == [newer.document.text]
    states = [one.state for one in await library.history(OPERATOR, first)]
    assert states == [DocumentState.PAST, DocumentState.LIVE]


async def test_what_a_person_put_right_outlives_the_next_import(library: Library):
    corrections = {"place": "Tỉnh <b>Nọ</b>", "issued": "4/6/2022", "validity": "in_force"}
    read = await library.read(OPERATOR, GATES.encode(), "021.txt", corrections)
    facts = read.document.facts
    assert (facts.place, facts.issued, facts.year) == ("Tỉnh <b>Nọ</b>", date(2022, 6, 4), 2022)
    await library.publish(OPERATOR, "021")
    again = await library.read(OPERATOR, LATER_GATES.encode(), "021.txt", known_as="021")
    assert again.document.facts.place == "Tỉnh <b>Nọ</b>"
    changed = await library.read(OPERATOR, GATES.encode(), "021.txt", {"place": "Phú Thọ"})
    assert changed.document.facts.place == "Phú Thọ"


async def test_a_number_typed_in_tells_which_document_it_is(library: Library):
    first = await publish(library, GATES, "cong.txt")
    nameless = LATER_GATES.replace("Số: 21/TB-STP\n", "")
    read = await library.read(OPERATOR, nameless.encode(), "x.txt", {"number": "21/TB-STP"})
    assert read.document.id == first


async def test_who_imports_may_say_which_document_it_is(library: Library):
    await publish(library, "Tin trong xóm\nĐường thôn sáng đèn từ 18 giờ.", "003_a.txt")
    newer = "Tin trong xóm\nĐường thôn sáng đèn từ 19 giờ."
    read = await library.read(OPERATOR, newer.encode(), "003_b.txt")
    assert (read.sameness, read.taken) == (Sameness.NEW, "003")
    read = await library.read(OPERATOR, newer.encode(), "003_b.txt", known_as="003")
    assert (read.sameness, read.document.id, read.taken) == (Sameness.UPDATE, "003", None)
    with pytest.raises(DocumentUnknown):
        await library.read(OPERATOR, newer.encode(), "003_b.txt", known_as="khong-co")


async def test_a_draft_or_what_is_live_can_be_corrected(library: Library):
    await library.read(OPERATOR, GATES.encode(), "021.txt")
    await library.correct(OPERATOR, "021", {"number": "22/TB-STP"})
    await library.publish(OPERATOR, "021")
    await library.correct(OPERATOR, "021", {"validity": "replaced", "replaced_by": "9/TB"})
    (live,) = await library.live()
    assert (live.facts.number, live.facts.validity) == ("22/TB-STP", Validity.UNKNOWN)
    await library.publish(OPERATOR, "021")
    (live,) = await library.live()
    assert (live.facts.validity, live.facts.replaced_by) == (Validity.REPLACED, "9/TB")


async def test_undo_remove_and_bringing_back(library: Library):
    name = await publish(library, GATES, "021.txt")
    await publish(library, LATER_GATES, "021.txt")
    await library.undo(OPERATOR, name)
    assert "22 giờ" in (await library.live())[0].text
    with pytest.raises(NothingToUndo):
        await library.undo(OPERATOR, name)
    await library.remove(OPERATOR, name)
    assert await library.live() == ()
    (shown,) = await library.documents(OPERATOR)
    assert shown.state is DocumentState.PAST
    await library.undo(OPERATOR, name)
    assert len(await library.live()) == 1


async def test_a_dropped_draft_changes_nothing(library: Library):
    name = await publish(library, GATES, "021.txt")
    await library.read(OPERATOR, LATER_GATES.encode(), "021.txt")
    await library.drop(OPERATOR, name)
    with pytest.raises(DocumentUnknown):
        await library.drop(OPERATOR, name)
    assert "22 giờ" in (await library.live())[0].text


async def test_a_newer_document_marks_the_one_it_replaces_while_it_is_live(library: Library):
    await publish(library, GATES, "021.txt")
    news = "Tin\nPhú Thọ: văn bản này thay thế Thông báo số 21/TB-STP."
    name = await publish(library, news, "moi.txt")
    assert {one.facts.validity for one in await library.live()} == {
        Validity.REPLACED,
        Validity.UNKNOWN,
    }
    await library.remove(OPERATOR, name)
    assert {one.facts.validity for one in await library.live()} == {Validity.UNKNOWN}


async def test_unknown_documents_are_refused(library: Library):
    for act in (library.publish, library.undo, library.remove, library.history, library.drop):
        with pytest.raises(DocumentUnknown):
            await act(OPERATOR, "khong-co")
    with pytest.raises(DocumentUnknown):
        await library.correct(OPERATOR, "khong-co", {"place": "A"})


async def test_only_who_may_edit_articles_may_touch_documents(
    library: Library, database: Database
):
    await settle(database)
    acts = [
        library.read(REVIEWER, GATES.encode(), "021.txt"),
        library.correct(REVIEWER, "021", {}),
        library.publish(REVIEWER, "021"),
        library.drop(REVIEWER, "021"),
        library.undo(REVIEWER, "021"),
        library.remove(REVIEWER, "021"),
        library.documents(REVIEWER),
        library.history(REVIEWER, "021"),
        library.versions(REVIEWER),
        library.journal(REVIEWER, "021"),
        library.look_at(REVIEWER, "021", DocumentState.DRAFT),
        library.erase(REVIEWER, "021"),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            await act
    await library.read(COORDINATOR, GATES.encode(), "021.txt")
    await library.publish(COORDINATOR, "021")
    assert len(await library.documents(COORDINATOR)) == 1


async def test_a_refused_file_leaves_nothing(library: Library):
    for raw, name, reason in (
        (b"", "a.txt", Refusal.EMPTY),
        (GATES.encode(), "a.doc", Refusal.OLD_WORD),
        (b"%PDF-1.4 nothing", "a.pdf", Refusal.MALFORMED),
    ):
        with pytest.raises(ImportRefused) as caught:
            await library.read(OPERATOR, raw, name)
        assert caught.value.reason is reason
    with pytest.raises(OSError, match="nowhere"):
        await library.read(OPERATOR, Path("/nowhere/a.txt"), "a.txt")
    assert await library.documents(OPERATOR) == ()


async def test_a_wrong_correction_is_refused_before_the_file_is_read(library: Library):
    with pytest.raises(CorrectionInvalid):
        await library.read(OPERATOR, GATES.encode(), "021.txt", {"isued": "2020"})
    assert await library.documents(OPERATOR) == ()


async def test_many_at_once_keep_one_version_each(library: Library):
    words = [GATES, LATER_GATES, POND, GATES]
    names = ["021.txt", "021.txt", "007.txt", "khac.txt"]
    await asyncio.gather(
        *(
            library.read(OPERATOR, one.encode(), name)
            for one, name in zip(words, names, strict=True)
        )
    )
    pond, gates = [one.id for one in await library.documents(OPERATOR)]
    assert pond == "007"
    assert gates in ("021", "21-tb-stp")


async def test_a_damaged_version_is_left_out_and_logged_without_its_words(
    library: Library, database: Database, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    await publish(library, GATES, "021.txt")
    await publish(library, POND, "007.txt")
    async with database.transaction() as work:
        await work._connection.execute(text("UPDATE documents SET body = '{' WHERE id = '021'"))
        await work.commit()
    assert [one.id for one in await library.live()] == ["007"]
    assert "document unreadable" in caplog.messages
    assert not any("cổng" in message for message in caplog.messages)
    again = await library.read(OPERATOR, GATES.encode(), "021.txt")
    assert again.sameness is Sameness.UPDATE


async def test_reading_goes_on_while_another_import_writes(database: Database):
    """The slow part, reading a file, holds no transaction."""
    other = Library(database.transaction, lambda: DAY, database.reading)

    async def slowly(_source: Path | bytes, filename: str, /) -> Document:
        await publish(other, POND, "007.txt")
        return parse_text(GATES, filename)

    library = Library(database.transaction, lambda: DAY, database.reading, slowly)
    await library.read(OPERATOR, b"", "021.txt")
    assert [one.id for one in await library.documents(OPERATOR)] == ["007", "021"]


@pytest.mark.parametrize(
    ("name", "typed", "held"),
    [
        ("issued", "2020-02-09", date(2020, 2, 9)),
        ("issued", "9/2/2020", date(2020, 2, 9)),
        ("published", "", None),
        ("year", "2021", 2021),
        ("number", "  45/KH-UBND\n", "45/KH-UBND"),
        ("replaces", "1/TB, 2/TB,", ("1/TB", "2/TB")),
        ("validity", "replaced", Validity.REPLACED),
        ("place", "", None),
    ],
)
def test_corrections_are_read_as_people_type_them(name, typed, held):
    assert read_corrections({name: typed})[name] == held


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("issued", "30/2/2020"),
        ("issued", "hôm qua"),
        ("year", "20"),
        ("year", "1e3"),
        ("kind", "thơ"),
        ("validity", "maybe"),
        ("title", ""),
        ("number", "x" * 501),
        ("confirmed", "title"),
        ("inferred", ""),
        ("__class__", "x"),
    ],
)
def test_what_cannot_be_a_fact_is_refused(name, typed):
    with pytest.raises(CorrectionInvalid) as caught:
        read_corrections({name: typed})
    assert caught.value.name == name


def test_every_correctable_fact_exists():
    assert set(CORRECTABLE) <= set(DocumentFacts.__dataclass_fields__)
