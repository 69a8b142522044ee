"""Delivery of updates to the bot's own server. Source: setWebhook in the Bot API.

Updates of one chat go in order, one at a time; chats go side by side. A failed delivery is
tried again after a pause that doubles, or after the bot's Retry-After.
"""

import asyncio
import logging
import random
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from demo.botapi.refusals import bad_request
from demo.botapi.updates import Pending, UpdateQueue

log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 60.0
LONGEST_RETRY_AFTER_S = 3600.0
ANSWER_WITHIN_S = 60.0
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

ReplyCall = Callable[[str, bytes], Awaitable[None]]


class Webhook:
    """Where updates go, and the workers that bring them there."""

    def __init__(self, updates: UpdateQueue, hosts: Iterable[str], first_pause_s: float) -> None:
        self.url = ""
        self.on_reply: ReplyCall | None = None
        self._updates = updates
        self._hosts = frozenset(hosts)
        self._first_pause_s = first_pause_s
        self._secret = ""
        self._max_connections = 40
        self._slots = asyncio.Semaphore(40)
        self._queues: dict[int, deque[Pending]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._session: ClientSession | None = None
        self._last_error: dict[str, Any] = {}

    async def set(self, url: str, secret: str | None, max_connections: int | None) -> None:
        """Deliver to ``url`` from now on, beginning with what waits."""
        self._check(url, secret)
        await self._stop_workers()
        self._secret = secret or ""
        connections = 40 if max_connections is None else max_connections
        self._max_connections = min(max(connections, 1), 100)
        self._slots = asyncio.Semaphore(self._max_connections)
        self._last_error = {}
        self.url = url
        self.resume()

    def resume(self) -> None:
        """Deliver what waits, if there is an address."""
        if self.url:
            self._updates.on_new = self._push
            for pending in self._updates.pending():
                self._push(pending)

    async def remove(self) -> None:
        """Deliver no more; undelivered updates wait for a poll."""
        self.url = ""
        self._updates.on_new = None
        await self._stop_workers()

    async def close(self) -> None:
        """Stop delivering and close connections; the address stays known."""
        self._updates.on_new = None
        await self._stop_workers()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def info(self) -> dict[str, Any]:
        """Return the object getWebhookInfo answers with."""
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self.url:
            info["max_connections"] = self._max_connections
            info |= self._last_error
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return info

    def _check(self, url: str, secret: str | None) -> None:
        parts = urlsplit(url)
        if not parts.hostname:
            raise bad_request("bad webhook: invalid webhook URL specified")
        if parts.scheme not in ("http", "https") or parts.hostname not in self._hosts:
            raise bad_request("bad webhook: this server delivers to its own machine only")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")

    async def _stop_workers(self) -> None:
        workers = list(self._workers.values())
        self._workers.clear()
        self._queues.clear()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    def _push(self, pending: Pending) -> None:
        chat_id = pending.chat_id
        self._queues.setdefault(chat_id, deque()).append(pending)
        if chat_id not in self._workers:
            self._workers[chat_id] = asyncio.create_task(self._work(chat_id))

    async def _work(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        pause = self._first_pause_s
        while queue:
            if not self._updates.holds(queue[0]):
                queue.popleft()
                continue
            async with self._slots:
                wait = await self._deliver(queue[0], pause)
            if wait is not None:
                pause = min(pause * 2, LONGEST_PAUSE_S)
                await asyncio.sleep(wait)
                continue
            pause = self._first_pause_s
            if self._updates.done(queue[0].update["update_id"]):
                queue.popleft()
        del self._workers[chat_id], self._queues[chat_id]

    async def _deliver(self, pending: Pending, pause: float) -> float | None:
        """Return None when taken, else how long to wait before the next attempt."""
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=ANSWER_WITHIN_S))
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            async with self._session.post(
                self.url, json=pending.update, headers=headers, allow_redirects=False
            ) as response:
                body = await response.read()
                if 200 <= response.status < 300:
                    await self._run_reply(response.headers.get("Content-Type", ""), body)
                    return None
                self._note(f"Wrong response from the webhook: {response.status}")
                return _retry_after(response) or _spread(pause)
        except TimeoutError:
            self._note("Read timeout expired")
        except ClientError:
            self._note("Connection refused")
        return _spread(pause)

    async def _run_reply(self, content_type: str, body: bytes) -> None:
        if body and self.on_reply is not None:
            await self.on_reply(content_type, body)

    def _note(self, words: str) -> None:
        self._last_error = {"last_error_date": int(time.time()), "last_error_message": words}
        log.info("webhook delivery failed")


def _retry_after(response: ClientResponse) -> float | None:
    value = response.headers.get("Retry-After", "")
    return min(float(value), LONGEST_RETRY_AFTER_S) if value.isdigit() else None


def _spread(pause: float) -> float:
    """Pauses at the ceiling are spread, as Telegram's are, so retries do not march in step."""
    return pause if pause < LONGEST_PAUSE_S else random.uniform(60, 120)  # noqa: S311
