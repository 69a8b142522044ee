"""A show without the real bot: real accounts, cases, storage and inbox pages, a stub bot."""

import asyncio
import base64
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.codes import TotpCodes
from bot.settings import Settings
from bot.vault import KeyVault
from demo.botapi.serve import serve
from demo.house import House
from demo.show import Show, build_show
from demo.world import Keyring, cut_keys, load_world
from handlers.web.app import build_web
from staff.accounts import Accounts
from staff.chats import StaffChats
from storage.database import Database
from tests.demo_page.stub_bot import give_commands, stub_bot
from tests.staff.people import SetClock
from tests.web.world import furnish

TODAY = date(2026, 11, 20)


def _now() -> datetime:
    return datetime.now(UTC)


async def stub_house(settings: Settings) -> House:
    """Return a house with everything real but the bot and what it would send later."""
    database = Database(settings.database_url.reveal())
    await database.migrate()
    vault = KeyVault(base64.b64decode(settings.secret_key.reveal()))
    chance = secrets.token_bytes
    bot, dispatcher = stub_bot(settings.telegram_api_url)
    running: list[asyncio.Task] = []

    async def start() -> None:
        await give_commands(bot)
        polling = dispatcher.start_polling(bot, polling_timeout=2, handle_signals=False)
        running.append(asyncio.create_task(polling))

    async def close() -> None:
        if running:
            await dispatcher.stop_polling()
            await asyncio.wait(running, timeout=5)
        await bot.session.close()
        await database.close()

    accounts = Accounts(database.transaction, vault, TotpCodes(), _now, chance)
    pages = replace(
        furnish(database, SetClock()).services,
        accounts=accounts,
        clock=_now,
        operator_name="An Dân",
    )
    return House(
        pages=build_web(pages),
        accounts=accounts,
        chats=StaffChats(database.transaction, vault, _now, chance),
        articles=pages.articles,
        staff_transactions=database.transaction,
        inbox_transactions=database.transaction,
        now=_now,
        today=lambda: TODAY,
        start=start,
        close=close,
    )


@dataclass
class Stage:
    """A served show."""

    show: Show
    address: str


_KEYRING: Keyring = {}


async def _keyring() -> Keyring:
    if not _KEYRING:
        _KEYRING.update(await cut_keys(load_world()))
    return _KEYRING


@asynccontextmanager
async def on_stage(folder: Path) -> AsyncIterator[Stage]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    show, app = await build_show(
        "127.0.0.1", port, folder / "demo.sqlite", stub_house, await _keyring()
    )
    async with serve(app, port) as address:
        try:
            await show.open()
            yield Stage(show, address)
        finally:
            await show.close()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path) as stage:
        yield stage
