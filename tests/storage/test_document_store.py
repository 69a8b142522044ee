"""The contract of ``DocumentStore``, on both databases."""

import asyncio
import json
from datetime import date

import pytest
from sqlalchemy import text

from knowledge.documents.identity import corrected
from knowledge.documents.model import Document, DocumentFacts
from knowledge.documents.parse import parse_text
from knowledge.documents.wire import facts_to_json
from knowledge.ports import DocumentStore, KnowledgeTransactions
from knowledge.versions import DocumentState, DocumentUnreadable, StoredDocument
from storage.database import Database
from storage.errors import StatementFailed

DAY = date(2026, 11, 20)
FIRST = parse_text("THÔNG BÁO\nVề cái cổng\nCổng mở lúc 5 giờ, đóng lúc 22 giờ.", "010_a.txt")
SECOND = parse_text("THÔNG BÁO\nVề cái cổng\nCổng mở lúc 6 giờ, đóng lúc 23 giờ.", "010_b.txt")
OTHER = parse_text("THÔNG BÁO\nVề cái ao\nAo thôn không được thả rác.", "011_c.txt")


def _typed(database: Database) -> KnowledgeTransactions:
    return database.transaction


async def put(database: Database, *documents: Document, publish: bool = True) -> None:
    for document in documents:
        async with database.transaction() as work:
            await work.documents.put_draft(document, DAY)
            if publish:
                assert await work.documents.publish(document.id)
            await work.commit()


async def live(store: DocumentStore) -> list[StoredDocument]:
    known = await store.versions()
    return await store.texts([(one.id, one.version) for one in known if one.state == "live"])


async def states(database: Database, name: str = "010") -> list[str]:
    async with database.reading() as work:
        return [one.state.value for one in await work.documents.history(name)]


async def live_text(database: Database, name: str = "010") -> str:
    async with database.reading() as work:
        stored = await work.documents.get(name, DocumentState.LIVE)
    return stored.document().text if stored else ""


async def test_the_store_has_every_method_of_its_port(database: Database):
    asked = {name for name in vars(DocumentStore) if not name.startswith("_")}
    async with _typed(database)() as work:
        assert asked <= set(dir(work.documents))


async def test_a_document_comes_back_as_it_was(database: Database):
    await put(database, FIRST, OTHER)
    async with database.reading() as work:
        stored = await live(work.documents)
        described = await work.documents.versions()
    assert [one.document() for one in stored] == [FIRST, OTHER]
    assert [one.version for one in stored] == described
    assert described[0].passages == len(FIRST.passages)
    assert described[0].imported == DAY


async def test_a_draft_is_not_live_and_a_newer_one_takes_its_place(database: Database):
    await put(database, FIRST, SECOND, publish=False)
    assert await states(database) == ["draft"]
    async with database.reading() as work:
        assert await live(work.documents) == []
        draft = await work.documents.get("010", DocumentState.DRAFT)
    assert draft is not None
    assert draft.document() == SECOND


async def test_publishing_puts_the_old_one_behind(database: Database):
    await put(database, FIRST, SECOND)
    assert await states(database) == ["past", "live"]
    assert await live_text(database) == SECOND.text
    async with database.reading() as work:
        (found,) = await live(work.documents)
    assert found.version.version == 2


async def test_undo_goes_back_step_by_step_and_no_further(database: Database):
    await put(database, FIRST, SECOND, FIRST)
    for expected in (["past", "live", "removed"], ["live", "removed", "removed"]):
        async with database.transaction() as work:
            assert await work.documents.undo("010")
            await work.commit()
        assert await states(database) == expected
    async with database.transaction() as work:
        assert not await work.documents.undo("010")
    assert await live_text(database) == FIRST.text


async def test_a_number_is_never_used_twice(database: Database):
    await put(database, FIRST, SECOND)
    async with database.transaction() as work:
        await work.documents.undo("010")
        await work.commit()
    await put(database, SECOND)
    async with database.reading() as work:
        (found,) = await live(work.documents)
    assert found.version.version == 3


async def test_what_was_removed_can_be_brought_back(database: Database):
    await put(database, FIRST, SECOND)
    await put(database, FIRST, publish=False)
    async with database.transaction() as work:
        assert await work.documents.remove("010")
        assert not await work.documents.remove("010")
        await work.commit()
    assert await live_text(database) == ""
    async with database.transaction() as work:
        assert await work.documents.undo("010")
        await work.commit()
    assert await live_text(database) == SECOND.text


async def test_nothing_is_done_to_what_is_not_there(database: Database):
    async with database.transaction() as work:
        store = work.documents
        assert not await store.publish("010")
        assert not await store.undo("010")
        assert not await store.remove("010")
        assert not await store.drop_draft("010")
        assert await store.get("010", DocumentState.LIVE) is None
        assert await store.history("010") == []


async def test_erasing_takes_every_version_and_leaves_what_is_in_use(database: Database):
    await put(database, FIRST, SECOND, OTHER)
    async with database.transaction() as work:
        assert not await work.documents.erase("010")
        assert not await work.documents.erase("012")
        assert await work.documents.remove("010")
        await work.documents.put_draft(FIRST, DAY)
        assert not await work.documents.erase("010")
        assert await work.documents.drop_draft("010")
        assert await work.documents.erase("010")
        await work.commit()
    assert await states(database) == []
    assert await states(database, "011") == ["live"]


async def test_marks_change_even_when_versions_begin_anew(database: Database):
    await put(database, FIRST)
    async with database.transaction() as work:
        before = await work.marks.marks()
        await work.documents.remove("010")
        await work.documents.erase("010")
        assert await work.marks.marks() == {}
        await work.commit()
    await put(database, SECOND)
    async with database.reading() as work:
        assert await work.marks.marks() != before


async def test_a_dropped_draft_leaves_what_is_live(database: Database):
    await put(database, FIRST)
    await put(database, SECOND, publish=False)
    async with database.transaction() as work:
        assert await work.documents.drop_draft("010")
        await work.commit()
    assert await states(database) == ["live", "removed"]


async def test_confirmed_facts_win_over_the_body(database: Database):
    await put(database, corrected(FIRST, number="9/TB"))
    async with database.reading() as work:
        (stored,) = await live(work.documents)
    assert stored.document().facts.number == "9/TB"
    assert "number" in stored.document().facts.confirmed


async def test_without_commit_nothing_is_kept(database: Database):
    async with database.transaction() as work:
        await work.documents.put_draft(FIRST, DAY)
        await work.documents.publish("010")
    assert await states(database) == []


async def test_two_who_publish_at_once_publish_once(database: Database):
    await put(database, FIRST)
    await put(database, SECOND, publish=False)

    async def publish() -> bool:
        async with database.transaction() as work:
            done = await work.documents.publish("010")
            await work.commit()
            return done

    assert sorted(await asyncio.gather(publish(), publish())) == [False, True]
    assert await states(database) == ["past", "live"]


async def test_the_database_allows_one_live_version(database: Database):
    await put(database, FIRST, SECOND)
    with pytest.raises(StatementFailed):
        async with database.transaction() as work:
            await work._connection.execute(text("UPDATE documents SET state = 'live'"))


async def test_damage_is_a_clear_error(database: Database):
    await put(database, FIRST)
    async with database.transaction() as work:
        await work._connection.execute(text("UPDATE documents SET body = '{\"v\": 99}'"))
        await work.commit()
    async with database.reading() as work:
        (stored,) = await live(work.documents)
    with pytest.raises(DocumentUnreadable):
        stored.document()


@pytest.mark.parametrize(
    "facts", ["[]", "{", '"x"', "{}", '{"title": 5}', pytest.param("[" * 100_000, id="deep")]
)
async def test_damaged_facts_leave_the_other_documents_alone(database: Database, facts: str):
    await put(database, FIRST, OTHER)
    async with database.transaction() as work:
        damage = text("UPDATE documents SET facts = :facts WHERE id = :id")
        await work._connection.execute(damage, {"facts": facts, "id": FIRST.id})
        await work.commit()
    async with database.reading() as work:
        damaged, whole = sorted(await live(work.documents), key=lambda one: one.version.id)
        versions = await work.documents.versions()
    assert whole.document() == OTHER
    assert damaged.version.facts == DocumentFacts(FIRST.id)
    assert [one.id for one in versions] == [FIRST.id, OTHER.id]
    with pytest.raises(DocumentUnreadable):
        damaged.document()
    async with database.transaction() as work:
        assert await work.documents.remove(FIRST.id)


async def test_facts_of_another_sort_are_damage(database: Database):
    await put(database, FIRST)
    async with database.transaction() as work:
        (stored,) = await live(work.documents)
        for name in ("title", "number", "year"):
            held = facts_to_json(stored.version.facts) | {name: ["x"]}
            await work._connection.execute(
                text("UPDATE documents SET facts = :facts"), {"facts": json.dumps(held)}
            )
            (damaged,) = await live(work.documents)
            with pytest.raises(DocumentUnreadable):
                damaged.document()


async def test_texts_are_of_the_versions_asked_for(database: Database):
    await put(database, FIRST, SECOND, OTHER)
    async with database.reading() as work:
        store = work.documents
        asked = [("011", 1), ("010", 1), ("010", 7), ("999", 1)]
        found = await store.texts(asked)
        assert await store.texts([]) == []
    assert [one.document() for one in found] == [FIRST, OTHER]
    assert [one.version.state for one in found] == [DocumentState.PAST, DocumentState.LIVE]
