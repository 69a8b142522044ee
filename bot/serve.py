"""``python -m bot run``: starts everything, waits for SIGTERM or SIGINT, stops in order.

Order of a stop: no new update is taken, those in work are finished and confirmed, the outbox
finishes what it is sending, the pages close, connections close.
"""

import asyncio
import errno
import gc
import logging
import os
import resource
import signal
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Final

import uvicorn
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommandScopeAllPrivateChats
from starlette.types import ASGIApp

from bot.cli.schema import database_fits
from bot.cli.voice import Voice
from bot.logs import set_up_logs
from bot.parts import accounts_over
from bot.polling import PollingRefused
from bot.runtime import Runtime, wait_for_stop
from bot.settings import Settings
from bot.telegram import make_bot
from bot.updates import WEBHOOK_PATH
from bot.wiring import ALLOWED_UPDATES, System, build
from handlers.telegram.commands import menu
from storage.database import Database

log = logging.getLogger(__name__)

_STOP_WEB_S: Final = 10
_RETRY_S: Final = 5.0


async def serve_until_stopped(settings: Settings, voice: Voice) -> int:
    """Run the bot until it is told to stop; return the process's exit status."""
    set_up_logs(settings.log_level)
    harden_process()
    runtime = Runtime()
    _stop_on_signals(runtime)
    try:
        listening = bound_socket(settings.web_host, settings.web_port)
    except OSError as refusal:
        is_taken = refusal.errno == errno.EADDRINUSE
        key = "run.port_taken" if is_taken else "run.address_wrong"
        voice.fault(key, port=settings.web_port, host=settings.web_host)
        return 1
    with listening:
        try:
            return await _serve(settings, voice, runtime, listening)
        except (TelegramUnauthorizedError, TelegramNotFound, PollingRefused):
            voice.fault("run.token_refused")
            return 1


async def _serve(
    settings: Settings, voice: Voice, runtime: Runtime, listening: socket.socket
) -> int:
    if not await is_usable(settings, voice):
        return 1
    username = await own_username(settings, runtime.stop, voice)
    if runtime.stop.is_set():
        return 0
    system = build(settings, username)
    try:
        if not await introduced(system, runtime.stop):
            return 0
        voice.say("run.started", username=username or "?", address=settings.web_base_url)
        await run_system(system, runtime, listening)
    finally:
        await runtime.close()
        await system.close()
    return 0


async def is_usable(settings: Settings, voice: Voice) -> bool:
    """Say whether database and key fit each other and this program; print what does not.

    Under another key no sign-in code and no address would open.
    """
    database = Database(settings.database_url.reveal())
    try:
        if not await database_fits(database, voice):
            return False
        if await accounts_over(settings, database).opens_secrets():
            return True
        voice.fault("check.key_changed")
        return False
    finally:
        await database.close()


async def run_system(system: System, runtime: Runtime, listening: socket.socket) -> None:
    """Serve pages, take updates and empty the outbox until the runtime's stop."""
    await system.sending_bot.initialize()
    async with served(system.web, listening):
        runtime.start("outbox", system.worker.run)
        runtime.start("housekeeping", system.housekeeping.run)
        # before the first question is taken: it may be one for the documents
        await system.library.refresh()
        runtime.start("library", system.library.run)
        if system.door is None:
            runtime.start("polling", system.poller.run)
        settle_memory()
        await runtime.wait()
        if system.door is not None:
            system.door.stopping.set()
            await system.updates.drain(20)
        await runtime.close()


@asynccontextmanager
async def served(web: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    """Serve an ASGI application on a bound socket inside this loop, without signal handlers."""
    config = uvicorn.Config(
        web,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=_STOP_WEB_S,
    )
    server = _QuietServer(config)
    task = asyncio.ensure_future(server.serve([listening]))
    try:
        await asyncio.wait(
            {task, asyncio.ensure_future(server.is_up.wait())},
            return_when=asyncio.FIRST_COMPLETED,
        )
        yield
    finally:
        server.should_exit = True
        await task


class _QuietServer(uvicorn.Server):
    """A server that leaves the process's signals alone (the runtime listens to them) and says
    when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening."""
        await super().startup(sockets)
        self.is_up.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a listening socket; raise ``OSError`` when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's delay off only where the protocol is named.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening


def harden_process() -> None:
    """No core dumps (they would hold drafts) and files for the own account only."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)


def settle_memory() -> None:
    """Put the start's objects out of the collector's sight: a full collection over aiogram's
    186,000 of them takes a tenth of a second."""
    gc.collect()
    gc.freeze()


async def own_username(settings: Settings, stop: asyncio.Event, voice: Voice) -> str | None:
    """Wait until Telegram answers and return the bot's name; None if stopped before.

    Raises ``TelegramUnauthorizedError`` or ``TelegramNotFound`` for a token Telegram does not
    know.
    """
    bot = make_bot(settings)
    is_told = False
    try:
        while True:
            try:
                return await _until_stop(_username(bot), stop)
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise
            except TelegramAPIError as error:
                log.warning("telegram not reached", extra={"error": type(error).__name__})
                if not is_told:
                    voice.fault("check.telegram_unreachable")
                    is_told = True
                if await wait_for_stop(stop, _RETRY_S):
                    return None
    finally:
        await bot.session.close()


async def _username(bot: Bot) -> str | None:
    return (await bot.get_me()).username


async def _until_stop(work: Coroutine[Any, Any, str | None], stop: asyncio.Event) -> str | None:
    """Return what the work returns, or None as soon as the stop comes."""
    working, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if working.done():
        return await working
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    return None


async def introduced(system: System, stop: asyncio.Event) -> bool:
    """Introduce the bot however long the network takes; False if stopped before."""
    while True:
        try:
            await introduce(system)
        except (TelegramNetworkError, TelegramServerError) as error:
            log.warning("telegram not reached", extra={"error": type(error).__name__})
            if await wait_for_stop(stop, _RETRY_S):
                return False
        else:
            return True


async def introduce(system: System) -> None:
    """Give Telegram the command menus and say by which way updates come."""
    private = BotCommandScopeAllPrivateChats()
    catalog = system.parts.catalog
    await system.bot.set_my_commands(menu(catalog, "vi"), scope=private)
    await system.bot.set_my_commands(menu(catalog, "en"), scope=private, language_code="en")
    if system.door is None:
        await system.bot.delete_webhook(drop_pending_updates=False)
        return
    await system.bot.set_webhook(
        f"{system.settings.web_base_url}{WEBHOOK_PATH}",
        secret_token=system.settings.webhook_secret.reveal(),
        allowed_updates=ALLOWED_UPDATES,
        drop_pending_updates=False,
        max_connections=100,
    )


def _stop_on_signals(runtime: Runtime) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no signal handlers in the loop
            loop.add_signal_handler(number, runtime.stop.set)
