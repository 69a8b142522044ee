"""What a running bot answers from follows what is published elsewhere."""

import asyncio
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from bot.library import EVERY_S, LibraryWatch
from knowledge.article_versions import ArticleVersion
from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.documents.model import Document
from knowledge.documents.parse import parse_text
from knowledge.importing import OPERATOR, Library
from knowledge.live import LiveKnowledge
from knowledge.sources import Sources
from knowledge.word_rows import OwnWord
from storage.database import Database
from storage.errors import StorageError
from tests.databases import open_sqlite
from tests.documents_flow.papers import DAY, GATES, LATER_GATES, POND
from tests.storage.samples import LAN, settle

PUBLISHED = parse_text(GATES, "021.txt")
BARE = load_knowledge()


class Builder:
    """Builds bases, slowly if a test says so, and remembers with what and where."""

    def __init__(self) -> None:
        self.built: list[list[str]] = []
        self.threads: set[str] = set()
        self.gate = threading.Event()
        self.gate.set()
        self.fails = self.for_real = False

    def __call__(
        self,
        documents: Iterable[Document],
        standing: Sequence[ArticleVersion],
        earlier: KnowledgeBase | None,
    ) -> KnowledgeBase:
        self.gate.wait(5)
        self.threads.add(threading.current_thread().name)
        if self.fails:
            raise MemoryError
        self.built.append([one.id for one in documents])
        return load_knowledge(documents=documents) if self.for_real else BARE


@pytest.fixture
async def elsewhere(tmp_path: Path):
    """The database as another process has it open."""
    database = await open_sqlite(tmp_path)
    yield Library(database.transaction, lambda: DAY, database.reading)
    await database.close()


@pytest.fixture
async def watch(elsewhere: Library, tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path}/andan.sqlite")
    library = Library(database.transaction, lambda: DAY, database.reading)
    sources = Sources(database.reading, library)
    made = LibraryWatch(sources, LiveKnowledge(BARE), Builder(), every_s=0.01)
    yield made
    await database.close()


async def publish(library: Library, words: str, name: str) -> None:
    proposal = await library.read(OPERATOR, words.encode(), name)
    await library.publish(OPERATOR, proposal.document.id)


def shown(watch: LibraryWatch) -> list[str]:
    return [one.id for one in watch._knowledge.shelf()]


async def test_what_is_published_elsewhere_is_answered_from(
    watch: LibraryWatch, elsewhere: Library
):
    assert not await watch.refresh()
    assert isinstance(watch._build, Builder)
    watch._build.for_real = True
    await publish(elsewhere, GATES, "021.txt")
    assert await watch.refresh()
    assert shown(watch) == ["021"]
    quote = watch._knowledge.quote("021#6")
    assert quote is not None
    assert quote.text in PUBLISHED.text
    assert not await watch.refresh()


async def test_drafts_and_refusals_build_nothing(watch: LibraryWatch, elsewhere: Library):
    await elsewhere.read(OPERATOR, GATES.encode(), "021.txt")
    assert not await watch.refresh()
    assert shown(watch) == []


async def test_undo_correction_and_removal_are_followed(watch: LibraryWatch, elsewhere: Library):
    await publish(elsewhere, GATES, "021.txt")
    await publish(elsewhere, LATER_GATES, "021.txt")
    await watch.refresh()
    await elsewhere.undo(OPERATOR, "021")
    assert await watch.refresh()
    assert any("22 giờ" in text for text in _texts(watch))
    await elsewhere.correct(OPERATOR, "021", {"place": "Hạ"})
    await elsewhere.publish(OPERATOR, "021")
    assert await watch.refresh()
    assert watch._knowledge.shelf()[0].facts.place == "Hạ"
    await elsewhere.remove(OPERATOR, "021")
    assert await watch.refresh()
    assert shown(watch) == []


def _texts(watch: LibraryWatch) -> list[str]:
    (document,) = watch._knowledge.shelf()
    last = document.sections[-1].last
    return [document.place(place)[1] for place in range(last + 1)]


async def test_questions_are_answered_while_the_next_base_is_built(
    watch: LibraryWatch, elsewhere: Library
):
    builder = watch._build
    assert isinstance(builder, Builder)
    await publish(elsewhere, GATES, "021.txt")
    builder.gate.clear()
    building = asyncio.create_task(watch.refresh())
    await asyncio.sleep(0.05)
    assert watch._knowledge.ask("ngày hội 19/8 là gì").article is not None
    assert shown(watch) == []
    builder.gate.set()
    assert await building
    assert shown(watch) == ["021"]
    assert "MainThread" not in builder.threads


async def test_what_changes_during_the_building_is_seen_next(
    watch: LibraryWatch, elsewhere: Library
):
    builder = watch._build
    assert isinstance(builder, Builder)
    await publish(elsewhere, GATES, "021.txt")
    builder.gate.clear()
    building = asyncio.create_task(watch.refresh())
    await asyncio.sleep(0.05)
    await publish(elsewhere, POND, "007.txt")
    builder.gate.set()
    await building
    await watch.refresh()
    assert shown(watch) == ["007", "021"]


async def test_a_failed_building_keeps_the_old_and_tries_again(
    watch: LibraryWatch, elsewhere: Library
):
    builder = watch._build
    assert isinstance(builder, Builder)
    await publish(elsewhere, GATES, "021.txt")
    builder.fails = True
    with pytest.raises(MemoryError):
        await watch.refresh()
    assert watch._knowledge.base is BARE
    builder.fails = False
    assert await watch.refresh()


async def test_a_lost_database_keeps_the_answers(watch: LibraryWatch, tmp_path: Path):
    for file in tmp_path.glob("andan.sqlite*"):
        file.unlink()
    with pytest.raises(StorageError):
        await watch.refresh()
    assert watch._knowledge.ask("ngày hội 19/8 là gì").article is not None


async def test_the_task_looks_again_and_again_until_the_stop(
    watch: LibraryWatch, elsewhere: Library
):
    stop = asyncio.Event()
    running = asyncio.create_task(watch.run(stop))
    await publish(elsewhere, GATES, "021.txt")
    async with asyncio.timeout(10):
        while shown(watch) != ["021"]:  # noqa: ASYNC110 - the watch tells nobody
            await asyncio.sleep(0.01)
    stop.set()
    await running


def test_a_publication_is_seen_within_seconds():
    assert EVERY_S <= 5


async def test_words_added_elsewhere_are_understood_and_documents_stay_as_laid(
    watch: LibraryWatch, elsewhere: Library, tmp_path: Path
):
    builder = watch._build
    assert isinstance(builder, Builder)
    builder.for_real = True
    await publish(elsewhere, GATES, "021.txt")
    await watch.refresh()
    question = "ba ri e mở lúc mấy giờ, đóng lúc mấy giờ"
    before = watch._knowledge.ask(question).score
    other = Database(f"sqlite:///{tmp_path}/andan.sqlite")
    await settle(other)
    async with other.transaction() as work:
        await work.words.put(OwnWord("ba ri e", ("cổng làng",), LAN, DAY))
        await work.commit()
    builder.for_real = False
    earlier = watch._knowledge.base
    watch._build = lambda documents, standing, base: base or earlier
    assert await watch.refresh()
    assert watch._knowledge.ask(question).score > 2 * before
    async with other.transaction() as work:
        await work.words.drop("ba ri e")
        await work.commit()
    await other.close()
    assert await watch.refresh()
    assert watch._knowledge.ask(question).score == before
    assert not await watch.refresh()
