"""Broadcasts: their text, their frozen audience and how far they have come."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, insert, or_, select, update

from delivery.errors import BroadcastUnknown
from delivery.model import (
    Audience,
    Broadcast,
    BroadcastId,
    BroadcastState,
    Content,
    OutboxState,
    Progress,
    TargetKind,
)
from staff.model import Role, StaffId
from storage.repositories.notices import BROADCASTS_AFTER, queued
from storage.repositories.repository import Repository
from storage.repositories.upsert import insert_into
from storage.tables.delivery import BROADCASTS, OUTBOX, SUBSCRIBER_TOPICS, SUBSCRIBERS
from storage.tables.staff import ACCOUNTS


class Broadcasts(Repository):
    """``BroadcastStore`` inside one transaction."""

    async def add(self, broadcast: Broadcast) -> None:
        """Store a draft."""
        row = {
            "id": broadcast.id,
            "author": broadcast.author,
            "approver": broadcast.approver,
            "state": broadcast.state,
            "topic": broadcast.audience.topic,
            "province_code": broadcast.audience.province_code,
            "digest": broadcast.digest,
            "html": broadcast.content.html,
            "photo": broadcast.content.photo,
        }
        await self._run(insert(BROADCASTS).values(row))

    async def get(self, broadcast_id: BroadcastId) -> Broadcast | None:
        """Return the broadcast, or None."""
        row = await self._first(select(BROADCASTS).where(BROADCASTS.c.id == broadcast_id))
        return None if row is None else _broadcast_of(row)

    async def advance(
        self,
        broadcast_id: BroadcastId,
        old: BroadcastState,
        new: BroadcastState,
        approver: StaffId | None = None,
    ) -> bool:
        """Move the state if it still is ``old``; say whether it was."""
        unmoved = (BROADCASTS.c.id == broadcast_id) & (BROADCASTS.c.state == old)
        values: dict[str, Any] = {"state": new}
        if approver is not None:
            values["approver"] = approver
        return await self._run(update(BROADCASTS).where(unmoved).values(values)) == 1

    async def drop_stale(self, today: date, days: int) -> int:
        """Cancel and empty what nobody approved for that many days; return how many.

        What is seen for the first time starts to wait today.
        """
        unapproved = (
            BROADCASTS.c.approver.is_(None)
            & BROADCASTS.c.state.in_((BroadcastState.DRAFT, BroadcastState.CANCELLED))
            & (BROADCASTS.c.html != "")
        )
        fresh = update(BROADCASTS).where(unapproved, BROADCASTS.c.waits_since.is_(None))
        await self._run(fresh.values(waits_since=today))
        over = BROADCASTS.c.waits_since <= today - timedelta(days=days)
        stale = update(BROADCASTS).where(unapproved, over)
        emptied = {"state": BroadcastState.CANCELLED, "html": "", "photo": None}
        return await self._run(stale.values(emptied))

    async def freeze_audience(self, broadcast_id: BroadcastId, audience: Audience) -> int:
        """Make one pending row for each matching subscriber, in one statement; return how
        many are new. A subscriber who already has one gets no second."""
        row = queued(
            TargetKind.SUBSCRIBER,
            SUBSCRIBERS.c.id,
            priority=BROADCASTS_AFTER,
            broadcast_id=broadcast_id,
        )
        rows = insert_into(self._connection, OUTBOX).from_select(
            list(row), _matching(audience, *row.values())
        )
        unique = ["broadcast_id", "target_id"]
        return await self._run(rows.on_conflict_do_nothing(index_elements=unique))

    async def audience_size(self, audience: Audience) -> int:
        """Return how many subscribers match now."""
        size: int = await self._value(_matching(audience, func.count()))
        return size

    async def cancel_pending(self, broadcast_id: BroadcastId) -> int:
        """Flip what is pending to CANCELLED; return how many."""
        here = BROADCASTS.c.id == broadcast_id
        await self._value(select(BROADCASTS.c.id).where(here).with_for_update())
        waiting = (OUTBOX.c.broadcast_id == broadcast_id) & (OUTBOX.c.state == OutboxState.PENDING)
        return await self._run(update(OUTBOX).where(waiting).values(state=OutboxState.CANCELLED))

    async def progress(self, broadcast_id: BroadcastId) -> Progress:
        """Count the broadcast's messages by state."""
        query = (
            select(OUTBOX.c.state, func.count().label("messages"))
            .where(OUTBOX.c.broadcast_id == broadcast_id)
            .group_by(OUTBOX.c.state)
        )
        return Progress({row.state: row.messages for row in await self._all(query)})

    async def sending(self) -> list[Broadcast]:
        """Return the broadcasts in state SENDING, ordered by id."""
        under_way = BROADCASTS.c.state == BroadcastState.SENDING
        query = select(BROADCASTS).where(under_way).order_by(BROADCASTS.c.id)
        return [_broadcast_of(row) for row in await self._all(query)]

    async def officials(self, role: Role) -> list[StaffId]:
        """Return the active accounts with this role, ordered by id."""
        columns = (ACCOUNTS.c.id, ACCOUNTS.c.roles)
        query = select(*columns).where(ACCOUNTS.c.active).order_by(ACCOUNTS.c.id)
        return [StaffId(row.id) for row in await self._all(query) if role in row.roles]

    async def remember_progress_message(self, broadcast_id: BroadcastId, message_id: int) -> None:
        """Keep which message in the author's own chat shows the progress."""
        chosen = update(BROADCASTS).where(BROADCASTS.c.id == broadcast_id)
        if not await self._run(chosen.values(progress_message=message_id)):
            raise BroadcastUnknown

    async def progress_message(self, broadcast_id: BroadcastId) -> int | None:
        """Return that message id, or None."""
        query = select(BROADCASTS.c.progress_message).where(BROADCASTS.c.id == broadcast_id)
        message_id: int | None = await self._value(query)
        return message_id


def _matching(audience: Audience, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select over the audience: a province means those who chose it or every place."""
    query = (
        select(*columns)
        .select_from(SUBSCRIBERS)
        .join(SUBSCRIBER_TOPICS, SUBSCRIBER_TOPICS.c.subscriber_id == SUBSCRIBERS.c.id)
        .where(SUBSCRIBER_TOPICS.c.topic == audience.topic)
    )
    if audience.province_code is None:
        return query
    here = SUBSCRIBERS.c.province_code
    return query.where(or_(here == audience.province_code, here.is_(None)))


def _broadcast_of(row: Row[Any]) -> Broadcast:
    return Broadcast(
        id=BroadcastId(row.id),
        author=StaffId(row.author),
        content=Content(row.html, row.photo),
        audience=Audience(row.topic, row.province_code),
        digest=row.digest,
        state=row.state,
        approver=None if row.approver is None else StaffId(row.approver),
    )
