"""A sender in a process of its own, to be killed: ``python -m … DATABASE_URL BOT_API_URL``."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import telegram

from bot.messenger import Messenger
from bot.transport import AiohttpRequest
from bot.vault import KeyVault
from delivery.pacing import Pace, Pacer
from delivery.worker import OutboxWorker
from demo.botapi import DEMO_TOKEN
from handlers.texts.catalog import load_catalog
from storage.database import Database


@asynccontextmanager
async def worker_over(database: Database, url: str) -> AsyncIterator[OutboxWorker]:
    """A worker that sends through the server at ``url``, alone on its outbox."""
    request = AiohttpRequest()
    async with telegram.Bot(DEMO_TOKEN, base_url=f"{url}/bot", request=request) as bot:
        vault = KeyVault(b"k" * 32)
        messenger = Messenger(bot, vault, load_catalog(), str, url, lambda: date(2026, 8, 5))
        yield OutboxWorker(
            database.transaction,
            messenger,
            Pacer(time.monotonic, Pace(overall_per_s=200)),
            lambda: datetime.now(UTC),
            "sender",
            is_alone=True,
        )


async def main(database_url: str, url: str) -> None:
    async with worker_over(Database(database_url), url) as worker:
        await worker.run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
