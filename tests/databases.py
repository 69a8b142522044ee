"""Opens empty, migrated databases for tests, fast: the migrations run once per process.

``TEST_DATABASE_URL`` names a PostgreSQL that may be written to; each test process works in a
schema of its own there and drops it at the end.
"""

import asyncio
import atexit
import os
import secrets
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Database
from storage.engines import parse
from storage.tables import METADATA

POSTGRES_URL = os.environ.get("TEST_DATABASE_URL")
"""Where PostgreSQL tests may run, or None: then they are skipped."""

_sqlite_template: list[bytes] = []
_postgres_schemas: dict[str, str] = {}


async def open_sqlite(folder: Path) -> Database:
    """Return an empty, migrated database in a file in that folder. The caller closes it."""
    path = folder / "andan.sqlite"
    if not _sqlite_template:
        made = Database(f"sqlite:///{path}")
        await made.migrate()
        await made.close()
        _sqlite_template.append(path.read_bytes())
    path.write_bytes(_sqlite_template[0])
    return Database(f"sqlite:///{path}")


async def open_postgres(url: str) -> Database:
    """Return an empty, migrated database in this process's schema. The caller closes it."""
    if url in _postgres_schemas:
        await _run(url, *_emptying(_postgres_schemas[url]))
        return Database(url, schema=_postgres_schemas[url])
    schema = await new_schema(url)
    database = Database(url, schema=schema)
    await database.migrate()
    _postgres_schemas[url] = schema
    return database


async def new_schema(url: str) -> str:
    """Make a schema that is dropped when the process ends; return its name."""
    schema = f"test_{os.getpid()}_{secrets.token_hex(4)}"
    await _run(url, f"CREATE SCHEMA {schema}")
    atexit.register(lambda: asyncio.run(_run(url, f"DROP SCHEMA IF EXISTS {schema} CASCADE")))
    return schema


def _emptying(schema: str) -> list[str]:
    tables = [table.name for table in reversed(METADATA.sorted_tables)]
    return [f"DELETE FROM {schema}.{name}" for name in tables]


async def _run(url: str, *statements: str) -> None:
    engine = create_async_engine(parse(url), poolclass=NullPool)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()
