"""The contracts of ``GapStore`` and ``VoteStore``, on both databases."""

import asyncio
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge.ask import load_knowledge
from knowledge.gap_desk import GapDesk
from knowledge.gaps import sameness
from knowledge.ports import GapStore, KnowledgeTransactions, VoteStore
from knowledge.unanswered import QuestionId, Refused, SentQuestion, Tally
from staff.model import Actor, Role, UnitId
from storage.database import Database
from storage.errors import StatementFailed
from storage.tables.columns import UtcMoment
from storage.tables.gaps import QUESTIONS, REFUSED, VOTES
from tests.storage.samples import LAN

DAY = date(2026, 11, 20)
MONTH = date(2026, 11, 1)
BEFORE = date(2026, 10, 1)
COORDINATOR = Actor(LAN, UnitId("ca"), frozenset({Role.COORDINATOR}))
WORDS = "Nuôi chó trong khu chung cư cần giấy tờ gì?"


def _typed(database: Database) -> KnowledgeTransactions:
    return database.transaction


def question(name: str, words: str = WORDS, day: date = DAY, topic: str = "co-so") -> SentQuestion:
    return SentQuestion(QuestionId(name * 32), day, topic, words)


async def put(database: Database, *questions: SentQuestion) -> None:
    for one in questions:
        async with database.transaction() as work:
            await work.gaps.put(one, sameness(one.words))
            await work.commit()


async def kept(database: Database) -> list[SentQuestion]:
    async with database.reading() as work:
        return await work.gaps.questions()


async def test_the_stores_have_every_method_of_their_ports(database: Database):
    async with _typed(database)() as work:
        for port, store in ((GapStore, work.gaps), (VoteStore, work.votes)):
            assert {name for name in vars(port) if not name.startswith("_")} <= set(dir(store))


async def test_refusals_are_counted_by_month_and_topic(database: Database):
    async with database.transaction() as work:
        for month, topic in ((MONTH, "co-so"), (MONTH, "co-so"), (BEFORE, "co-so"), (MONTH, "x")):
            await work.gaps.count_refused(month, topic)
        await work.commit()
    async with database.reading() as work:
        assert await work.gaps.refused() == [
            Refused(BEFORE, "co-so", 1),
            Refused(MONTH, "co-so", 2),
            Refused(MONTH, "x", 1),
        ]


async def test_many_at_once_add_up(database: Database):
    async def everything() -> None:
        async with database.transaction() as work:
            await work.gaps.count_refused(MONTH, "co-so")
            await work.gaps.put(question("a"), sameness(WORDS))
            await work.votes.add(MONTH, "bai", is_up=False)
            await work.commit()

    async def with_another_id(name: str) -> None:
        async with database.transaction() as work:
            await work.gaps.put(question(name), sameness(WORDS))
            await work.commit()

    await everything()
    await asyncio.gather(*(everything() for _ in range(5)), *map(with_another_id, "bcd"))
    async with database.reading() as work:
        assert await work.gaps.refused() == [Refused(MONTH, "co-so", 6)]
        assert [one.count for one in await work.gaps.questions()] == [9]
        assert await work.votes.worst(MONTH, 9) == [Tally("bai", 0, 6, 0, 6)]


async def test_the_same_words_of_a_day_are_one_row(database: Database):
    await put(
        database,
        question("a"),
        question("b", WORDS.upper()),
        question("c", "nuoi cho trong khu chung cu can giay to gi"),
        question("d", day=date(2026, 11, 21)),
        question("e", "Nuôi mèo trong khu chung cư cần giấy tờ gì?"),
    )
    found = await kept(database)
    assert [(one.words[:8], one.count, one.day.day) for one in found] == [
        ("Nuôi chó", 3, 20),
        ("Nuôi chó", 1, 21),
        ("Nuôi mèo", 1, 20),
    ]
    assert found[0] == SentQuestion(QuestionId("a" * 32), DAY, "co-so", WORDS, 3)


async def test_only_what_waits_is_answered_or_dropped_and_only_once(database: Database):
    await put(database, question("a"), question("b", "Câu khác hẳn câu kia"))
    first, second = QuestionId("a" * 32), QuestionId("b" * 32)
    async with database.transaction() as work:
        assert await work.gaps.answer(first, "bao-tin", DAY)
        assert not await work.gaps.answer(first, "khac", DAY)
        assert not await work.gaps.drop(first)
        assert await work.gaps.drop(second)
        assert not await work.gaps.drop(second)
        assert not await work.gaps.answer(second, "bao-tin", DAY)
        await work.commit()
    (left,) = await kept(database)
    assert (left.article_id, left.answered_on) == ("bao-tin", DAY)


async def test_two_who_settle_at_once_settle_once(database: Database):
    await put(database, question("a"))

    async def answer() -> bool:
        async with database.transaction() as work:
            done = await work.gaps.answer(QuestionId("a" * 32), "bao-tin", DAY)
            await work.commit()
            return done

    assert sorted(await asyncio.gather(answer(), answer())) == [False, True]


async def test_what_is_old_goes_with_its_words(database: Database):
    days = [date(2026, 11, day) for day in (1, 2, 3)]
    await put(database, *(question(name, day=day) for name, day in zip("abc", days, strict=True)))
    async with database.transaction() as work:
        await work.gaps.answer(QuestionId("b" * 32), "bao-tin", date(2026, 11, 4))
        await work.gaps.answer(QuestionId("c" * 32), "bao-tin", date(2026, 11, 5))
        await work.commit()
    async with database.transaction() as work:
        gone = await work.gaps.drop_old(
            answered_until=date(2026, 11, 4), sent_until=date(2026, 11, 1)
        )
        await work.commit()
    assert gone == 2
    assert [one.id[0] for one in await kept(database)] == ["c"]
    async with database.reading() as work:
        left = await work._connection.execute(text("SELECT count(*) FROM sent_questions"))
        assert left.scalar_one() == 1


@pytest.fixture
async def erasing(database: Database) -> GapDesk:
    return GapDesk(
        database.transaction,
        load_knowledge(),
        lambda: DAY,
        database.reading,
        partial(database.fold, QUESTIONS),
    )


def held(folder: Path) -> bytes:
    """Return everything SQLite keeps on the disk: the file, its journal, its shared memory."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("andan.sqlite*")))


async def test_an_erased_question_is_nowhere_on_the_disk(
    database: Database, erasing: GapDesk, tmp_path: Path
):
    await put(database, question("a", "zqxv cần giấy tờ gì"), question("b"))
    if database.is_sqlite:
        assert b"zqxv" in held(tmp_path)
    await erasing.drop(COORDINATOR, QuestionId("a" * 32))
    assert b"zqxv" not in held(tmp_path)
    assert [one.id[0] for one in await kept(database)] == ["b"]


async def test_who_reads_meanwhile_delays_the_journal_and_nothing_else(
    database: Database, erasing: GapDesk, tmp_path: Path
):
    await put(database, question("a", "zqxv cần giấy tờ gì"))
    if not database.is_sqlite:
        pytest.skip("readers delay nothing there that has a file of ours")
    async with database.reading() as work:
        assert await work.gaps.questions()
        await erasing.drop(COORDINATOR, QuestionId("a" * 32))
        assert not await database.fold(QUESTIONS)
    assert await database.fold(QUESTIONS)
    assert b"zqxv" not in held(tmp_path)


async def test_votes_are_two_numbers_and_the_worst_come_first(database: Database):
    presses = {
        ("one", MONTH): (1, 2),
        ("one", BEFORE): (4, 1),
        ("two", MONTH): (0, 3),
        ("liked", MONTH): (5, 0),
        ("002#7", BEFORE): (0, 1),
    }
    async with database.transaction() as work:
        for (target, month), (up, down) in presses.items():
            for is_up in [True] * up + [False] * down:
                await work.votes.add(month, target, is_up=is_up)
        await work.commit()
    async with database.reading() as work:
        worst = await work.votes.worst(MONTH, 9)
        assert worst == [
            Tally("two", 0, 3, 0, 3),
            Tally("one", 5, 3, 1, 2),
            Tally("002#7", 0, 1, 0, 0),
        ]
        assert await work.votes.worst(MONTH, 1) == worst[:1]


async def test_without_commit_nothing_is_kept(database: Database):
    async with database.transaction() as work:
        await work.gaps.count_refused(MONTH, "co-so")
        await work.gaps.put(question("a"), "s")
        await work.votes.add(MONTH, "bai", is_up=True)
    assert await kept(database) == []
    async with database.reading() as work:
        assert await work.gaps.refused() == []


async def test_no_column_holds_a_person_or_an_hour_and_no_row_its_place():
    names = {table.name: {column.name for column in table.columns} for table in (QUESTIONS, VOTES)}
    assert names["answer_votes"] == {"month", "target", "up", "down"}
    assert names["sent_questions"] == {
        "id",
        "day",
        "topic",
        "words",
        "sameness",
        "count",
        "article_id",
        "answered_on",
    }
    for table in (QUESTIONS, REFUSED, VOTES):
        assert not table.dialect_options["sqlite"]["with_rowid"]
        assert not any(isinstance(column.type, UtcMoment) for column in table.columns)


async def test_an_id_is_stored_once(database: Database):
    await put(database, question("a"))
    with pytest.raises(StatementFailed):
        await put(database, question("a", "Câu khác với cùng một số"))
