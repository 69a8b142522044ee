"""What has run out is deleted, in the database and in memory."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.housekeeping import Housekeeping
from delivery.model import BroadcastState
from handlers.telegram.conversation import BoundedMemoryStorage
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
