"""``run_demo``: the whole product and a Telegram to try it with, on one loopback port.

The chat page is at ``/``, the Bot API at ``/bot…``, the people's door at ``/client`` and
``/control``, the demo's own routes at ``/demo``; every other path is the inbox.
"""

import asyncio
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.logs import set_up_logs
from demo.botapi.serve import serve
from demo.page.texts import console_text
from demo.raising import raise_house
from demo.show import build_show

DATABASE: Final = Path("var") / "demo.sqlite"
LOG_LEVEL: Final = "ERROR"
"""A provoked 429 is worked off with warnings; on this screen they would only worry people."""


async def run_demo(host: str = "127.0.0.1", port: int = 8080) -> int:
    """Run the demo as a process of its own until SIGINT or SIGTERM; return the exit status.

    Sets up the product's allow-listed logs: what people type here must not reach them either.
    Returns 1 if the port is taken or the folder cannot be written.
    """
    set_up_logs(LOG_LEVEL)
    if not _is_free(host, port):
        _say("port_taken", port=port)
        return 1
    stop = asyncio.Event()
    _stop_on_signals(stop)
    try:
        await play(host, port, DATABASE, stop)
    except PermissionError:
        _say("not_writable")
        return 1
    return 0


async def play(
    host: str, port: int, database: Path, stop: asyncio.Event, up: asyncio.Event | None = None
) -> None:
    """Raise everything, serve it until ``stop``, take it down.

    ``database`` is made anew; ``up`` is set when the page can be used. Raises ``OSError`` if
    the port is taken.
    """
    _say("building")
    show, app = await build_show(host, port, database, raise_house)
    async with serve(app, port, host) as address:
        try:
            await show.open()
            _say("ready", address=address)
            _say("stop")
            if up is not None:
                up.set()
            await stop.wait()
        finally:
            await show.close()


def _say(name: str, **values: object) -> None:
    sys.stdout.write(console_text(name, **values) + "\n")
    sys.stdout.flush()


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError, ValueError):  # Windows; not the main thread
            loop.add_signal_handler(number, stop.set)
