"""One damaged row, or a database that fails half way, takes nothing else from those who ask."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.library import LibraryWatch
from bot.parts import knowledge_over
from knowledge.articles.loader import load_library
from knowledge.ask import load_knowledge
from knowledge.editing import ArticleDesk
from knowledge.importing import OPERATOR, Library
from knowledge.live import LiveKnowledge
from knowledge.own_words import OwnWords
from knowledge.sources import Sources
from staff.model import Actor, Role, UnitId
from storage.database import Database
from storage.errors import StorageError
from tests.databases import open_sqlite
from tests.documents_flow.papers import DAY, GATES, POND
from tests.knowledge.drafts import ID, QUESTION, typed
from tests.storage.samples import LAN, MINH, settle

LAN_ACTS, MINH_ACTS = (
    Actor(one, UnitId("ca-a"), frozenset({Role.COORDINATOR})) for one in (LAN, MINH)
)


async def furnish(database: Database) -> tuple[Library, LibraryWatch, LiveKnowledge]:
    """Put an article, a row of words and two documents in force; nothing is loaded yet."""
    await settle(database)
    library = Library(database.transaction, lambda: DAY, database.reading)
    for words, name in ((GATES, "021_cong.txt"), (POND, "007_ao.txt")):
        proposal = await library.read(OPERATOR, words.encode(), name)
        await library.publish(OPERATOR, proposal.document.id)
    desk = ArticleDesk(database.transaction, lambda: DAY, load_library())
    draft = await desk.save(LAN_ACTS, None, typed(as_of="", review_by=""), submit=True)
    await desk.approve(MINH_ACTS, draft.id, draft.seen)
    await OwnWords(database.transaction, lambda: DAY, database.reading).add(
        LAN_ACTS, "xế hộp con", "xe ô tô nhỏ"
    )
    knowledge = LiveKnowledge(load_knowledge())
    sources = Sources(database.reading, library)
    return library, LibraryWatch(sources, knowledge, knowledge_over), knowledge


@pytest.mark.parametrize(
    ("damage", "lost"),
    [
        ("UPDATE synonyms SET means = '{'", ""),
        ('UPDATE articles SET body = replace(body, \'"title": "\', \'"title": 5, "x": "\')', ID),
        ("UPDATE articles SET body = '[]'", ID),
        ("UPDATE documents SET facts = '[]' WHERE id = '021'", "021"),
        ("UPDATE documents SET body = '{' WHERE id = '021'", "021"),
    ],
)
async def test_a_damaged_row_takes_nothing_else_away(tmp_path: Path, damage: str, lost: str):
    database = await open_sqlite(tmp_path)
    _, watch, knowledge = await furnish(database)
    async with database.transaction() as work:
        await work._connection.execute(text(damage))
        await work.commit()
    assert await watch.refresh()
    assert {one.id for one in knowledge.shelf()} == {"007", "021"} - {lost}
    assert (knowledge.article(ID) is None) is (lost == ID)
    if lost != ID:
        reply = knowledge.ask(QUESTION)
        assert reply.article is not None
    assert knowledge.quote("007#1") is not None
    await database.close()


@pytest.mark.parametrize("step", ["documents", "articles", "words", "build"])
async def test_what_fails_half_way_leaves_what_was_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    database = await open_sqlite(tmp_path)
    library, watch, knowledge = await furnish(database)
    await watch.refresh()
    before, shelf = knowledge.base, knowledge.shelf()
    await library.remove(OPERATOR, "021")

    async def broken(*_: object) -> None:
        raise StorageError

    def broken_build(*_: object) -> None:
        raise ValueError

    with monkeypatch.context() as patched:
        if step == "build":
            patched.setattr(watch, "_build", broken_build)
        else:
            patched.setattr(Sources, step, broken)
        with pytest.raises((StorageError, ValueError)):
            await watch.refresh()
        assert knowledge.base is before
        assert knowledge.shelf() is shelf
    assert await watch.refresh()
    assert [one.id for one in knowledge.shelf()] == ["007"]
    await database.close()
