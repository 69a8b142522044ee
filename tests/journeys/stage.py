"""The whole product on one loopback port, and phones that use it over HTTP.

A phone speaks the Client API, as the chat page does.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from demo.botapi.serve import serve
from demo.raising import raise_house
from demo.show import Show, build_show
from demo.world import Keyring, cut_keys, load_world

WAIT_S = 15.0

_KEYRING: Keyring = {}
"""Keys of the sample accounts, cut once in a test run: that takes seconds."""


@dataclass
class Phone:
    """One person's chat with the bot (or their view of a group)."""

    http: aiohttp.ClientSession
    base: str
    viewer: int
    chat: int

    async def call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.http.post(f"{self.base}{path}", json=body) as answer:
            said = await answer.json()
            assert answer.status == 200, said
            return said

    async def send(self, text: str, **more: Any) -> None:
        """Write, and wait until the bot has answered."""
        before = await self.last_id()
        body = {"viewer": self.viewer, "chat": self.chat, "text": text, **more}
        await self.call("/client/send", body)
        await self.until(
            lambda messages: any(m["message_id"] > before and not m["mine"] for m in messages)
        )

    async def messages(self) -> list[dict[str, Any]]:
        path = f"{self.base}/client/chat?viewer={self.viewer}&chat={self.chat}"
        async with self.http.get(path) as answer:
            return (await answer.json())["messages"]

    async def last_id(self) -> int:
        return max((m["message_id"] for m in await self.messages()), default=0)

    async def until(self, fits: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        """Return the chat once it is as expected."""
        end = time.monotonic() + WAIT_S
        while True:
            messages = await self.messages()
            if fits(messages):
                return messages
            assert time.monotonic() < end, [words(m) for m in messages[-4:]]
            await asyncio.sleep(0.03)

    async def until_said(self, part: str) -> str:
        """Return the bot's newest message that contains the words."""
        found = await self.until(lambda ms: any(part in words(m) and not m["mine"] for m in ms))
        return next(words(m) for m in reversed(found) if part in words(m) and not m["mine"])

    async def press(self, part: str) -> str | None:
        """Press the newest inline button whose words end so, once it is there; return the
        alert's text, if one came."""
        found = await self.until(lambda ms: _button(ms, part) is not None)
        message_id, data = _button(found, part) or (0, "")
        body = {
            "viewer": self.viewer,
            "chat": self.chat,
            "message_id": message_id,
            "data": data,
        }
        answer = await self.call("/client/press", body)
        return (answer["alert"] or {}).get("text")

    async def until_button(self, part: str) -> None:
        """Wait for an inline button with these words."""
        await self.until(lambda messages: _button(messages, part) is not None)

    async def has_button(self, part: str) -> bool:
        """Say whether an inline button with these words is on the screen."""
        return _button(await self.messages(), part) is not None


def words(message: dict[str, Any]) -> str:
    """Return a message's text or caption."""
    return str(message.get("text") or message.get("caption") or "")


def _button(messages: list[dict[str, Any]], part: str) -> tuple[int, str] | None:
    for message in reversed(messages):
        for row in (message.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                data = button.get("callback_data")
                if data and button["text"].endswith(part):
                    return message["message_id"], data
    return None


@dataclass
class Stage:
    """The running whole."""

    base: str
    show: Show
    http: aiohttp.ClientSession
    database: Path

    async def citizen(self, first_name: str = "Người dân", **more: Any) -> Phone:
        """Return the phone of somebody new."""
        body = {"first_name": first_name, "language_code": "vi", **more}
        async with self.http.post(f"{self.base}/client/users", json=body) as answer:
            person = (await answer.json())["user"]["id"]
        return Phone(self.http, self.base, person, person)

    def phone_of(self, part: str, number: int = 0) -> Phone:
        """Return the phone of a person of the sample world."""
        world = self.show.world()
        if part == "group":
            viewer = world["group"]["viewer"]["id"]
            return Phone(self.http, self.base, viewer, world["group"]["chat"])
        person = world[part][number]["id"]
        return Phone(self.http, self.base, person, person)


@asynccontextmanager
async def open_stage(folder: Path) -> AsyncIterator[Stage]:
    """Raise the demo's house over a database in ``folder``, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = folder / "house.sqlite"
    if not _KEYRING:
        _KEYRING.update(await cut_keys(load_world()))
    show, app = await build_show("127.0.0.1", port, database, raise_house, _KEYRING)
    async with serve(app, port) as base, aiohttp.ClientSession() as http:
        await show.open()
        try:
            yield Stage(base, show, http, database)
        finally:
            await show.close()
