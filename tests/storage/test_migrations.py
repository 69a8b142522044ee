from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.database import Database
from storage.errors import SchemaTooNew, SchemaTooOld
from storage.migrations import runner
from storage.tables import METADATA
from storage.tables.columns import UtcMoment
from tests.databases import POSTGRES_URL, new_schema
from tests.storage.samples import POLICE, settle


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without any table."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path}/andan.sqlite")
    elif POSTGRES_URL is None:
        pytest.skip("TEST_DATABASE_URL is not set")
    else:
        opened = Database(POSTGRES_URL, schema=await new_schema(POSTGRES_URL))
    yield opened
    await opened.close()


def test_there_is_one_head_and_every_step_is_numbered():
    scripts = runner.scripts()
    assert len(scripts.get_heads()) == 1
    steps = [step.revision for step in scripts.walk_revisions()]
    assert steps == [f"{number:04}" for number in range(len(steps), 0, -1)]


async def test_every_step_can_be_climbed_undone_and_climbed_again(empty: Database):
    steps = [step.revision for step in runner.scripts().walk_revisions()][::-1]

    def climb(connection: Connection) -> None:
        for below, step in zip(["base", *steps], steps, strict=False):
            runner.upgrade(connection, step)
            runner.downgrade(connection, below)
            runner.upgrade(connection, step)

    async with empty.transaction() as work:
        await work._connection.run_sync(climb)
        await work.commit()
    assert await empty.is_current()


async def test_going_down_leaves_no_table(empty: Database):
    await empty.migrate()
    async with empty.transaction() as work:
        await work._connection.run_sync(runner.downgrade, "base")
        left = await work._connection.run_sync(lambda c: c.dialect.get_table_names(c))
    assert left == ["alembic_version"]


async def test_migrations_make_what_the_tables_say(empty: Database):
    await empty.migrate()

    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), METADATA)

    async with empty.reading() as work:
        assert await work._connection.run_sync(differences) == []


async def test_migrating_again_keeps_everything(empty: Database):
    await empty.migrate()
    await settle(empty)
    await empty.migrate()
    async with empty.reading() as work:
        assert await work.staff.unit(POLICE.id) == POLICE


async def test_a_database_says_whether_it_fits(empty: Database):
    assert not await empty.is_current()
    with pytest.raises(SchemaTooOld):
        await empty.ensure_current()
    await empty.migrate()
    assert await empty.is_current()


async def test_a_newer_database_is_left_alone(empty: Database):
    await empty.migrate()
    async with empty.transaction() as work:
        await work._connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await work.commit()
    assert not await empty.is_current()
    with pytest.raises(SchemaTooNew):
        await empty.ensure_current()
    with pytest.raises(SchemaTooNew):
        await empty.migrate()


def test_clock_times_are_kept_only_where_staff_and_sending_need_them():
    found = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if isinstance(column.type, UtcMoment)
    }
    assert found == {
        "invitations.expires_at",
        "link_codes.expires_at",
        "outbox.lease_until",
        "outbox.not_before",
        "sessions.expires_at",
        "sessions.last_seen",
    }
