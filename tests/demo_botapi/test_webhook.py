"""Updates in by webhook: secret, retries, order, replies in the body, both libraries."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from .conftest import LAN, MINH, Player


class Receiver:
    """A bot's own server that does as it is told."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.got: list[tuple[int, str]] = []
        self.secrets: list[str | None] = []
        self.url = ""
        self.taken = asyncio.Condition()

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        message = (await request.json())["message"]
        status = self.statuses.pop(0) if self.statuses else 200
        self.got.append((status, message["text"]))
        async with self.taken:
            self.taken.notify_all()
        return web.Response(status=status, headers=self.headers if status >= 300 else {})

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5), self.taken:
            await self.taken.wait_for(lambda: len(self.got) >= count)


async def _served(app: web.Application) -> tuple[web.AppRunner, str]:
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"


@pytest.fixture
async def receiver(url: str) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner, receiver.url = await _served(app)
    yield receiver
    await runner.cleanup()


async def test_the_secret_comes_along(bot: Bot, player: Player, receiver: Receiver) -> None:
    await player.say("before")
    await bot.set_webhook(receiver.url, secret_token="s3cret_-")
    await player.say("after")
    await receiver.until(2)
    assert receiver.secrets == ["s3cret_-", "s3cret_-"]
    assert [text for _, text in receiver.got] == ["before", "after"]
    with pytest.raises(TelegramConflictError, match="while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_a_refused_update_is_tried_again_in_order(
    bot: Bot, player: Player, receiver: Receiver
) -> None:
    receiver.statuses = [500, 502]
    await bot.set_webhook(receiver.url)
    await player.say("one")
    await receiver.until(1)
    await player.say("two")
    await player.say("other chat", MINH)
    await receiver.until(5)
    of_lan = [(status, text) for status, text in receiver.got if text != "other chat"]
    assert of_lan == [(500, "one"), (502, "one"), (200, "one"), (200, "two")] or of_lan == [
        (500, "one"), (200, "one"), (200, "two"),
    ]  # fmt: skip
    info = await bot.get_webhook_info()
    assert info.last_error_message is not None
    assert info.last_error_message.startswith("Wrong response from the webhook: 50")


async def test_retry_after_is_honoured(bot: Bot, player: Player, receiver: Receiver) -> None:
    receiver.statuses, receiver.headers = [503], {"Retry-After": "1"}
    await bot.set_webhook(receiver.url)
    await player.say("x")
    await receiver.until(1)
    await asyncio.sleep(0.3)
    assert len(receiver.got) == 1
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await receiver.until(2)


async def test_duplicates_and_dropping(bot: Bot, player: Player, receiver: Receiver) -> None:
    await player.say("dropped")
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    await player.post("/control/faults", next=[{"kind": "duplicate_update"}])
    await player.say("twice")
    await receiver.until(2)
    assert [text for _, text in receiver.got] == ["twice", "twice"]


@pytest.mark.parametrize(
    "values",
    [
        {"url": "https://example.com/"},
        {"url": "nothing"},
        {"url": "http://127.0.0.1:1/", "secret_token": "bad secret"},
    ],
)
async def test_bad_webhooks(bot: Bot, values: dict[str, Any]) -> None:
    with pytest.raises(TelegramBadRequest):
        await bot.set_webhook(**values)


async def test_aiogram_may_answer_in_the_response(bot: Bot, player: Player) -> None:
    router = Router()
    echoed = asyncio.Event()

    @router.message()
    async def echo(message: Message) -> SendMessage:
        echoed.set()
        return message.answer(f"echo {message.text}")

    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    app = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False)
    handler.register(app, "/hook")
    runner, url = await _served(app)
    try:
        await bot.set_webhook(url)
        await player.say("hi")
        async with asyncio.timeout(5):
            await echoed.wait()
            texts = [m["text"] for m in (await player.look(LAN))["messages"]]
            while len(texts) < 2:
                texts = [m["text"] for m in (await player.look(LAN))["messages"]]
        assert texts[-1] == "echo hi"
    finally:
        await runner.cleanup()
