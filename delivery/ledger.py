"""What the worker reads from and writes to the outbox, one small transaction at a time.

An outcome is worth more than the send itself: writing it down is tried again through a
passing storage failure, because a row left leased ends as "unknown".
"""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from delivery.errors import BroadcastUnknown
from delivery.model import BroadcastId, Content, OutboxMessage, OutboxState
from delivery.ports import DeliveryTransaction, DeliveryTransactions
from staff.ports import Clock

log = logging.getLogger(__name__)

_LEASE_STEP_S: Final = 300
_WRITE_PAUSES_S: Final = (0.1, 0.3, 1.0, 3.0, 6.0)
_KEPT_CONTENTS: Final = 4

T = TypeVar("T")


class Ledger:
    """The outbox as one sender sees it."""

    def __init__(
        self, transactions: DeliveryTransactions, clock: Clock, owner: str, lease_s: int
    ) -> None:
        self._transactions = transactions
        self._clock = clock
        self._owner = owner
        self._lease = timedelta(seconds=lease_s)
        self._contents: OrderedDict[BroadcastId, Content] = OrderedDict()
        self._file_ids: OrderedDict[BroadcastId, str] = OrderedDict()
        self._first_upload = asyncio.Lock()

    async def lease(self, limit: int) -> list[OutboxMessage]:
        """Claim up to ``limit`` due messages."""
        now = self._clock()
        async with self._transactions() as transaction:
            claimed = await transaction.outbox.lease(
                self._owner, limit, now, _round_up(now + self._lease)
            )
            await transaction.commit()
        return claimed

    async def recover(self, is_alone: bool) -> None:
        """Settle run-out leases; every lease, when no other process can hold one."""
        now = self._clock()
        if is_alone:
            now = _round_up(now + self._lease) + timedelta(seconds=_LEASE_STEP_S)
        async with self._transactions() as transaction:
            settled = await transaction.outbox.recover(now)
            await transaction.commit()
        if settled:
            log.warning("outbox leases recovered", extra={"count": settled})

    async def address(self, message: OutboxMessage) -> bytes | None:
        """Return the sealed address now, or None if it is gone."""
        async with self._transactions() as transaction:
            return await transaction.outbox.address(message.target, message.target_id)

    async def content(self, broadcast_id: BroadcastId) -> Content:
        """Return the frozen content; it cannot change any more, so a few are kept."""
        if broadcast_id not in self._contents:
            async with self._transactions() as transaction:
                broadcast = await transaction.broadcasts.get(broadcast_id)
            if broadcast is None:
                raise BroadcastUnknown(broadcast_id)
            _keep(self._contents, broadcast_id, broadcast.content)
        return self._contents[broadcast_id]

    @contextlib.asynccontextmanager
    async def picture(
        self, broadcast_id: BroadcastId, content: Content
    ) -> AsyncIterator[str | None]:
        """Yield the known file id of the picture, or None.

        While it is not known one send goes at a time, so that a picture of megabytes is
        uploaded once and not sixteen times.
        """
        if content.photo is None or broadcast_id in self._file_ids:
            yield self._file_ids.get(broadcast_id)
            return
        async with self._first_upload:
            yield self._file_ids.get(broadcast_id)

    def remember_picture(self, broadcast_id: BroadcastId, file_id: str | None) -> None:
        """Keep a picture's file id for the rest of the audience, in memory only."""
        if file_id is not None:
            _keep(self._file_ids, broadcast_id, file_id)

    async def finish(self, message: OutboxMessage, state: OutboxState) -> None:
        """Record a final state."""
        await self._write(lambda stores: stores.outbox.finish(message.id, state))

    async def finish_gone(self, message: OutboxMessage) -> None:
        """Record that nobody is there, and forget the address."""

        async def forget(stores: DeliveryTransaction) -> None:
            await stores.outbox.finish(message.id, OutboxState.GONE)
            await stores.outbox.forget(message.target, message.target_id)

        await self._write(forget)

    async def move(self, message: OutboxMessage, sealed: bytes) -> None:
        """Record a target's new address and try again at once."""

        async def move(stores: DeliveryTransaction) -> None:
            await stores.outbox.move_address(message.target, message.target_id, sealed)
            await stores.outbox.postpone(message.id, self._clock())

        await self._write(move)

    async def put_back(self, message: OutboxMessage, seconds: float) -> None:
        """Make the message due again that many seconds from now.

        A notice's time is rounded up to whole five minutes: it stands beside a report, and a
        report keeps no hour.
        """
        due = self._clock() + timedelta(seconds=seconds)
        if message.notice is not None:
            due = _round_up(due)
        await self._write(lambda stores: stores.outbox.postpone(message.id, due))

    async def _write(self, note: Callable[[DeliveryTransaction], Awaitable[None]]) -> None:
        for pause_s in _WRITE_PAUSES_S:
            try:
                await self._write_once(note)
            except Exception as failure:  # noqa: BLE001 - any storage's failure, by type only
                log.warning("outcome not written yet", extra={"error": type(failure).__name__})
                await asyncio.sleep(pause_s)
            else:
                return
        await self._write_once(note)

    async def _write_once(self, note: Callable[[DeliveryTransaction], Awaitable[None]]) -> None:
        async with self._transactions() as transaction:
            await note(transaction)
            await transaction.commit()


def _keep(kept: OrderedDict[BroadcastId, T], key: BroadcastId, value: T) -> None:
    kept[key] = value
    if len(kept) > _KEPT_CONTENTS:
        kept.popitem(last=False)


def _round_up(moment: datetime) -> datetime:
    """Round up to whole five minutes: a lease must not tell when something came in."""
    seconds = int(moment.timestamp()) + 1
    steps = -(-seconds // _LEASE_STEP_S)
    return datetime.fromtimestamp(steps * _LEASE_STEP_S, tz=moment.tzinfo)
