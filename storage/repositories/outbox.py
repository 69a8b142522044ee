"""The outbox: claiming what is due, and writing down what became of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, delete, or_, select, update

from delivery.model import (
    BroadcastId,
    BroadcastState,
    Notice,
    OutboxId,
    OutboxMessage,
    OutboxState,
    TargetKind,
)
from storage.repositories.repository import Repository
from storage.tables.delivery import BROADCASTS, OUTBOX, SUBSCRIBERS
from storage.tables.staff import ACCOUNTS, UNITS

_STEP = timedelta(minutes=5)
_FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None}
_UNDECIDED = (OutboxState.LEASED, OutboxState.UNKNOWN)


class Outbox(Repository):
    """``OutboxStore`` inside one transaction."""

    async def lease(
        self, owner: str, limit: int, now: datetime, until: datetime
    ) -> list[OutboxMessage]:
        """Claim up to ``limit`` due messages, notices first. ``until`` is rounded up to whole
        five minutes, so that no row tells when a report came in."""
        due = (OUTBOX.c.state == OutboxState.PENDING) & _time_has_come(now)
        chosen = (
            select(OUTBOX.c.id)
            .where(due)
            .order_by(OUTBOX.c.priority, OUTBOX.c.id)
            .limit(limit)
            # Only speed, and only on PostgreSQL: two workers skip each other's rows.
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        # The outer WHERE repeats the conditions: it alone guarantees one owner per message.
        claim = update(OUTBOX).where(OUTBOX.c.id.in_(select(chosen.c.id)), due)
        mark = {
            "state": OutboxState.LEASED,
            "lease_owner": owner,
            "lease_until": _rounded_up(until),
        }
        rows = await self._all(claim.values(mark).returning(OUTBOX))
        return [_message_of(row) for row in sorted(rows, key=lambda row: (row.priority, row.id))]

    async def recover(self, now: datetime) -> int:
        """Turn messages whose lease ran out: notices to pending, broadcasts to UNKNOWN."""
        lost = (OUTBOX.c.state == OutboxState.LEASED) & (OUTBOX.c.lease_until <= now)
        ends = (
            (OUTBOX.c.broadcast_id.is_(None), OutboxState.PENDING),
            (OUTBOX.c.broadcast_id.is_not(None), OutboxState.UNKNOWN),
        )
        found = 0
        for kind, state in ends:
            found += await self._run(update(OUTBOX).where(lost, kind).values(state=state, **_FREE))
        return found

    async def address(self, target: TargetKind, target_id: str) -> bytes | None:
        """Return the sealed address of a target now; an inactive account has none."""
        table, column = _address_column(target)
        query = select(column).where(table.c.id == target_id)
        if target is TargetKind.STAFF:
            query = query.where(ACCOUNTS.c.active)
        sealed: bytes | None = await self._value(query)
        return sealed

    async def finish(self, message_id: OutboxId, state: OutboxState) -> None:
        """Record a final state: a notice's row goes, a broadcast's stays.

        UNKNOWN may still become what a late answer says; any other end is kept.
        """
        here = OUTBOX.c.id == message_id
        await self._run(delete(OUTBOX).where(here, OUTBOX.c.broadcast_id.is_(None)))
        undecided = OUTBOX.c.state.in_(_UNDECIDED)
        await self._run(update(OUTBOX).where(here, undecided).values(state=state, **_FREE))

    async def postpone(self, message_id: OutboxId, not_before: datetime) -> None:
        """Put a leased message back, one attempt more; if its broadcast was cancelled
        meanwhile it becomes CANCELLED, as the others did."""
        leased = (OUTBOX.c.id == message_id) & (OUTBOX.c.state == OutboxState.LEASED)
        # The shared lock makes a cancel on PostgreSQL wait, or us see it.
        broadcast = (
            select(BROADCASTS.c.state)
            .join(OUTBOX, OUTBOX.c.broadcast_id == BROADCASTS.c.id)
            .where(OUTBOX.c.id == message_id)
            .with_for_update(read=True, of=BROADCASTS)
        )
        cancelled = await self._value(broadcast) is BroadcastState.CANCELLED
        new = {
            "state": OutboxState.CANCELLED if cancelled else OutboxState.PENDING,
            "attempts": OUTBOX.c.attempts + 1,
            "not_before": not_before,
        }
        await self._run(update(OUTBOX).where(leased).values(new | _FREE))

    async def move_address(self, target: TargetKind, target_id: str, sealed: bytes) -> None:
        """Replace a target's sealed address; a target without one stays without."""
        table, column = _address_column(target)
        tied = (table.c.id == target_id) & column.is_not(None)
        await self._run(update(table).where(tied).values({column.name: sealed}))

    async def forget(self, target: TargetKind, target_id: str) -> None:
        """Delete a target's address: the subscriber, or the chat tie of a unit or account."""
        if target is TargetKind.SUBSCRIBER:
            await self._run(delete(SUBSCRIBERS).where(SUBSCRIBERS.c.id == target_id))
            return
        table, _ = _address_column(target)
        ties = {name: None for name in ("chat_sealed", "chat_tag") if name in table.c}
        await self._run(update(table).where(table.c.id == target_id).values(ties))


def _address_column(target: TargetKind) -> tuple[Table, ColumnElement[bytes | None]]:
    return {
        TargetKind.UNIT: (UNITS, UNITS.c.chat_sealed),
        TargetKind.STAFF: (ACCOUNTS, ACCOUNTS.c.chat_sealed),
        TargetKind.SUBSCRIBER: (SUBSCRIBERS, SUBSCRIBERS.c.address_sealed),
    }[target]


def _time_has_come(now: datetime) -> ColumnElement[bool]:
    return or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= now)


def _rounded_up(moment: datetime) -> datetime:
    past = (moment - datetime(1970, 1, 1, tzinfo=UTC)) % _STEP
    return moment if not past else moment + (_STEP - past)


def _message_of(row: Row[Any]) -> OutboxMessage:
    notice = None
    if row.notice_kind is not None:
        fields = tuple((key, value) for key, value in json.loads(row.notice_fields))
        notice = Notice(row.notice_kind, fields)
    return OutboxMessage(
        id=OutboxId(row.id),
        target=row.target,
        target_id=row.target_id,
        notice=notice,
        broadcast_id=None if row.broadcast_id is None else BroadcastId(row.broadcast_id),
        attempts=row.attempts,
        not_before=row.not_before,
    )
