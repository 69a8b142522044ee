"""Officials in front of the bot: the demo's Telegram, a real database, our routers."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import aiohttp
import pytest
import telegram
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.strategy import FSMStrategy
from aiogram.types import Update

from bot.messenger import Messenger
from bot.progress import ProgressMessage
from bot.transport import AiohttpRequest
from delivery.pacing import Pace, Pacer
from delivery.worker import OutboxWorker
from demo.botapi import DEMO_TOKEN
from demo.botapi.serve import serve
from demo.botapi.server import TelegramServer, create_app
from handlers.telegram.conversation import BoundedMemoryStorage, Languages
from handlers.telegram.middleware import Entrance
from handlers.telegram.official.router import official_router
from handlers.telegram.patience import Buckets
from handlers.telegram.reviewer.router import reviewer_router
from handlers.telegram.services import TelegramServices
from handlers.texts.catalog import load_catalog
from inbox.areas import load_areas
from staff.chats import StaffChats
from tests.delivery.conftest import AUTHOR, SECOND, Office, office

__all__ = ["office"]

LAN, MINH, BINH = 5730114201, 5730114202, 5730114203
DUTY = -1002100456789
CATALOG = load_catalog()
AREAS = load_areas()
VI = CATALOG["vi"]


def says(text: str, key: str) -> bool:
    """Whether a text seen by a person is that sentence, markup aside."""
    plain = VI.plain(key)
    for tag in ("<b>", "</b>", "<i>", "</i>", "<code>", "</code>"):
        plain = plain.replace(tag, "")
    return text == plain


@dataclass
class Desk:
    """People who write and press, a bot that hears them, and what they then see."""

    url: str
    http: aiohttp.ClientSession
    bot: Bot
    dispatcher: Dispatcher
    office: Office
    chats: StaffChats
    worker: OutboxWorker
    offset: int = 0

    async def act(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(self.url + path, json=body) as response:
            content: dict[str, Any] = await response.json()
            assert response.status == 200, content
            return content

    async def say(self, viewer: int, text: str, chat: int | None = None, **more: Any) -> None:
        """Write something and let the bot answer."""
        await self.act("/client/send", viewer=viewer, chat=chat or viewer, text=text, **more)
        await self.pump()

    async def send_file(self, viewer: int, content: bytes, kind: str, caption: str) -> None:
        form = aiohttp.FormData()
        for name, value in (("viewer", viewer), ("chat", viewer), ("as", kind)):
            form.add_field(name, str(value))
        form.add_field("caption", caption)
        form.add_field("file", content, filename="anh.png", content_type="image/png")
        async with self.http.post(f"{self.url}/client/send", data=form) as response:
            assert response.status == 200, await response.text()
        await self.pump()

    async def press(self, viewer: int, data: str, message: dict[str, Any]) -> str | None:
        """Press a button of that message; return the alert it gave, if any."""
        body = {"viewer": viewer, "chat": viewer, "message_id": message["message_id"]}
        pressing = asyncio.create_task(self.act("/client/press", **body, data=data))
        while not pressing.done():
            await self.pump()
            await asyncio.sleep(0.01)
        alert = (await pressing)["alert"]
        return alert["text"] if alert else None

    async def press_label(self, viewer: int, label: str) -> str | None:
        """Press the newest button with that label."""
        for message in reversed(await self.messages(viewer)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
                for button in row:
                    if button["text"] == label:
                        return await self.press(viewer, button["callback_data"], message)
        raise AssertionError(f"no button {label}")

    async def pump(self) -> None:
        """Hand the bot every update there is."""
        while updates := await self.bot.get_updates(offset=self.offset, timeout=0):
            for update in updates:
                self.offset = update.update_id + 1
                await self.feed(update)

    async def feed(self, update: Update) -> None:
        await self.dispatcher.feed_update(self.bot, update)

    async def deliver(self) -> None:
        """Let the outbox run empty."""
        while await self.worker.run_once():
            self.office.clock.forward(1)

    async def messages(self, viewer: int, chat: int | None = None) -> list[dict[str, Any]]:
        params = {"viewer": viewer, "chat": chat or viewer}
        async with self.http.get(f"{self.url}/client/chat", params=params) as response:
            shown: list[dict[str, Any]] = (await response.json())["messages"]
            return shown

    async def last(self, viewer: int, chat: int | None = None) -> str:
        message = (await self.messages(viewer, chat))[-1]
        return str(message.get("text") or message.get("caption"))

    async def compose(self, words: str = "Cẩn thận lừa đảo") -> None:
        """Walk the author to the preview."""
        await self.say(LAN, "/thongbao")
        await self.say(LAN, words)
        await self.choose()

    async def choose(self) -> None:
        await self.press_label(LAN, VI.plain("subscribe.topic.canh_bao"))
        await self.press_label(LAN, VI.plain("broadcast.everywhere"))

    async def submit(self, words: str = "Cẩn thận lừa đảo") -> None:
        """Walk the author to the end, and let the second official be asked."""
        await self.compose(words)
        await self.press_label(LAN, VI.plain("official.button.send"))
        await self.deliver()


def _services(office: Office, chats: StaffChats) -> TelegramServices:
    nothing = cast(Any, None)
    return TelegramServices(
        intake=nothing,
        mailbox=nothing,
        knowledge=nothing,
        gaps=nothing,
        votes=nothing,
        areas=AREAS,
        subscriptions=office.subscriptions,
        broadcasts=office.broadcasts,
        chats=chats,
        catalog=CATALOG,
        clock=office.clock,
        operator_name="Công an phường <A>",
        web_base_url="https://hop-thu.example.vn",
    )


def _dispatcher(services: TelegramServices) -> Dispatcher:
    dispatcher = Dispatcher(storage=BoundedMemoryStorage(), fsm_strategy=FSMStrategy.CHAT)
    entrance = Entrance(services.catalog, Languages(), Buckets(1000, 1000.0))
    dispatcher.update.outer_middleware(entrance)
    dispatcher.include_routers(reviewer_router(services), official_router(services))
    return dispatcher


def _worker(office: Office, bot: telegram.Bot) -> OutboxWorker:
    messenger = Messenger(
        bot,
        office.vault,
        CATALOG,
        AREAS.label,
        "https://hop-thu.example.vn",
        lambda: date(2026, 8, 5),
    )
    pacer = Pacer(office.clock.monotonic, Pace(overall_per_s=1e6, chat_interval_s=0.0))
    return OutboxWorker(
        office.database.transaction,
        messenger,
        pacer,
        office.clock,
        "test",
        listener=ProgressMessage(office.broadcasts, messenger, CATALOG),
    )


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    """Lan and Minh are officials with linked chats; Bình is a citizen who subscribed."""
    server = TelegramServer(webhook_delay_s=0.05)
    chats = StaffChats(
        office.database.transaction, office.vault, office.clock, secrets.token_bytes
    )
    async with serve(create_app(server)) as url, aiohttp.ClientSession() as http:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        properties = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
        ptb = telegram.Bot(DEMO_TOKEN, base_url=f"{url}/bot", request=AiohttpRequest())
        async with Bot(DEMO_TOKEN, session=session, default=properties) as bot, ptb:
            dispatcher = _dispatcher(_services(office, chats))
            worker = _worker(office, ptb)
            desk = Desk(url, http, bot, dispatcher, office, chats, worker)
            for person in (LAN, MINH, BINH):
                await desk.say(person, "/start")
            await office.link(AUTHOR, LAN)
            await office.link(SECOND, MINH)
            await office.subscribe(BINH)
            yield desk
