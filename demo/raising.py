"""Raises the real house for the demo: the one place here that knows ``bot/wiring.py``."""

from typing import Final

from bot.parts import now, today
from bot.runtime import Runtime
from bot.serve import introduce
from bot.settings import Settings
from bot.wiring import build
from demo.house import House

BOT_USERNAME: Final = "andan_demo_bot"
CLOSE_GRACE_S: Final = 5.0


async def raise_house(settings: Settings) -> House:
    """Return the real house over the settings' database, with its tables made."""
    system = build(settings, BOT_USERNAME)
    await system.parts.database.migrate()
    runtime = Runtime()

    async def start() -> None:
        await introduce(system)
        await system.sending_bot.initialize()
        runtime.start("outbox", system.worker.run)
        runtime.start("library", system.library.run)
        runtime.start("polling", system.poller.run)

    async def close() -> None:
        await runtime.close(CLOSE_GRACE_S)
        await system.close()

    parts = system.parts
    return House(
        pages=system.web,
        accounts=parts.accounts,
        chats=parts.chats,
        articles=parts.articles,
        staff_transactions=parts.database.transaction,
        inbox_transactions=parts.database.transaction,
        now=now,
        today=today,
        start=start,
        close=close,
    )
