"""``python -m bot run`` as a process of its own, beside a pretended Telegram in this one.

What the process writes stays below one folder: database, standard output and error, temporary
files, working directory.
"""

import asyncio
import base64
import secrets
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from bot.codes import TotpCodes
from bot.parts import now
from bot.vault import KeyVault
from demo.botapi import DEMO_TOKEN
from demo.botapi.serve import serve
from demo.botapi.server import TelegramServer, create_app
from demo.world import Keyring, SampleWorld, cut_keys, furnish, load_world
from staff.accounts import Accounts
from staff.chats import StaffChats
from storage.database import Database
from tests.house.rooms import ROOT
from tests.journeys.stage import Phone

PATIENCE_S = 40.0
START_S = 60.0
STOP_S = 45.0


@dataclass
class RunningBot:
    """The process, its surroundings, and how to start and end it."""

    telegram: TelegramServer
    base: str
    http: aiohttp.ClientSession
    folder: Path
    web_port: int
    secret_key: bytes
    oversight: X25519PrivateKey
    more: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    @property
    def database(self) -> Path:
        return self.folder / "house.sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.database}"

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    def environment(self) -> dict[str, str]:
        oversight = self.oversight.public_key().public_bytes_raw()
        return {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(self.folder / "tmp"),
            "BOT_TOKEN": DEMO_TOKEN,
            "TELEGRAM_API_URL": self.base,
            "DATABASE_URL": self.url,
            "SECRET_KEY": base64.b64encode(self.secret_key).decode(),
            "OVERSIGHT_PUBLIC_KEY": base64.b64encode(oversight).decode(),
            "WEB_PORT": str(self.web_port),
            "WEB_BASE_URL": self.web,
            **self.more,
        }

    async def start(self) -> None:
        """Start the process and wait until its pages answer."""
        with (
            (self.folder / "stdout.log").open("ab") as said,
            (self.folder / "stderr.log").open("ab") as logged,
        ):
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self.folder / "home",
                env=self.environment(),
                stdout=said,
                stderr=logged,
            )
        end = time.monotonic() + START_S
        while not await self._answers():
            assert self.process.returncode is None, self.log()[-2_000:]
            assert time.monotonic() < end, self.log()[-2_000:]
            await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """SIGTERM; the process must end by itself and say it went well."""
        assert self.process is not None
        self.process.terminate()
        status = await asyncio.wait_for(self.process.wait(), STOP_S)
        assert status == 0, self.log()[-2_000:]

    async def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def citizen(self, first_name: str = "Người dân", **more: Any) -> Phone:
        """Return the phone of somebody new."""
        body = {"first_name": first_name, "language_code": "vi", **more}
        async with self.http.post(f"{self.base}/client/users", json=body) as answer:
            person = (await answer.json())["user"]["id"]
        return Phone(self.http, self.base, person, person)

    def log(self) -> str:
        """Return everything the process wrote to standard error."""
        return (self.folder / "stderr.log").read_text(encoding="utf-8")

    async def _answers(self) -> bool:
        try:
            async with self.http.get(f"{self.web}/sign-in") as answer:
                return answer.status < 500
        except aiohttp.ClientError:
            return False


async def until(reached: Callable[[], bool]) -> None:
    """Wait until something is so; fail when patience ends."""
    end = time.monotonic() + PATIENCE_S
    while not reached():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


@asynccontextmanager
async def bot_beside_telegram(
    folder: Path, world: SampleWorld | None = None, **more: str
) -> AsyncIterator[RunningBot]:
    """Serve a Telegram and make the folder and the tables; nothing runs yet.

    ``more`` are further settings. A process still running at the end is killed.
    """
    for name in ("tmp", "home"):
        (folder / name).mkdir()
    telegram = TelegramServer(
        DEMO_TOKEN, seed=world.telegram_seed() if world else None, webhook_delay_s=0.2
    )
    async with serve(create_app(telegram)) as base, aiohttp.ClientSession() as http:
        running = RunningBot(
            telegram,
            base,
            http,
            folder,
            _free_port(),
            secrets.token_bytes(32),
            X25519PrivateKey.generate(),
            more,
        )
        database = Database(running.url)
        await database.migrate()
        await database.close()
        try:
            yield running
        finally:
            if running.process is not None and running.process.returncode is None:
                await running.kill()


async def move_in(running: RunningBot) -> tuple[SampleWorld, Keyring]:
    """Give the house the sample world's offices, accounts and linked chats."""
    world = load_world()
    keyring = await cut_keys(world)
    database = Database(running.url)
    vault = KeyVault(running.secret_key)
    begin, chance = database.transaction, secrets.token_bytes
    accounts = Accounts(begin, vault, TotpCodes(), now, chance)
    chats = StaffChats(begin, vault, now, chance)
    await furnish(world, keyring, accounts, chats, begin, time.time)
    await database.close()
    for person in world.people:
        if person.staff:
            running.telegram.world.person(person.id).started = True
    return world, keyring


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
