"""One stream of events for all phones of a page.

A browser opens at most six connections to one address; one for each phone would leave none
for pressing buttons, or for the inbox in the next tab.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from demo.botapi.cloud import TelegramServer
from demo.botapi.events import KEEP_ALIVE_S, Watcher


async def merged_events(server: TelegramServer, viewers: Sequence[int]) -> AsyncIterator[str]:
    """Yield every change any of ``viewers`` is told, as ``event: change`` with its viewer.

    Ends when the server closes or the reader goes.
    """
    inbox: asyncio.Queue[tuple[int, dict[str, Any] | None]] = asyncio.Queue()
    watching = [server.watchers.join(viewer) for viewer in dict.fromkeys(viewers)]
    pumps = [asyncio.create_task(_pump(watcher, inbox)) for watcher in watching]
    try:
        yield ": watching\n\n"
        while not server.closing.is_set():
            try:
                viewer, change = await asyncio.wait_for(inbox.get(), KEEP_ALIVE_S)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if change is None:
                return
            yield f"event: change\ndata: {json.dumps({**change, 'viewer': viewer})}\n\n"
    finally:
        for pump in pumps:
            pump.cancel()
        for watcher in watching:
            server.watchers.leave(watcher)


async def _pump(watcher: Watcher, inbox: asyncio.Queue[tuple[int, dict[str, Any] | None]]) -> None:
    while True:
        change = await watcher.queue.get()
        inbox.put_nowait((watcher.viewer, change))
        if change is None:
            return
