"""Takes updates from polling or webhook to the dispatcher: one chat in order, others beside it.

Nothing is written down: an update is either being worked on in memory or still with Telegram.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Final

log = logging.getLogger(__name__)

Update = dict[str, Any]
Handle = Callable[[Update], Awaitable[object]]

_REMEMBERED: Final = 20_000
_LONGEST_S: Final = 90.0


class OrderedUpdates:
    """Runs the handler for each update once, in order within a chat.

    An update id that is or was here is not handled again (Telegram repeats until it hears a
    confirmation). A handler that raises or hangs for 90 seconds counts as done: a poison
    update must not stop its chat for a day. Its cause is logged by type, never by content.
    """

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._known: OrderedDict[int, asyncio.Future[None]] = OrderedDict()
        self._last_of_chat: dict[int, asyncio.Future[None]] = {}
        self._running: set[asyncio.Task[None]] = set()

    @property
    def running(self) -> int:
        """How many updates are being worked on."""
        return len(self._running)

    def submit(self, update: Update) -> asyncio.Future[None]:
        """Begin work on an update, or return the future of the work already begun or done."""
        update_id = int(update["update_id"])
        known = self._known.get(update_id)
        if known is not None:
            return known
        task = asyncio.create_task(self._work(update, self._before(update)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        self._known[update_id] = task
        while len(self._known) > _REMEMBERED and next(iter(self._known.values())).done():
            self._known.popitem(last=False)
        self._hold_place(update, task)
        return task

    async def drain(self, seconds: float) -> int:
        """Wait until all work is done or the time is over; return how many are left."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        return len(self._running)

    def _before(self, update: Update) -> asyncio.Future[None] | None:
        chat = chat_of(update)
        return None if chat is None else self._last_of_chat.get(chat)

    def _hold_place(self, update: Update, task: asyncio.Task[None]) -> None:
        chat = chat_of(update)
        if chat is None:
            return
        self._last_of_chat[chat] = task

        def leave(done: asyncio.Future[None]) -> None:
            if self._last_of_chat.get(chat) is done:
                del self._last_of_chat[chat]

        task.add_done_callback(leave)

    async def _work(self, update: Update, before: asyncio.Future[None] | None) -> None:
        if before is not None and not before.done():
            await asyncio.wait({before})
        try:
            async with asyncio.timeout(_LONGEST_S):
                await self._handle(update)
        except Exception as error:  # noqa: BLE001 - a poison update must not stop its chat
            log.error("update set aside", extra={"error": type(error).__name__})


def chat_of(update: Update) -> int | None:
    """Return the id of the chat (or person) an update belongs to, or None."""
    for kind, body in update.items():
        if kind == "update_id" or not isinstance(body, dict):
            continue
        chat = body.get("chat") or (body.get("message") or {}).get("chat") or body.get("from")
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return int(chat["id"])
    return None
