"""The contract of ``OwnWordStore``, on both databases."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from knowledge.ports import KnowledgeTransactions, OwnWordStore
from knowledge.sources import WORDS
from knowledge.word_rows import OwnWord
from storage.database import Database
from storage.errors import StatementFailed
from tests.storage.samples import HOA, LAN, settle

DAY = date(2026, 11, 20)
XI_KE = OwnWord("xì ke", ("người nghiện", "ma tuý"), LAN, DAY)
BA_GAC = OwnWord("ba gác", ("xe ba bánh",), HOA, DAY)


@pytest.fixture(autouse=True)
async def people(database: Database) -> None:
    await settle(database)


def _typed(database: Database) -> KnowledgeTransactions:
    return database.transaction


async def put(database: Database, *rows: OwnWord) -> None:
    async with database.transaction() as work:
        for row in rows:
            await work.words.put(row)
        await work.commit()


async def mark(database: Database) -> str:
    async with database.reading() as work:
        return (await work.marks.marks()).get(WORDS, "")


async def test_the_store_has_every_method_of_its_port(database: Database):
    asked = {name for name in vars(OwnWordStore) if not name.startswith("_")}
    async with _typed(database)() as work:
        assert asked <= set(dir(work.words))


async def test_rows_come_back_as_they_were_in_one_order(database: Database):
    await put(database, XI_KE, BA_GAC)
    async with database.reading() as work:
        assert await work.words.rows() == [BA_GAC, XI_KE]


async def test_what_is_dropped_is_gone(database: Database):
    await put(database, XI_KE)
    async with database.transaction() as work:
        assert await work.words.drop("xì ke")
        assert not await work.words.drop("xì ke")
        await work.commit()
    async with database.reading() as work:
        assert await work.words.rows() == []


async def test_the_mark_changes_with_the_words_and_only_with_them(database: Database):
    assert await mark(database) == ""
    await put(database, XI_KE)
    first = await mark(database)
    assert first
    for changed, differs in (
        (replace(XI_KE, means=("ma tuý",)), True),
        (replace(XI_KE, editor=HOA), False),
    ):
        async with database.transaction() as work:
            await work.words.drop("xì ke")
            await work.words.put(changed)
            await work.commit()
        assert (await mark(database) != first) is differs


async def test_one_row_for_one_word(database: Database):
    await put(database, XI_KE)
    with pytest.raises(StatementFailed):
        await put(database, replace(XI_KE, means=("khác",)))


async def test_two_who_hold_take_turns(database: Database):
    seen: list[int] = []

    async def add(row: OwnWord) -> None:
        async with database.transaction() as work:
            await work.words.hold()
            seen.append(len(await work.words.rows()))
            await work.words.put(row)
            await work.commit()

    await asyncio.gather(add(XI_KE), add(BA_GAC))
    assert sorted(seen) == [0, 1]


@pytest.mark.parametrize("means", ["{", "5", '"abc"', '{"a": 1}', "[1]", "null", ""])
async def test_a_damaged_row_means_nothing_and_can_be_taken_away(database: Database, means: str):
    await put(database, XI_KE)
    await put(database, BA_GAC)
    async with database.transaction() as work:
        damage = text("UPDATE synonyms SET means = :means WHERE said = :said")
        await work._connection.execute(damage, {"means": means, "said": XI_KE.said})
        await work.commit()
    async with database.transaction() as work:
        assert await work.words.rows() == [BA_GAC, replace(XI_KE, means=())]
        assert await work.words.drop(XI_KE.said)
        assert await work.words.rows() == [BA_GAC]
