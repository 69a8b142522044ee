"""Watches broadcasts while they are being sent: tells a listener, and calls them done."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Final, Protocol

from delivery.model import Broadcast, BroadcastId, BroadcastState, Progress
from delivery.ports import DeliveryTransactions
from staff.ports import Clock

log = logging.getLogger(__name__)

_EVERY: Final = timedelta(seconds=3)


class ProgressListener(Protocol):
    """Someone who shows how far a broadcast has come."""

    async def __call__(self, broadcast: Broadcast, progress: Progress) -> None:
        """Take the counts. Called at most every few seconds for each broadcast, only when they
        changed, and once more when the last message is settled."""
        ...


class BroadcastWatch:
    """Looks at what is being sent, every three seconds."""

    def __init__(
        self, transactions: DeliveryTransactions, clock: Clock, listener: ProgressListener | None
    ) -> None:
        self._transactions = transactions
        self._clock = clock
        self._listener = listener
        self._next_look = clock()
        self._told: dict[BroadcastId, Progress] = {}

    async def look(self, is_due: bool) -> None:
        """Tell the listener what changed and move finished broadcasts to DONE.

        Does nothing between two looks unless ``is_due`` says so.
        """
        if not is_due and self._clock() < self._next_look:
            return
        self._next_look = self._clock() + _EVERY
        for broadcast, progress in await self._counts():
            if progress.open == 0:
                broadcast = await self._complete(broadcast)
            await self._tell(broadcast, progress)
            if progress.open == 0:
                self._told.pop(broadcast.id, None)

    async def _counts(self) -> list[tuple[Broadcast, Progress]]:
        """Return what is being sent, and what was until it was cancelled under our hands."""
        async with self._transactions() as transaction:
            watched = {found.id: found for found in await transaction.broadcasts.sending()}
            for broadcast_id in self._told.keys() - watched.keys():
                stopped = await transaction.broadcasts.get(broadcast_id)
                if stopped is None:
                    del self._told[broadcast_id]
                else:
                    watched[broadcast_id] = stopped
            return [
                (broadcast, await transaction.broadcasts.progress(broadcast.id))
                for broadcast in watched.values()
            ]

    async def _complete(self, broadcast: Broadcast) -> Broadcast:
        async with self._transactions() as transaction:
            is_done = await transaction.broadcasts.advance(
                broadcast.id, BroadcastState.SENDING, BroadcastState.DONE
            )
            await transaction.commit()
        return replace(broadcast, state=BroadcastState.DONE) if is_done else broadcast

    async def _tell(self, broadcast: Broadcast, progress: Progress) -> None:
        is_news = self._told.get(broadcast.id) != progress or progress.open == 0
        self._told[broadcast.id] = progress
        if self._listener is None or not is_news:
            return
        try:
            await self._listener(broadcast, progress)
        except Exception as failure:  # noqa: BLE001 - showing progress must not stop sending
            log.warning("progress not shown", extra={"error": type(failure).__name__})
