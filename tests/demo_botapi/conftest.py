"""A served Telegram, both libraries' bots, and a person to play."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import telegram
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from demo.botapi import DEMO_TOKEN
from demo.botapi.serve import serve
from demo.botapi.server import TelegramServer, create_app

LAN = 5730114201
MINH = 5730114202
BINH = 5730114203
DUTY = -1002100456789


@dataclass
class Player:
    """Calls the Client API."""

    url: str
    http: aiohttp.ClientSession

    async def post(self, path: str, expect: int = 200, **body: Any) -> dict[str, Any]:
        async with self.http.post(self.url + path, json=body) as response:
            content: dict[str, Any] = await response.json()
            assert response.status == expect, content
            return content

    async def say(self, text: str, viewer: int = LAN, chat: int | None = None, **more: Any):
        body = {"viewer": viewer, "chat": chat or viewer, "text": text, **more}
        return (await self.post("/client/send", **body))["message"]

    async def look(self, viewer: int = LAN, chat: int | None = None) -> dict[str, Any]:
        params = {"viewer": viewer, "chat": chat or viewer}
        async with self.http.get(f"{self.url}/client/chat", params=params) as response:
            return await response.json()

    async def call(self, method: str, **values: Any) -> tuple[int, dict[str, Any]]:
        """Call the Bot API bare, with JSON."""
        async with self.http.post(f"{self.url}/bot{DEMO_TOKEN}/{method}", json=values) as response:
            return response.status, await response.json()


@pytest.fixture
def server() -> TelegramServer:
    return TelegramServer(webhook_delay_s=0.05)


@pytest.fixture
async def url(server: TelegramServer) -> AsyncIterator[str]:
    async with serve(create_app(server)) as base_url:
        yield base_url


@pytest.fixture
async def player(url: str) -> AsyncIterator[Player]:
    async with aiohttp.ClientSession() as http:
        yield Player(url, http)


@pytest.fixture
async def bot(url: str) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    yield Bot(DEMO_TOKEN, session=session)
    # the library's own close() sleeps a quarter of a second for the sake of TLS
    if session._session is not None:
        await session._session.close()


@pytest.fixture
async def ptb(url: str) -> AsyncIterator[telegram.Bot]:
    bot = telegram.Bot(DEMO_TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
    async with bot:
        yield bot


@pytest.fixture
async def lan(player: Player) -> int:
    """Somebody who has started the bot."""
    await player.say("/start")
    return LAN
