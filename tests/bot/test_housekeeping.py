"""What has run out is deleted, in the database and in memory."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.housekeeping import Housekeeping
from delivery.model import BroadcastState
from handlers.telegram.conversation import BoundedMemoryStorage
from knowledge.unanswered import QuestionId, SentQuestion
from storage.database import Database
from tests.databases import open_sqlite
from tests.storage.samples import broadcast, settle

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


async def state_of(database: Database) -> BroadcastState:
    async with database.reading() as work:
        found = await work.broadcasts.get(broadcast("cast").id)
    assert found is not None
    return found.state


async def test_a_draft_waits_seven_days(tmp_path: Path):
    database = await open_sqlite(tmp_path)
    await settle(database)
    async with database.transaction() as work:
        await work.broadcasts.add(broadcast("cast"))
        await work.commit()
    now = NOON
    sweeper = Housekeeping(database, BoundedMemoryStorage(), lambda: now)
    await sweeper.sweep()
    now = NOON + timedelta(days=6)
    assert await sweeper.sweep() == 0
    assert await state_of(database) is BroadcastState.DRAFT
    now = NOON + timedelta(days=7)
    assert await sweeper.sweep() == 1
    assert await state_of(database) is BroadcastState.CANCELLED
    await database.close()


async def test_questions_go_when_their_time_has_run_out(tmp_path: Path):
    database = await open_sqlite(tmp_path)
    today = NOON.date()
    async with database.transaction() as work:
        for name in ("waiting", "answered"):
            question = SentQuestion(QuestionId(name), today, "co-so", f"zq{name}words")
            await work.gaps.put(question, name)
        await work.gaps.answer(QuestionId("answered"), "bao-tin", today + timedelta(days=3))
        await work.commit()
    now = NOON
    sweeper = Housekeeping(database, BoundedMemoryStorage(), lambda: now)
    left = {}
    for day in (32, 33, 179, 180):
        now = NOON + timedelta(days=day)
        await sweeper.sweep()
        async with database.reading() as work:
            left[day] = [one.id for one in await work.gaps.questions()]
    assert left == {32: ["answered", "waiting"], 33: ["waiting"], 179: ["waiting"], 180: []}
    on_disk = b"".join(file.read_bytes() for file in tmp_path.glob("andan.sqlite*"))
    assert b"zqwaiting" not in on_disk
    assert b"zqanswered" not in on_disk
    await database.close()
