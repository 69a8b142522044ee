"""Changes in chats, told to everyone who watches as a person (the demo page, tests)."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

BACKLOG = 2_000
KEEP_ALIVE_S = 15.0


class Watcher:
    """One open stream of one person."""

    def __init__(self, viewer: int) -> None:
        self.viewer = viewer
        self.queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    async def stream(self) -> AsyncIterator[str]:
        """Yield server-sent events until the server closes."""
        yield ": watching\n\n"
        while True:
            try:
                change = await asyncio.wait_for(self.queue.get(), KEEP_ALIVE_S)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if change is None:
                return
            yield f"event: change\ndata: {json.dumps(change)}\n\n"


def view(body: dict[str, Any], viewer: int) -> dict[str, Any]:
    """Return a message as one person sees it."""
    return {**body, "mine": body["from"]["id"] == viewer}


class Watchers:
    """Everyone watching."""

    def __init__(self) -> None:
        self._watchers: set[Watcher] = set()

    def join(self, viewer: int) -> Watcher:
        """Start a stream."""
        watcher = Watcher(viewer)
        self._watchers.add(watcher)
        return watcher

    def leave(self, watcher: Watcher) -> None:
        """Forget a stream."""
        self._watchers.discard(watcher)

    def close(self) -> None:
        """End every stream."""
        for watcher in self._watchers:
            watcher.queue.put_nowait(None)
        self._watchers.clear()

    def tell(
        self,
        viewers: Iterable[int],
        chat_id: int,
        kind: str,
        message: dict[str, Any] | None = None,
        message_ids: list[int] | None = None,
        alert: dict[str, Any] | None = None,
    ) -> None:
        """Tell the viewers who watch. A stream nobody reads for long is ended."""
        if not self._watchers:
            return
        wanted = set(viewers)
        for watcher in [w for w in self._watchers if w.viewer in wanted]:
            if watcher.queue.qsize() >= BACKLOG:
                watcher.queue.put_nowait(None)
                self.leave(watcher)
                continue
            watcher.queue.put_nowait(
                {
                    "chat": chat_id,
                    "kind": kind,
                    "message": view(message, watcher.viewer) if message else None,
                    "message_ids": message_ids or [],
                    "alert": alert,
                }
            )
