"""``INSERT … ON CONFLICT``, which both databases speak but SQLAlchemy spells twice."""

from typing import TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Upsert: TypeAlias = postgresql.Insert | sqlite.Insert


def insert_into(connection: AsyncConnection, table: Table) -> Upsert:
    """Return the insert of the connection's dialect, for its ``on_conflict_…`` methods."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
