"""The queue of updates and the long poll. Source: https://core.telegram.org/bots/api#getupdates .

An update stays here until a poll confirms it, a webhook takes it, or a day has passed.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from demo.botapi.refusals import conflict

KEPT_S = 86_400
LONGEST_POLL_S = 50
_ON_REQUEST_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(slots=True)
class Pending:
    """An update nobody has confirmed."""

    update: dict[str, Any]
    chat_id: int
    made_at: float
    twice: bool


class UpdateQueue:
    """Updates of one bot, oldest first."""

    def __init__(self, now: Callable[[], float], twice: Callable[[], bool]) -> None:
        self._now = now
        self._twice = twice
        self._next_id = 100_000_000 + secrets.randbelow(800_000_000)
        self._waiting: dict[int, Pending] = {}
        self._again: list[dict[str, Any]] = []
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self.allowed: list[str] = []
        self.on_new: Callable[[Pending], None] | None = None

    def __len__(self) -> int:
        return len(self._waiting) + len(self._again)

    def pending(self) -> list[Pending]:
        """Return what is unconfirmed, oldest first; day-old updates are forgotten."""
        oldest = self._now() - KEPT_S
        for update_id in [i for i, p in self._waiting.items() if p.made_at < oldest]:
            del self._waiting[update_id]
        return list(self._waiting.values())

    def add(self, kind: str, content: dict[str, Any], chat_id: int) -> None:
        """Queue an update unless the bot asked not to get its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST_ONLY
        if not wanted:
            return
        update = {"update_id": self._next_id, kind: content}
        pending = Pending(update, chat_id, self._now(), self._twice())
        self._waiting[self._next_id] = pending
        self._next_id += 1
        if self.on_new:
            self.on_new(pending)
        self._wake()

    def clear(self) -> None:
        """Drop every unconfirmed update. Ids go on where they were."""
        self._waiting.clear()
        self._again.clear()

    def holds(self, pending: Pending) -> bool:
        """Say whether an update is still unconfirmed."""
        return self._waiting.get(pending.update["update_id"]) is pending

    def done(self, update_id: int) -> bool:
        """Confirm one update. False: it was ordered to arrive once more, so it stays."""
        pending = self._waiting.get(update_id)
        if pending is None:
            return True
        if pending.twice:
            pending.twice = False
            return False
        del self._waiting[update_id]
        return True

    async def poll(self, offset: int, limit: int, timeout_s: int) -> list[dict[str, Any]]:
        """Return up to ``limit`` updates, waiting at most ``timeout_s`` for the first.

        A poll that is still waiting is refused with 409 by the next one, as Telegram does.
        """
        self.interrupt(
            "terminated by other getUpdates request; make sure that only one bot "
            "instance is running"
        )
        self._confirm(offset)
        if timeout_s > 0 and not self._closed and not len(self):
            self._poll = asyncio.get_running_loop().create_future()
            waiting = self._poll
            try:
                await asyncio.wait({waiting}, timeout=min(timeout_s, LONGEST_POLL_S))
                if waiting.done():
                    waiting.result()
            finally:
                if self._poll is waiting:
                    self._poll = None
        return self._batch(limit if 1 <= limit <= 100 else 100)

    def interrupt(self, why: str) -> None:
        """End a waiting poll with a 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(why))

    def open(self) -> None:
        """Let polls wait again after `close`."""
        self._closed = False

    def close(self) -> None:
        """End a waiting poll with what there is; later polls do not wait."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def _confirm(self, offset: int) -> None:
        ids = list(self._waiting)
        if offset < 0:
            gone = ids[:offset]
        else:
            gone = [update_id for update_id in ids if update_id < offset]
        for update_id in gone:
            pending = self._waiting.pop(update_id)
            if pending.twice:
                self._again.append(pending.update)

    def _batch(self, limit: int) -> list[dict[str, Any]]:
        again, self._again = self._again[:limit], self._again[limit:]
        return (again + [p.update for p in self.pending()])[:limit]
