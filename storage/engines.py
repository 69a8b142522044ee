"""Makes engines: which driver an address means, and what every connection is told first."""

from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.errors import UrlUnsupported

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}

PRAGMAS = {
    "busy_timeout": "10000",  # ms; first, so that switching to WAL waits too
    "journal_mode": "WAL",
    "synchronous": "FULL",  # a report someone was told is sent survives a power cut
    "foreign_keys": "ON",
    "secure_delete": "ON",  # deleted words are overwritten, not only unlinked
    "trusted_schema": "OFF",
    "temp_store": "MEMORY",  # no temporary file ever holds rows
}


def parse(url: str) -> URL:
    """Return the address with its driver; raise ``UrlUnsupported`` for anything else."""
    try:
        parsed = make_url(url)
        driver = _DRIVERS[parsed.drivername]
    except (ArgumentError, KeyError, ValueError):
        raise UrlUnsupported("use sqlite:///path or postgresql://host/name") from None
    if driver.startswith("sqlite") and parsed.database in (None, "", ":memory:"):
        raise UrlUnsupported("SQLite needs a file: each connection would see its own memory")
    if "sslmode" in parsed.query:  # libpq's word; asyncpg calls it ssl
        ssl = parsed.query["sslmode"]
        parsed = parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": ssl})
    return parsed.set(drivername=driver)


def sqlite_engine(url: URL, *, begin: str, connections: int, **pragmas: str) -> AsyncEngine:
    """Return an engine whose transactions start with ``begin``, at that many connections."""
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        # The driver would otherwise begin and commit by itself, and never around DDL.
        connect_args={"isolation_level": None},
    )
    _tell_pragmas(engine, PRAGMAS | pragmas)
    _begin_with(engine, begin)
    return engine


def migration_engine(url: URL) -> AsyncEngine:
    """Return a SQLite engine for one run of migrations.

    Foreign keys are off: rebuilding a table would otherwise delete what points at it.
    """
    engine = create_async_engine(
        url, poolclass=NullPool, hide_parameters=True, connect_args={"isolation_level": None}
    )
    _tell_pragmas(engine, PRAGMAS | {"foreign_keys": "OFF"})
    _begin_with(engine, "BEGIN IMMEDIATE")
    return engine


def scrubbing_engine(url: URL) -> AsyncEngine:
    """Return a SQLite engine that begins no transaction: ``VACUUM`` refuses to run inside one."""
    engine = create_async_engine(
        url, poolclass=NullPool, hide_parameters=True, connect_args={"isolation_level": None}
    )
    _tell_pragmas(engine, PRAGMAS)
    return engine


def postgresql_engine(url: URL, schema: str | None) -> AsyncEngine:
    """Return an engine on PostgreSQL, with all names in ``schema`` if one is given."""
    server = {"application_name": "andan", "timezone": "UTC", "jit": "off"}
    if schema is not None:
        server["search_path"] = schema
    return create_async_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"server_settings": server, "timeout": 10},
    )


def _tell_pragmas(engine: AsyncEngine, pragmas: dict[str, str]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def tell(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()


def _begin_with(engine: AsyncEngine, begin: str) -> None:
    @event.listens_for(engine.sync_engine, "begin")
    def say(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
