"""Updates a second through the whole bot, beside a bare aiogram echo bot. No sockets.

Both serialise what they send and parse a canned answer, as over a real connection. Kinds are
interleaved in each round; the table shows medians over the rounds and the ratio of one run.
"""

import asyncio
import gc
import json
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message

from benchmarks.figures import median, print_table
from benchmarks.world import small_settings
from bot.session import JsonSession
from bot.wiring import build

UPDATES = 2_000
ROUNDS = 5
CHATS = 500
TOKEN = "42:BENCH"
KINDS = {"a greeting": "xin chào", "/trogiup": "/trogiup", "a question": "ngày hội 19/8 là gì"}


MESSAGE = json.dumps(
    {
        "ok": True,
        "result": {
            "message_id": 7,
            "date": 1_780_000_000,
            "chat": {"id": 1, "type": "private", "first_name": "A"},
            "text": "ok",
        },
    }
)
TRUE = json.dumps({"ok": True, "result": True})


def canned(session: AiohttpSession, bot: Bot, method: TelegramMethod[TelegramType]) -> Any:
    """Return the canned answer, parsed as the real one would be."""
    content = MESSAGE if "Message" in str(method.__returning__) else TRUE
    return session.check_response(bot=bot, method=method, status_code=200, content=content).result


class EchoSession(AiohttpSession):
    """aiogram's session without sockets."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - aiogram's signature
    ) -> TelegramType:
        """Serialise the call and parse the canned answer."""
        self.build_form_data(bot, method)()
        return canned(self, bot, method)


class OurSession(JsonSession):
    """Our session without sockets."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - aiogram's signature
    ) -> TelegramType:
        """Serialise the call and parse the canned answer."""
        self.body_of(bot, method)
        return canned(self, bot, method)


def updates_of(text: str) -> list[bytes]:
    """Return private messages as Telegram would send them, from 500 chats of this text's own:
    a chat that writes too much would be asked to slow down, and that is not measured here."""
    first = 1000 + 1000 * list(KINDS.values()).index(text)
    entities = (
        [{"type": "bot_command", "offset": 0, "length": len(text)}] if text[0] == "/" else None
    )
    return [
        json.dumps(
            {
                "update_id": number,
                "message": {
                    "message_id": number,
                    "date": 1_780_000_000,
                    "chat": {"id": first + number % CHATS, "type": "private", "first_name": "A"},
                    "from": {"id": first + number % CHATS, "is_bot": False, "first_name": "A"},
                    "text": text,
                    **({"entities": entities} if entities else {}),
                },
            }
        ).encode()
        for number in range(1, UPDATES + 1)
    ]


def echo_dispatcher() -> Dispatcher:
    """Return the yardstick: one handler that answers with the same text."""
    router = Router()

    @router.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    return dispatcher


Feed = Callable[[dict[str, Any]], Awaitable[object]]


async def rate(feed: Feed, updates: list[bytes]) -> float:
    """Return updates a second."""
    begun = time.perf_counter()
    for update in updates:
        await feed(json.loads(update))
    return len(updates) / (time.perf_counter() - begun)


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        system = build(small_settings(Path(folder)))
        await system.parts.database.migrate()
        ours = Bot(TOKEN, session=OurSession(), default=system.bot.default)
        echo_bot = Bot(TOKEN, session=EchoSession())
        echo = echo_dispatcher()

        async def feed_ours(update: dict[str, Any]) -> object:
            return await system.dispatcher.feed_raw_update(ours, update)

        async def feed_echo(update: dict[str, Any]) -> object:
            return await echo.feed_raw_update(echo_bot, update)

        gc.collect()
        gc.freeze()
        rows = []
        for kind, text in KINDS.items():
            batch = updates_of(text)
            await rate(feed_ours, batch[:300])
            await rate(feed_echo, batch[:300])
            pairs = [
                (await rate(feed_ours, batch), await rate(feed_echo, batch)) for _ in range(ROUNDS)
            ]
            mine, theirs = (median([pair[at] for pair in pairs]) for at in (0, 1))
            ratio = median([one / other for one, other in pairs])
            rows.append((kind, f"{mine:,.0f}", f"{theirs:,.0f}", f"{ratio:.2f}"))
        print_table(
            "Dispatch, updates a second (aim: at least 0.8 of the echo bot)",
            ("update", "whole bot", "bare aiogram echo", "ratio"),
            rows,
        )
        await system.close()


if __name__ == "__main__":
    asyncio.run(main())
