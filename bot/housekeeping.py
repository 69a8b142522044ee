"""What has run out is deleted: drafts in memory every minute; sessions, invitations, link codes,
broadcasts nobody approved and old questions every hour."""

import asyncio
import itertools
import logging
from datetime import timedelta
from typing import Final

from bot.runtime import wait_for_stop
from delivery.broadcasts import DRAFT_DAYS
from handlers.telegram.conversation import BoundedMemoryStorage
from knowledge.gaps import ANSWERED_DAYS, OPEN_DAYS
from staff.ports import Clock
from storage.database import Database
from storage.tables.gaps import QUESTIONS

log = logging.getLogger(__name__)

_EVERY_S: Final = 60.0
_ROWS_EVERY: Final = 60


class Housekeeping:
    """Deletes what has expired. Harmless to run in several processes."""

    def __init__(
        self, database: Database, conversations: BoundedMemoryStorage, clock: Clock
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._clock = clock

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep until the stop; a failing database is left to the supervisor."""
        for minute in itertools.count():
            self._conversations.sweep()
            if minute % _ROWS_EVERY == 0:
                await self.sweep()
            if await wait_for_stop(stop, _EVERY_S):
                return

    async def sweep(self) -> int:
        """Delete the rows that have expired by now, from the journal too; return how many."""
        today = self._clock().date()
        async with self._database.transaction() as transaction:
            gone = await transaction.staff.drop_expired(self._clock())
            gone += await transaction.broadcasts.drop_stale(today, DRAFT_DAYS)
            gone += await transaction.gaps.drop_old(
                answered_until=today - timedelta(days=ANSWERED_DAYS),
                sent_until=today - timedelta(days=OPEN_DAYS),
            )
            await transaction.commit()
        await self._database.fold(QUESTIONS)
        if gone:
            log.info("expired rows deleted", extra={"count": gone})
        return gone
