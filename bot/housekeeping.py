"""What has run out is deleted: sessions, invitations and link codes, once an hour."""

import asyncio
import logging
from typing import Final

from bot.runtime import wait_for_stop
from staff.ports import Clock
from storage.database import Database

log = logging.getLogger(__name__)

_EVERY_S: Final = 3600.0


class Housekeeping:
    """Deletes expired rows of the staff room. Harmless to run in several processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep until the stop; a failing database is left to the supervisor."""
        while not stop.is_set():
            await self.sweep()
            await wait_for_stop(stop, _EVERY_S)

    async def sweep(self) -> int:
        """Delete what has expired by now; return how many rows."""
        async with self._database.transaction() as transaction:
            gone = await transaction.staff.drop_expired(self._clock())
            await transaction.commit()
        if gone:
            log.info("expired rows deleted", extra={"count": gone})
        return gone
