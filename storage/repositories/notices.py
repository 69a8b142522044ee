"""Where rooms leave a notice for staff, inside their own transaction."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Table, insert, literal, null, select

from delivery.model import Notice, OutboxState, TargetKind
from staff.model import StaffId, UnitId
from storage.repositories.repository import Repository
from storage.tables.columns import random_id
from storage.tables.delivery import OUTBOX
from storage.tables.staff import ACCOUNTS, UNITS

NOTICES_FIRST, BROADCASTS_AFTER = 0, 1
"""The two priorities of the outbox: staff hear of a case before a broadcast goes on."""


def queued(
    target: TargetKind,
    target_id: ColumnElement[str],
    *,
    priority: int,
    notice: Notice | None = None,
    broadcast_id: str | None = None,
) -> dict[str, Any]:
    """Return the columns of a fresh outbox row as expressions, for ``INSERT … SELECT``."""
    column = OUTBOX.c
    fields = None if notice is None else json.dumps(notice.fields, ensure_ascii=False)
    return {
        "id": random_id(),
        "priority": literal(priority, column.priority.type),
        "state": literal(OutboxState.PENDING, column.state.type),
        "target": literal(target, column.target.type),
        "target_id": target_id,
        "notice_kind": literal(notice and notice.kind, column.notice_kind.type),
        "notice_fields": literal(fields, column.notice_fields.type),
        "broadcast_id": literal(broadcast_id, OUTBOX.c.id.type),
        "attempts": literal(0, column.attempts.type),
        "not_before": null(),
    }


class Notices(Repository):
    """``NoticeQueue``: a target without a chat gets no row at all."""

    async def to_unit(self, unit_id: UnitId, notice: Notice) -> None:
        """Queue a notice for a unit's duty chat."""
        has_chat = (UNITS.c.id == unit_id) & UNITS.c.chat_sealed.is_not(None)
        await self._queue(TargetKind.UNIT, UNITS, has_chat, notice)

    async def to_staff(self, staff_id: StaffId, notice: Notice) -> None:
        """Queue a notice for one active account's own chat."""
        has_chat = (ACCOUNTS.c.id == staff_id) & ACCOUNTS.c.chat_sealed.is_not(None)
        await self._queue(TargetKind.STAFF, ACCOUNTS, has_chat & ACCOUNTS.c.active, notice)

    async def _queue(
        self, target: TargetKind, table: Table, where: ColumnElement[bool], notice: Notice
    ) -> None:
        row = queued(target, table.c.id, priority=NOTICES_FIRST, notice=notice)
        source = select(*row.values()).select_from(table).where(where)
        await self._run(insert(OUTBOX).from_select(list(row), source))
