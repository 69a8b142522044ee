"""An ASGI app on a loopback port, inside the running event loop.

No signal handlers, no log configuration, and an end that waits for nobody: an app with
``state.telegram`` is told to close first, so long polls and streams end by themselves.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import uvicorn

from demo.botapi.cloud import TelegramServer

GRACE_S = 3
HOST = "127.0.0.1"


class _QuietServer(uvicorn.Server):
    """Uvicorn without its hold on signals: the process belongs to somebody else."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.leaving = asyncio.Event()

    async def main_loop(self) -> None:
        """Wait for the end without polling for it; a tick keeps the Date header fresh."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.leaving.wait()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serve(app: Any, port: int = 0, host: str = HOST) -> AsyncIterator[str]:
    """Serve ``app`` while the block runs; yields ``http://127.0.0.1:<port>``."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        ws="none",
        proxy_headers=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_S,
    )
    server = _QuietServer(config)
    with _listener(host, port) as listener:
        number = listener.getsockname()[1]
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await _started(server, task)
            yield f"http://{host}:{number}"
        finally:
            telegram = getattr(getattr(app, "state", None), "telegram", None)
            if isinstance(telegram, TelegramServer):
                await telegram.close()
            server.should_exit = True
            server.leaving.set()
            await task


def _listener(host: str, port: int) -> socket.socket:
    # asyncio sets TCP_NODELAY only where the protocol is named; without it each answer may
    # wait 40 ms for the client's delayed acknowledgement
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    return listener


async def _started(server: uvicorn.Server, task: asyncio.Task[None]) -> None:
    while not server.started:
        if task.done():
            await task
            raise RuntimeError("the app did not start")
        await asyncio.sleep(0.005)
