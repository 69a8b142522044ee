"""What every repository stands on: a connection inside a transaction, and three ways to ask."""

from typing import Any

from sqlalchemy import Executable, Row, Select
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection


class Repository:
    """Holds the connection of one unit of work; valid until that ends."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def _all(self, query: Executable) -> list[Row[Any]]:
        return list((await self._connection.execute(query)).all())

    async def _first(self, query: Executable) -> Row[Any] | None:
        return (await self._connection.execute(query)).first()

    async def _value(self, query: Select[Any]) -> Any:
        return await self._connection.scalar(query)

    async def _run(self, statement: Executable) -> int:
        """Execute and return how many rows were touched."""
        result = await self._connection.execute(statement)
        assert isinstance(result, CursorResult)
        return result.rowcount
