"""A removed document can be erased: afterwards its words are nowhere in the database's files."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from knowledge.importing import OPERATOR, Library
from knowledge.versions import (
    Act,
    DocumentChanged,
    DocumentInUse,
    DocumentState,
    DocumentUnknown,
    mark_of,
)
from staff.errors import NotAllowed
from staff.model import Actor, Role, StaffId, UnitId
from storage.database import Database
from storage.tables.documents import DOCUMENTS
from tests.databases import open_sqlite
from tests.documents_flow.papers import DAY, GATES, LATER_GATES, POND
from tests.storage.samples import FRONT, MINH, settle

MARKS = (b"chu\xc3\xb4ng g\xe1\xbb\x8di", b"STP", b"TH\xc3\x94NG B\xc3\x81O")
"""Words of the papers, as they would stand in a file."""
COORDINATOR = Actor(MINH, FRONT.id, frozenset({Role.COORDINATOR}))
REVIEWER = Actor(StaffId("b" * 16), UnitId("ca"), frozenset({Role.REVIEWER}))


@pytest.fixture
def library(database: Database) -> Library:
    scrub = partial(database.scrub, DOCUMENTS)
    return Library(database.transaction, lambda: DAY, database.reading, scrub=scrub)


async def put(library: Library, words: str, name: str = "021_cong.txt") -> str:
    proposal = await library.read(OPERATOR, words.encode(), name)
    await library.publish(OPERATOR, proposal.document.id)
    return proposal.document.id


def held(folder: Path) -> bytes:
    """Return everything the database keeps on the disk: the file, its WAL, its shared memory."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("andan.sqlite*")))


async def test_every_version_goes_and_nothing_else(library: Library):
    await put(library, GATES)
    await put(library, LATER_GATES)
    await put(library, POND, "007_ao.txt")
    await library.remove(OPERATOR, "021")
    assert await library.erase(OPERATOR, "021")
    assert [one.id for one in await library.versions(OPERATOR)] == ["007"]
    assert [one.id for one in await library.live()] == ["007"]
    for act in (library.erase, library.undo, library.history):
        with pytest.raises(DocumentUnknown):
            await act(OPERATOR, "021")


async def test_what_is_live_or_waiting_is_not_erased(library: Library):
    await put(library, GATES)
    with pytest.raises(DocumentInUse):
        await library.erase(OPERATOR, "021")
    await library.remove(OPERATOR, "021")
    await library.read(OPERATOR, LATER_GATES.encode(), "021_cong.txt")
    with pytest.raises(DocumentInUse):
        await library.erase(OPERATOR, "021")
    assert len(await library.history(OPERATOR, "021")) == 2
    await library.drop(OPERATOR, "021")
    assert await library.erase(OPERATOR, "021")


async def test_who_may_not_and_who_looked_too_early_erase_nothing(library: Library):
    await put(library, GATES)
    await library.remove(OPERATOR, "021")
    seen = mark_of(await library.history(OPERATOR, "021"))
    await library.undo(OPERATOR, "021")
    await put(library, LATER_GATES)
    await library.remove(OPERATOR, "021")
    with pytest.raises(DocumentChanged):
        await library.erase(OPERATOR, "021", seen)
    with pytest.raises(NotAllowed):
        await library.erase(REVIEWER, "021")
    assert len(await library.history(OPERATOR, "021")) == 2


async def test_an_erased_id_begins_anew(library: Library):
    await put(library, GATES)
    await library.remove(OPERATOR, "021")
    await library.erase(OPERATOR, "021")
    await put(library, LATER_GATES)
    assert [one.version for one in await library.history(OPERATOR, "021")] == [1]


async def test_the_words_are_nowhere_in_the_file_or_its_journal(tmp_path: Path):
    database = await open_sqlite(tmp_path)
    scrub = partial(database.scrub, DOCUMENTS)
    library = Library(database.transaction, lambda: DAY, database.reading, scrub=scrub)
    await put(library, GATES)
    await put(library, LATER_GATES)
    await library.correct(OPERATOR, "021", {"place": "STP cũ"})
    assert all(mark in held(tmp_path) for mark in MARKS)
    await library.remove(OPERATOR, "021")
    assert all(mark in held(tmp_path) for mark in MARKS)
    assert await library.erase(OPERATOR, "021")
    assert [mark for mark in MARKS if mark in held(tmp_path)] == []
    await database.close()
    assert [mark for mark in MARKS if mark in held(tmp_path)] == []


async def test_a_reader_of_another_process_delays_it_and_this_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(__import__("storage.engines").engines.PRAGMAS, "busy_timeout", "200")
    database = await open_sqlite(tmp_path)
    scrub = partial(database.scrub, DOCUMENTS)
    library = Library(database.transaction, lambda: DAY, database.reading, scrub=scrub)
    await put(library, GATES)
    await library.remove(OPERATOR, "021")
    with reading(tmp_path):
        assert not await library.erase(OPERATOR, "021")
        assert await library.versions(OPERATOR) == ()
    assert await database.scrub(DOCUMENTS)
    assert [mark for mark in MARKS if mark in held(tmp_path)] == []
    await database.close()


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Hold a snapshot of the file, as another process would."""
    connection = sqlite3.connect(folder / "andan.sqlite", isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM documents").fetchone()
    yield
    connection.execute("COMMIT")
    connection.close()


async def test_a_look_shows_text_and_versions_of_one_moment(library: Library):
    await put(library, GATES)
    await library.read(OPERATOR, LATER_GATES.encode(), "021_cong.txt")
    draft = await library.look_at(OPERATOR, "021", DocumentState.DRAFT, DocumentState.LIVE)
    assert "23 giờ đêm" in draft.document.text
    assert draft.mark == mark_of(await library.history(OPERATOR, "021"))
    live = await library.look_at(OPERATOR, "021", DocumentState.LIVE)
    assert "22 giờ đêm" in live.document.text
    with pytest.raises(DocumentUnknown):
        await library.look_at(OPERATOR, "021", DocumentState.REMOVED)


async def test_a_draft_changed_by_another_is_not_published_unseen(library: Library):
    await library.read(OPERATOR, GATES.encode(), "021_cong.txt")
    seen = (await library.look_at(OPERATOR, "021", DocumentState.DRAFT)).mark
    await library.correct(OPERATOR, "021", {"place": "Lào Cai"})
    for act in (library.publish(OPERATOR, "021", None, seen), library.drop(OPERATOR, "021", seen)):
        with pytest.raises(DocumentChanged):
            await act
    with pytest.raises(DocumentChanged):
        await library.correct(OPERATOR, "021", {"place": "x"}, seen)
    seen = (await library.look_at(OPERATOR, "021", DocumentState.DRAFT)).mark
    await library.publish(OPERATOR, "021", {"number": "22/TB-STP"}, seen)
    (live,) = await library.live()
    assert (live.facts.number, live.facts.place) == ("22/TB-STP", "Lào Cai")


async def test_who_did_what_is_known_even_after_the_erasure(library: Library, database: Database):
    await settle(database)
    await library.read(OPERATOR, GATES.encode(), "021_cong.txt")
    await library.correct(COORDINATOR, "021", {"place": "Lào Cai"})
    await library.publish(COORDINATOR, "021", {"number": "9/TB"})
    await library.read(COORDINATOR, LATER_GATES.encode(), "x.txt", known_as="021")
    await library.drop(OPERATOR, "021")
    await library.remove(COORDINATOR, "021")
    await library.undo(OPERATOR, "021")
    for refused in (library.drop(COORDINATOR, "021"), library.publish(COORDINATOR, "021")):
        with pytest.raises(DocumentUnknown):
            await refused
    await library.remove(OPERATOR, "021")
    await library.erase(COORDINATOR, "021")
    journal = await library.journal(OPERATOR, "021")
    assert [(one.act, one.staff_id) for one in journal] == [
        (Act.READ, None),
        (Act.CORRECTED, MINH),
        (Act.PUBLISHED, MINH),
        (Act.READ, MINH),
        (Act.DROPPED, None),
        (Act.REMOVED, MINH),
        (Act.UNDONE, None),
        (Act.REMOVED, None),
        (Act.ERASED, MINH),
    ]
    assert {one.day for one in journal} == {DAY}
    assert await library.journal(OPERATOR, "022") == ()


async def test_two_who_act_at_once_both_stand_in_the_journal(library: Library):
    await put(library, GATES)
    await asyncio.gather(
        *(library.correct(OPERATOR, "021", {"place": place}) for place in ("Lào Cai", "Sơn La"))
    )
    acts = [one.act for one in await library.journal(OPERATOR, "021")]
    assert acts == [Act.READ, Act.PUBLISHED, Act.CORRECTED, Act.CORRECTED]
