"""Starts, supervises and stops long-running tasks; the only place that creates one.

A task that ends by an exception is named in the log and started again after a pause that
grows; nothing dies silently and nothing is left running behind a stop.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

log = logging.getLogger(__name__)

_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0


class Runtime:
    """Owns the process's tasks. Every task gets the stop event and returns soon after it."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, name: str, run: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        """Run ``run(stop)`` until it returns; start it again if it raises before the stop."""
        task = asyncio.create_task(self._supervise(name, run), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def wait(self) -> None:
        """Return when the stop event is set."""
        await self.stop.wait()

    async def close(self, grace_s: float = 25.0) -> None:
        """Set the stop event, give tasks ``grace_s`` seconds to finish, cancel the rest."""
        self.stop.set()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=grace_s)
        for task in late:
            log.warning("task cancelled at stop", extra={"task": task.get_name()})
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _supervise(self, name: str, run: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        pause = _FIRST_PAUSE_S
        while not self.stop.is_set():
            try:
                await run(self.stop)
            except Exception as error:  # noqa: BLE001 - the supervisor is where surprises end
                log.error(
                    "task failed, starting again",
                    extra={"task": name, "error": type(error).__name__, "seconds": pause},
                )
                await wait_for_stop(self.stop, pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)
            else:
                return


async def wait_for_stop(stop: asyncio.Event, seconds: float) -> bool:
    """Wait that long or until the stop, whichever is first; say whether it was the stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return False
    return True
