"""The database as a whole: opening, migrating, transactions, closing.

On SQLite one task writes at a time: a transaction takes a lock in this process and then
SQLite's own write lock (``BEGIN IMMEDIATE``). Starting as a reader and turning writer later
would be refused with "database is locked" whenever another one wrote in between, and no
timeout helps against that. Reading goes past the lock.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import engines
from storage.errors import SchemaTooNew, SchemaTooOld, StorageError, TransactionNested
from storage.failures import connecting, translated
from storage.migrations import runner
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

READERS = 8
"""How many tasks may read a SQLite file at once; more wait for one of these."""
_FOLD_WAIT_MS = 1_000
"""Writers wait meanwhile, and there is another turn within the hour."""


class Database:
    """One SQLite file or one PostgreSQL database, shared by all rooms of this process.

    ``url`` is ``sqlite:///path`` or ``postgresql://…``; ``schema`` (PostgreSQL only) keeps
    everything in that schema. Nothing is opened before the first use. Failures are
    :mod:`storage.errors` and quote neither statements nor values.
    """

    def __init__(self, url: str, *, schema: str | None = None) -> None:
        self._url = engines.parse(url)
        self._gate: _WriteGate | None = None
        if self._url.drivername == "sqlite+aiosqlite":
            self._gate = _WriteGate()
            self._writers = engines.sqlite_engine(
                self._url, begin="BEGIN IMMEDIATE", connections=1
            )
            self._readers = engines.sqlite_engine(
                self._url, begin="BEGIN", connections=READERS, query_only="ON"
            )
        else:
            self._writers = engines.postgresql_engine(self._url, schema)
            self._readers = self._writers.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is a file (and one process should write it)."""
        return self._gate is not None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[UnitOfWork]:
        """Open a unit of work that may write. Leaving without ``commit`` rolls back.

        On SQLite it waits for its turn, so keep the block short and do slow work (keys,
        Telegram) outside. Raises ``TransactionNested`` inside another one of this task.
        """
        if self._gate is None:
            async with _unit_of_work(self._writers, writable=True) as work:
                yield work
            return
        async with self._gate.turn(), _unit_of_work(self._writers, writable=True) as work:
            yield work

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """Open a unit of work that sees one moment, waits for no writer and cannot commit."""
        async with _unit_of_work(self._readers, writable=False) as work:
            yield work

    async def migrate(self) -> None:
        """Bring the tables to this code's version, making them if need be.

        All or nothing, and safe to start twice at once. Raises ``SchemaTooNew`` and leaves
        everything as it was if a newer version has been here.
        """
        if not self.is_sqlite:
            async with _connection(self._writers) as connection:
                await connection.run_sync(runner.upgrade)
                await connection.commit()
            return
        _make_private(self._url)
        engine = engines.migration_engine(self._url)
        try:
            async with _connection(engine) as connection:
                await connection.run_sync(_upgrade_file)
                await connection.commit()
        finally:
            await engine.dispose()

    async def scrub(self, table: Table) -> bool:
        """Leave nothing of deleted rows in the files of this database; say whether that is so.

        SQLite: the file is written anew and its journal emptied, which another process that
        reads or writes can delay (False then). PostgreSQL: the table is written anew; the
        server's own logs keep old rows until it lets them go.
        """
        try:
            if self._gate is None:
                await self._rewrite(table)
                return True
            async with self._gate.turn():
                return await self._rewrite_file()
        except StorageError as failure:
            log.warning("database not scrubbed", extra={"kind": type(failure).__name__})
            return False

    async def fold(self, table: Table) -> bool:
        """Leave nothing of deleted rows of a small table; say whether that is so. Cheap.

        SQLite: rows are overwritten in the file as they are deleted, and here the journal that
        still holds them is emptied. PostgreSQL: as :meth:`scrub`.
        """
        try:
            if self._gate is None:
                await self._rewrite(table)
                return True
            async with self._gate.turn():
                return await self._empty_journal()
        except StorageError as failure:
            log.warning("journal not emptied", extra={"kind": type(failure).__name__})
            return False

    async def _empty_journal(self) -> bool:
        engine = engines.scrubbing_engine(self._url)
        try:
            async with _connection(engine) as connection:
                await connection.exec_driver_sql(f"PRAGMA busy_timeout={_FOLD_WAIT_MS}")
                return await _emptied(connection)
        finally:
            await engine.dispose()

    async def _rewrite(self, table: Table) -> None:
        writers = self._writers.execution_options(isolation_level="AUTOCOMMIT")
        async with _connection(writers) as connection:
            await connection.exec_driver_sql("SET lock_timeout = '10s'")
            try:
                await connection.exec_driver_sql(f"VACUUM FULL {table.name}")
            finally:
                await connection.exec_driver_sql("RESET lock_timeout")

    async def _rewrite_file(self) -> bool:
        engine = engines.scrubbing_engine(self._url)
        try:
            async with _connection(engine) as connection:
                await connection.exec_driver_sql("VACUUM")
                return await _emptied(connection)
        finally:
            await engine.dispose()

    async def is_current(self) -> bool:
        """Say whether the tables are exactly at this code's version."""
        try:
            await self.ensure_current()
        except (SchemaTooOld, SchemaTooNew):
            return False
        return True

    async def ensure_current(self) -> None:
        """Raise ``SchemaTooOld`` or ``SchemaTooNew`` unless the tables fit this code."""
        if self.is_sqlite and not _exists(self._url):
            raise SchemaTooOld("run: python -m bot migrate")
        async with _connection(self._readers) as connection:
            await connection.run_sync(runner.check_current)

    async def close(self) -> None:
        """Close every connection. On SQLite the journal is folded into the file."""
        await self._readers.dispose()
        await self._writers.dispose()


class _WriteGate:
    """Lets one task write at a time, first come first served, and none wait for itself."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[object] | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        task = asyncio.current_task()
        if self._holder is task:
            raise TransactionNested("this task already has a transaction open")
        async with self._lock:
            self._holder = task
            try:
                yield
            finally:
                self._holder = None


@asynccontextmanager
async def _connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    # The stack shields the closing: a task cancelled twice must not keep the one writer.
    with translated():
        async with AsyncExitStack() as stack:
            with connecting():
                connection = await stack.enter_async_context(engine.connect())
            yield connection


@asynccontextmanager
async def _unit_of_work(engine: AsyncEngine, *, writable: bool) -> AsyncIterator[UnitOfWork]:
    async with _connection(engine) as connection:
        yield UnitOfWork(connection, writable=writable)


async def _emptied(connection: AsyncConnection) -> bool:
    result = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    busy: int = result.one()[0]
    return busy == 0


def _upgrade_file(connection: Connection) -> None:
    runner.upgrade(connection)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise SQLAlchemyError("a migration broke a reference")


def _exists(url: URL) -> bool:
    # Connecting would make an empty file, which looks like a database that lost everything.
    return Path(str(url.database)).exists()


def _make_private(url: URL) -> None:
    # Made before SQLite does, so that no moment passes with the file open to others.
    with connecting():
        os.close(os.open(str(url.database), os.O_CREAT | os.O_RDWR, 0o600))
