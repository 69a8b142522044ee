"""Units and their duty chats."""

from typing import Any

from sqlalchemy import Row, select, update

from staff.errors import UnitUnknown
from staff.model import Unit, UnitId
from storage.repositories.repository import Repository
from storage.repositories.upsert import insert_into
from storage.tables.staff import UNITS

UNIT_COLUMNS = (
    UNITS.c.id,
    UNITS.c.name,
    UNITS.c.kind,
    UNITS.c.area_code,
    UNITS.c.chat_sealed.is_not(None).label("has_chat"),
)


def unit_of(row: Row[Any]) -> Unit:
    """Read a row of :data:`UNIT_COLUMNS`."""
    return Unit(UnitId(row.id), row.name, row.kind, row.area_code, bool(row.has_chat))


class Units(Repository):
    """The unit part of ``StaffStore``. A unit's chat is set apart from its description."""

    async def add_unit(self, unit: Unit) -> None:
        """Store a new unit, or update name, kind and area; ``has_chat`` is not written."""
        words = {"name": unit.name, "kind": unit.kind, "area_code": unit.area_code}
        statement = insert_into(self._connection, UNITS).values(id=unit.id, **words)
        await self._run(statement.on_conflict_do_update(index_elements=["id"], set_=words))

    async def unit(self, unit_id: UnitId) -> Unit | None:
        """Return the unit, or None."""
        row = await self._first(select(*UNIT_COLUMNS).where(UNITS.c.id == unit_id))
        return None if row is None else unit_of(row)

    async def units(self) -> list[Unit]:
        """Return all units ordered by id."""
        return [unit_of(row) for row in await self._all(select(*UNIT_COLUMNS).order_by("id"))]

    async def set_unit_chat(self, unit_id: UnitId, sealed_address: bytes | None) -> None:
        """Remember or forget the duty chat; ``UnitUnknown`` if there is no such unit."""
        chosen = update(UNITS).where(UNITS.c.id == unit_id)
        if not await self._run(chosen.values(chat_sealed=sealed_address)):
            raise UnitUnknown(unit_id)

    async def unit_chat(self, unit_id: UnitId) -> bytes | None:
        """Return the sealed address of the duty chat, or None."""
        query = select(UNITS.c.chat_sealed).where(UNITS.c.id == unit_id)
        sealed: bytes | None = await self._value(query)
        return sealed
