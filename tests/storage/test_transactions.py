import asyncio
import sqlite3
import stat
import threading
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from inbox.errors import AlreadyStored
from inbox.model import CaseFilter, LookupTag, NewCase
from storage.database import Database
from storage.engines import PRAGMAS, parse
from storage.errors import (
    DatabaseUnreachable,
    NotWritable,
    SchemaTooOld,
    StatementFailed,
    StoredValueUnknown,
    TransactionNested,
    UrlUnsupported,
)
from tests.databases import POSTGRES_URL, open_sqlite
from tests.storage.samples import LAN, NOTICE, POLICE, case, settle


async def submit(database: Database, name: str, tag: bytes | None = None) -> None:
    report = case(name, LAN)
    if tag is not None:
        report = replace(report, tag=LookupTag(tag))
    async with database.transaction() as work:
        await work.cases.recipients()
        await work.cases.add(report)
        await work.notices.to_unit(POLICE.id, NOTICE)
        await work.commit()


async def test_leaving_without_commit_leaves_nothing(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work.cases.add(case("AAAAA", LAN))
    async with database.reading() as work:
        assert await work.cases.headers(LAN, CaseFilter()) == ([], 0)


async def test_an_error_leaves_nothing(database: Database):
    await settle(database)
    with pytest.raises(ZeroDivisionError):
        await _fail_after_adding(database)
    async with database.reading() as work:
        assert await work.cases.headers(LAN, CaseFilter()) == ([], 0)


async def _fail_after_adding(database: Database) -> None:
    async with database.transaction() as work:
        await work.cases.add(case("AAAAA", LAN))
        raise ZeroDivisionError


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_cancelled_task_leaves_nothing_and_blocks_nobody(database: Database, times: int):
    await settle(database)
    started = asyncio.Event()

    async def stuck() -> None:
        async with database.transaction() as work:
            await work.cases.add(case("AAAAA", LAN))
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(stuck())
    await started.wait()
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await task
    await submit(database, "BBBBB")
    async with database.reading() as work:
        assert (await work.cases.headers(LAN, CaseFilter()))[1] == 1


async def test_32_reports_at_once_are_all_stored(database: Database):
    await settle(database)
    await asyncio.gather(*(submit(database, f"N{number:04}") for number in range(32)))
    async with database.reading() as work:
        assert (await work.cases.headers(LAN, CaseFilter()))[1] == 32


@pytest.mark.parametrize("names", [["AAAAA"] * 8, [f"NNNN{n}" for n in range(8)]])
async def test_the_same_report_at_once_is_stored_once(database: Database, names: list[str]):
    await settle(database)
    ends = await asyncio.gather(
        *(submit(database, name, b"same receipt") for name in names), return_exceptions=True
    )
    assert [end for end in ends if end is None] == [None]
    assert sum(isinstance(end, AlreadyStored) for end in ends) == 7


async def test_messages_added_at_once_are_all_kept(database: Database):
    await settle(database)
    report = case("AAAAA", LAN)
    await submit(database, "AAAAA")

    async def add() -> None:
        async with database.transaction() as work:
            await work.cases.add_message(report.header.id, report.first_message)
            await work.commit()

    await asyncio.gather(*(add() for _ in range(12)))
    async with database.reading() as work:
        assert len(await work.cases.messages(report.header.id)) == 13


async def test_reading_waits_for_no_writer_and_sees_one_moment(database: Database):
    await settle(database)
    async with database.transaction() as writing:
        await writing.cases.add(case("AAAAA", LAN))
        async with database.reading() as work:
            assert (await work.cases.headers(LAN, CaseFilter()))[1] == 0
            await writing.commit()
            assert (await work.cases.headers(LAN, CaseFilter()))[1] == 0


async def test_reading_can_neither_commit_nor_write(database: Database):
    async with database.reading() as work:
        with pytest.raises(NotWritable):
            await work.commit()
    with pytest.raises(StatementFailed):
        async with database.reading() as work:
            await work.staff.add_unit(POLICE)


async def test_a_refused_statement_tells_no_values(database: Database):
    await settle(database)
    report = case("AAAAA", LAN)
    await submit(database, "AAAAA")
    same_number = replace(case("BBBBB", LAN).header, number=report.header.number)
    with pytest.raises(StatementFailed) as caught:
        await _add(database, replace(case("BBBBB", LAN), header=same_number))
    told = "".join(traceback.format_exception(caught.value))
    assert report.header.number not in told
    assert "INSERT" not in told


async def _add(database: Database, report: NewCase) -> None:
    async with database.transaction() as work:
        await work.cases.add(report)


async def test_an_unknown_label_is_a_clear_error(database: Database):
    await settle(database)
    async with database.transaction() as work:
        await work._connection.execute(text("UPDATE units SET kind = 'later'"))
        with pytest.raises(StoredValueUnknown, match="UnitKind"):
            await work.staff.units()


async def test_a_task_cannot_wait_for_itself(tmp_path: Path):
    database = await open_sqlite(tmp_path)
    async with database.transaction():
        with pytest.raises(TransactionNested):
            await submit(database, "AAAAA")
    await database.close()


async def test_pragmas_are_really_on(tmp_path: Path):
    database = await open_sqlite(tmp_path)
    expected = {"ON": 1, "OFF": 0, "WAL": "wal", "FULL": 2, "MEMORY": 2}
    for opened in (database.transaction(), database.reading()):
        async with opened as work:
            for name, value in PRAGMAS.items():
                found = (await work._connection.execute(text(f"PRAGMA {name}"))).scalar()
                assert found == expected.get(value, found)
                assert str(found) in {str(expected.get(value)), value}
    await database.close()


async def test_the_file_is_its_owners_and_the_journal_is_gone_after_closing(tmp_path: Path):
    path = tmp_path / "new.sqlite"
    database = Database(f"sqlite:///{path}")
    await database.migrate()
    await settle(database)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    await database.close()
    assert [file.name for file in tmp_path.iterdir()] == ["new.sqlite"]


async def test_no_table_counts_insertions_except_broadcasts(tmp_path: Path):
    database = await open_sqlite(tmp_path)
    await database.close()
    with sqlite3.connect(tmp_path / "andan.sqlite") as connection:
        rows = connection.execute("PRAGMA table_list").fetchall()
    connection.close()
    counting = {name for schema, name, kind, _, without_rowid, _ in rows if not without_rowid}
    assert counting == {"broadcasts", "alembic_version", "sqlite_schema", "sqlite_temp_schema"}


@pytest.mark.parametrize(
    "url", ["mysql://root:secret@host/x", "sqlite://", "sqlite:///:memory:", "", "secret"]
)
def test_other_addresses_are_refused_without_repeating_them(url: str):
    with pytest.raises(UrlUnsupported) as caught:
        Database(url)
    assert "secret" not in str(caught.value)


def test_addresses_are_read_as_operators_write_them():
    assert parse("sqlite:///var/andan.sqlite").drivername == "sqlite+aiosqlite"
    assert parse("postgresql://a@b/c?sslmode=require").query == {"ssl": "require"}


async def test_a_missing_folder_is_unreachable(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path}/nowhere/andan.sqlite")
    with pytest.raises(DatabaseUnreachable):
        await database.migrate()
    with pytest.raises(DatabaseUnreachable):
        async with database.reading() as work:
            await work.staff.units()
    await database.close()
    await until_driver_threads_end()


async def until_driver_threads_end() -> None:
    """Wait for threads of connections that never opened: they still speak to this loop."""
    for _ in range(200):
        if not any("_connection_worker_thread" in one.name for one in threading.enumerate()):
            return
        await asyncio.sleep(0.01)


async def test_a_stopped_server_is_unreachable():
    database = Database("postgresql://nobody:secret@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnreachable) as caught:
        await database.is_current()
    assert "secret" not in str(caught.value)
    await database.close()


@pytest.mark.skipif(POSTGRES_URL is None, reason="TEST_DATABASE_URL is not set")
async def test_an_unknown_database_is_unreachable():
    assert POSTGRES_URL is not None
    database = Database(
        str(parse(POSTGRES_URL).set(database="andan_none").render_as_string(False))
    )
    with pytest.raises(DatabaseUnreachable):
        await database.is_current()
    await database.close()


async def test_an_empty_file_asks_for_migrations(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path}/empty.sqlite")
    with pytest.raises(SchemaTooOld):
        async with database.transaction() as work:
            await work.staff.units()
    await database.close()
