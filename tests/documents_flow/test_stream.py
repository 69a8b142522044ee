"""What is live, gone through one document at a time while the loop reads."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge import stream
from knowledge.ask import load_knowledge
from knowledge.documents.model import Document, Validity
from knowledge.documents.parse import parse_text
from knowledge.importing import OPERATOR, Library
from knowledge.shelf import Shelving, shelve
from knowledge.stream import Interrupted, LiveDocuments
from storage.database import Database
from tests.databases import open_sqlite
from tests.documents_flow.papers import DAY, GATES, POND


@pytest.fixture
async def database(tmp_path: Path):
    opened = await open_sqlite(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def library(database: Database) -> Library:
    made = Library(database.transaction, lambda: DAY, database.reading)
    for words, name in ((GATES, "021.txt"), (POND, "022.txt")):
        proposal = await made.read(OPERATOR, words.encode(), name)
        await made.publish(OPERATOR, proposal.document.id)
    return made


async def ids(documents: LiveDocuments) -> list[str]:
    return await asyncio.to_thread(lambda: [one.id for one in documents])


@pytest.mark.parametrize("at_once", [1, 2000])
async def test_everything_live_comes_in_order_however_it_is_fetched(
    library: Library, monkeypatch: pytest.MonkeyPatch, at_once: int
):
    monkeypatch.setattr(stream, "_AT_ONCE", at_once)
    documents = await library.stream()
    assert await ids(documents) == ["021", "022"]
    assert await ids(documents) == ["021", "022"]
    assert await asyncio.to_thread(tuple, documents) == await library.live()


async def test_nothing_live_is_nothing_to_go_through(library: Library):
    for name in ("021", "022"):
        await library.remove(OPERATOR, name)
    assert await ids(await library.stream()) == []


async def test_what_is_erased_meanwhile_is_left_out(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stream, "_AT_ONCE", 1)
    documents = await library.stream()
    await library.remove(OPERATOR, "021")
    await library.erase(OPERATOR, "021")
    assert await ids(documents) == ["022"]


async def test_damage_is_left_out_and_said(
    library: Library, database: Database, caplog: pytest.LogCaptureFixture
):
    async with database.transaction() as work:
        await work._connection.execute(text("UPDATE documents SET body = '{}' WHERE id = '021'"))
        await work.commit()
    assert await ids(await library.stream()) == ["022"]
    assert "document unreadable" in caplog.text


async def test_a_replaced_document_says_so_in_a_stream_too(library: Library):
    await library.correct(OPERATOR, "022", {"replaces": "21/TB-STP", "place": "Phú Thọ"})
    await library.publish(OPERATOR, "022")
    documents = await asyncio.to_thread(list, await library.stream())
    assert [one.facts.validity for one in documents] == [Validity.REPLACED, Validity.UNKNOWN]


async def test_the_loop_does_not_wait_for_itself(library: Library):
    documents = await library.stream()
    with pytest.raises(RuntimeError):
        next(iter(documents))


async def test_who_has_stopped_waiting_gets_no_more(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stream, "_AT_ONCE", 1)
    documents = await library.stream()
    coming = iter(documents)
    assert (await asyncio.to_thread(next, coming)).id == "021"
    documents.stop()
    with pytest.raises(Interrupted):
        await asyncio.to_thread(next, coming)


def test_an_engine_and_a_shelf_are_made_of_documents_that_come_once():
    documents = [parse_text(GATES, "021.txt"), parse_text(POND, "022.txt")]

    def once() -> Iterator[Document]:
        while documents:
            yield documents.pop(0)

    wanted = shelve(documents)
    passing = Shelving(once())
    base = load_knowledge(documents=passing)
    assert documents == []
    assert passing.shelf == wanted
    for one in wanted:
        quote = base.quote(one.place(0)[0])
        assert quote is not None
        assert one.place(0)[1] in quote.whole


def test_no_document_that_comes_is_no_library():
    assert load_knowledge(documents=iter(())).quote("021#0") is None
