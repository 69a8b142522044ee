"""Takes updates by long polling and confirms them only when their work is done.

aiogram's own polling confirms an update when it hands it over, and loses it at SIGTERM
(measured, docs/decisions/0003); so this one asks Telegram itself and lets aiogram handle.
Rules of getUpdates: Bot API, "Getting updates".
"""

import asyncio
import logging
from typing import Any, Final, Protocol

from bot.ordering import OrderedUpdates, Update
from bot.runtime import wait_for_stop

log = logging.getLogger(__name__)

_LONG_POLL_S: Final = 25
_BATCH: Final = 100
_BUSY_PAUSE_S: Final = 0.1
_DRAIN_S: Final = 20.0
_LONGEST_BACKOFF_S: Final = 30.0


class PollingRefused(Exception):
    """Telegram will not hand out updates: wrong token (401, 404)."""


class UpdateSource(Protocol):
    """One getUpdates call."""

    async def get_updates(self, parameters: dict[str, Any]) -> "UpdateBatch":
        """Return what Telegram answered; raise ``OSError`` or ``TimeoutError`` if nothing came."""
        ...


class UpdateBatch(Protocol):
    """An answer to getUpdates."""

    ok: bool
    updates: list[Update]
    error_code: int
    retry_after_s: float


class Poller:
    """Polls until the stop; then drains what is in work and confirms it.

    Confirmation is by prefix: an offset confirms everything below it, so the offset is the
    lowest update still in work. While something is in work, the server repeats it at once;
    repeats are recognised and cost a short pause.
    """

    def __init__(
        self, source: UpdateSource, updates: OrderedUpdates, allowed_updates: list[str]
    ) -> None:
        self._source = source
        self._updates = updates
        self._allowed = allowed_updates
        self._unconfirmed: dict[int, asyncio.Future[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop``; raise :class:`PollingRefused` if the token is not accepted."""
        backoff = 1.0
        while not stop.is_set():
            batch = await self._fetch_unless(stop)
            if batch is None:
                break
            if batch.ok:
                backoff = 1.0
                await self._take(batch.updates)
            else:
                backoff = await self._wait_out(batch, backoff, stop)
        left = await self._updates.drain(_DRAIN_S)
        if left:
            log.warning("updates left for the next start", extra={"count": left})
        await self._confirm()

    async def _fetch_unless(self, stop: asyncio.Event) -> UpdateBatch | None:
        fetch = asyncio.ensure_future(self._fetch())
        stopped = asyncio.ensure_future(stop.wait())
        await asyncio.wait({fetch, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not fetch.done():
            fetch.cancel()
            await asyncio.gather(fetch, return_exceptions=True)
            return None
        return await fetch

    async def _fetch(self) -> UpdateBatch:
        in_work = any(not work.done() for work in self._unconfirmed.values())
        parameters: dict[str, Any] = {
            "limit": _BATCH,
            "timeout": 0 if in_work else _LONG_POLL_S,
            "allowed_updates": self._allowed,
        }
        offset = self._offset()
        if offset is not None:
            parameters["offset"] = offset
        batch = await self._source.get_updates(parameters)
        if batch.ok and offset is not None:
            for update_id in [known for known in self._unconfirmed if known < offset]:
                del self._unconfirmed[update_id]
        return batch

    def _offset(self) -> int | None:
        """Return what may be confirmed now, or None: without an offset nothing is, and ids
        that start anew after a quiet week are seen too."""
        if not self._unconfirmed:
            return None
        unfinished = [known for known, work in self._unconfirmed.items() if not work.done()]
        return min(unfinished) if unfinished else max(self._unconfirmed) + 1

    async def _take(self, updates: list[Update]) -> None:
        fresh = [update for update in updates if int(update["update_id"]) not in self._unconfirmed]
        for update in updates:
            self._unconfirmed[int(update["update_id"])] = self._updates.submit(update)
        in_work = {work for work in self._unconfirmed.values() if not work.done()}
        if in_work and not fresh:
            await asyncio.wait(in_work, timeout=_BUSY_PAUSE_S, return_when=asyncio.FIRST_COMPLETED)
        elif fresh:
            await asyncio.sleep(0)

    async def _wait_out(self, batch: UpdateBatch, backoff: float, stop: asyncio.Event) -> float:
        if batch.error_code in {401, 404}:
            raise PollingRefused
        if batch.error_code == 409:
            log.error("another program reads this bot's updates", extra={"seconds": backoff})
        else:
            log.warning("updates not received", extra={"status": batch.error_code})
        await wait_for_stop(stop, max(batch.retry_after_s, backoff))
        return min(backoff * 2, _LONGEST_BACKOFF_S)

    async def _confirm(self) -> None:
        offset = self._offset()
        if offset is None:
            return
        batch = await self._source.get_updates(
            {"offset": offset, "limit": 1, "timeout": 0, "allowed_updates": self._allowed}
        )
        log.info("updates confirmed at stop", extra={"status": 200 if batch.ok else 500})
