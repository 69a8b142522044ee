"""``python -m bot run`` as a process: it starts, says so, and leaves at once when told."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.cli.parser import main
from demo.botapi import DEMO_TOKEN
from demo.botapi.serve import serve
from demo.botapi.server import TelegramServer, create_app
from tests.bot.test_cli import SETUP, folder

__all__ = ["folder"]

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run"),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


async def test_it_starts_and_stops_quickly(folder: Path) -> None:
    assert await asyncio.to_thread(main, SETUP) == 0
    async with serve(create_app(TelegramServer(DEMO_TOKEN), [])) as api:
        settings = {"TELEGRAM_API_URL": api, "BOT_TOKEN": DEMO_TOKEN, "WEB_PORT": free_port()}
        async with running(folder, **settings) as process:
            assert process.stdout is not None
            async with asyncio.timeout(30):
                said = (await process.stdout.readline()).decode()
            assert "andan_demo_bot" in said
            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(10):
                _, logged = await process.communicate()
            assert process.returncode == 0
            assert time.monotonic() - started < 5
            assert DEMO_TOKEN.encode() not in logged


async def test_without_telegram_it_waits_says_so_and_stops_with_zero(folder: Path) -> None:
    assert await asyncio.to_thread(main, SETUP) == 0
    settings = {
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "BOT_TOKEN": "42:abcdef",
        "WEB_PORT": free_port(),
    }
    async with running(folder, **settings) as process:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            said = (await process.stdout.readline()).decode()
        assert "TELEGRAM_API_URL" in said
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            _, logged = await process.communicate()
        assert process.returncode == 0
        assert b"Traceback" not in logged
        assert b"abcdef" not in logged


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"WEB_HOST": "192.0.2.1"}, "WEB_HOST"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite"}, "migrate"),
        ({"DATABASE_URL": "sqlite:"}, "DATABASE_URL"),
    ],
)
async def test_what_is_wrong_is_said_without_a_traceback(
    folder: Path, settings: dict[str, str], word: str
) -> None:
    assert await asyncio.to_thread(main, SETUP) == 0
    more = {
        "WEB_PORT": free_port(),
        "BOT_TOKEN": "42:abcdef",
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
    }
    async with running(folder, **more, **settings) as process:
        async with asyncio.timeout(30):
            said, logged = await process.communicate()
        assert process.returncode == 1
        assert word in said.decode()
        assert b"Traceback" not in logged
