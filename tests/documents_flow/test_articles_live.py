"""An article approved in one process is answered from in every process within seconds."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.library import LibraryWatch
from bot.parts import knowledge_over
from bot.settings import read_settings
from bot.wiring import System, build
from knowledge.article_versions import ArticleVersion
from knowledge.articles.loader import load_library
from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.documents.model import Document
from knowledge.editing import ArticleDesk
from knowledge.importing import OPERATOR, Library
from knowledge.live import Changes, LiveKnowledge
from knowledge.rehearsal import Rehearsal
from knowledge.sources import Sources
from staff.errors import NotAllowed
from staff.model import Actor, Role, StaffId, UnitId
from storage.database import Database
from tests.databases import open_sqlite
from tests.documents_flow.papers import DAY, GATES
from tests.knowledge.drafts import ID, QUESTION, typed
from tests.storage.samples import LAN, MINH, settle

BARE = load_knowledge()
SOS = load_library().articles[0]


def actor(staff_id: StaffId, role: Role = Role.COORDINATOR) -> Actor:
    return Actor(staff_id, UnitId("ca-a"), frozenset({role}))


async def approve_new(desk: ArticleDesk, **changes: str) -> None:
    day = {"as_of": "", "review_by": ""}
    draft = await desk.save(actor(LAN), None, typed(**day | changes), submit=True)
    await desk.approve(actor(MINH), draft.id, draft.seen)


class Builder:
    """Builds as the bot does, and remembers what it was handed."""

    def __init__(self) -> None:
        self.documents: list[int] = []

    def __call__(
        self,
        documents: Iterable[Document],
        standing: Sequence[ArticleVersion],
        earlier: KnowledgeBase | None,
    ) -> KnowledgeBase:
        held = list(documents)
        self.documents.append(len(held))
        return knowledge_over(held, standing, earlier)


class Process:
    """One process's share: its own connection, desk, knowledge and watch."""

    def __init__(self, database: Database, every_s: float) -> None:
        self.database = database
        self.changes = Changes()
        self.library = Library(database.transaction, lambda: DAY, database.reading)
        self.desk = ArticleDesk(
            database.transaction, lambda: DAY, load_library(), self.changes.tell
        )
        self.knowledge = LiveKnowledge(BARE)
        self.builder = Builder()
        sources = Sources(database.reading, self.library)
        self.watch = LibraryWatch(sources, self.knowledge, self.builder, every_s)
        self.changes.listen(self.watch.wake)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        stop = asyncio.Event()
        task = asyncio.create_task(self.watch.run(stop))
        try:
            yield
        finally:
            stop.set()
            await task

    async def answers(self, question: str, article_id: str | None, seconds: float = 10) -> float:
        """Wait until a question comes to that article; return how long it took."""
        started = time.monotonic()
        async with asyncio.timeout(seconds):
            while True:
                article = self.knowledge.ask(question).article
                if (article.id if article else None) == article_id:
                    return time.monotonic() - started
                await asyncio.sleep(0.02)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Process]:
    database = await open_sqlite(tmp_path)
    await settle(database)
    yield Process(database, every_s=3600)
    await database.close()


@pytest.fixture
async def elsewhere(here: Process, tmp_path: Path) -> AsyncIterator[Process]:
    database = Database(f"sqlite:///{tmp_path}/andan.sqlite")
    yield Process(database, every_s=0.05)
    await database.close()


async def test_approving_is_followed_at_once_here_and_soon_elsewhere(
    here: Process, elsewhere: Process
):
    async with here.running(), elsewhere.running():
        await asyncio.sleep(0.1)  # both have looked, and wait
        await approve_new(here.desk)
        await here.answers(QUESTION, ID)  # though its next turn is an hour away
        await elsewhere.answers(QUESTION, ID)
        await here.desk.withdraw(actor(LAN), ID)
        assert await here.answers(QUESTION, None) < 10
        await elsewhere.answers(QUESTION, None)
        await here.desk.restore(actor(LAN), ID, 1)
        await elsewhere.answers(QUESTION, ID)


async def test_drafts_build_nothing(here: Process):
    await here.desk.save(actor(LAN), None, typed(), submit=True)
    assert not await here.watch.refresh()
    assert here.builder.documents == []


async def test_an_article_leaves_the_documents_as_they_were_laid(here: Process):
    proposal = await here.library.read(OPERATOR, GATES.encode(), "021.txt")
    await here.library.publish(OPERATOR, proposal.document.id)
    await here.watch.refresh()
    passages = here.knowledge.base._passages
    assert passages is not None
    shelf = here.knowledge.shelf()
    await approve_new(here.desk)
    assert await here.watch.refresh()
    kept = here.knowledge.base._passages
    assert kept is not None
    assert kept._archive is passages._archive
    assert here.knowledge.shelf() is shelf
    assert here.builder.documents == [1, 0]
    assert here.knowledge.ask(QUESTION).article is not None
    await here.library.remove(OPERATOR, "021")
    assert await here.watch.refresh()
    assert here.knowledge.shelf() == ()
    assert here.knowledge.base._passages is None
    assert here.knowledge.article(ID) is not None


async def test_a_shipped_article_is_exchanged_and_hidden(here: Process):
    desk = here.desk
    before = here.knowledge.article(SOS.id)
    assert before == SOS
    await desk.withdraw(actor(LAN), SOS.id)
    await here.watch.refresh()
    assert here.knowledge.article(SOS.id) is None
    assert SOS.id not in {one.id for one in here.knowledge.articles_in(SOS.topic)}
    await desk.restore(actor(LAN), SOS.id, 0)
    await here.watch.refresh()
    assert here.knowledge.article(SOS.id) == SOS


async def test_waking_while_it_looks_is_not_lost(here: Process):
    stop = asyncio.Event()
    here.watch.wake()
    running = asyncio.create_task(here.watch.run(stop))
    await asyncio.sleep(0.05)
    for _ in range(3):
        here.watch.wake()
    await approve_new(here.desk)
    here.watch.wake()
    await here.answers(QUESTION, ID)
    stop.set()
    async with asyncio.timeout(2):
        await running
    here.watch.wake()  # nobody waits any more: harmless


async def test_a_rehearsal_answers_from_the_draft_and_leaves_no_trace(here: Process):
    rehearsal = Rehearsal(here.knowledge)
    draft = (await here.desk.save(actor(LAN), None, typed())).article()
    (tried,) = await rehearsal.ask(actor(LAN), draft, ["", f"  {QUESTION} "])
    assert tried.reply.article == draft
    assert here.knowledge.base is BARE
    assert here.knowledge.article(ID) is None
    assert await rehearsal.ask(actor(LAN), draft, []) == ()
    assert len(await rehearsal.ask(actor(LAN), draft, ["a"] * 99)) == 10
    with pytest.raises(NotAllowed):
        await rehearsal.ask(actor(LAN, Role.REVIEWER), draft, [QUESTION])


async def test_a_half_written_draft_can_be_rehearsed(here: Process):
    empty = (await here.desk.save(actor(LAN), None, {"title": "a"})).article()
    for tried in await Rehearsal(here.knowledge).ask(actor(LAN), empty, ["a", "ma túy", "?!"]):
        assert tried.reply.intent


def wired(folder: Path) -> System:
    key = base64.b64encode(bytes(range(32))).decode()
    settings = {
        "BOT_TOKEN": "42:abc",
        "DATABASE_URL": f"sqlite:///{folder}/andan.sqlite",
        "SECRET_KEY": key,
        "OVERSIGHT_PUBLIC_KEY": key,
    }
    return build(read_settings(settings), "AnDanBot")


async def test_two_wired_processes_follow_each_other(tmp_path: Path):
    first, second = wired(tmp_path), wired(tmp_path)
    stop = asyncio.Event()
    await first.parts.database.migrate()
    await settle(first.parts.database)
    watches = [asyncio.create_task(one.library.run(stop)) for one in (first, second)]
    try:
        day = datetime.now(UTC).date()
        assert day >= date(2026, 1, 1)
        await approve_new(first.parts.articles)
        async with asyncio.timeout(15):
            while not (  # noqa: ASYNC110 - the watches tell nobody
                first.knowledge.article(ID) and second.knowledge.article(ID)
            ):
                await asyncio.sleep(0.05)
        assert second.knowledge.ask(QUESTION).article == first.knowledge.article(ID)
    finally:
        stop.set()
        await asyncio.gather(*watches)
        for one in (first, second):
            await one.close()
