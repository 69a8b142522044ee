"""The pages served on this machine for a real browser, and the steps every journey takes."""

import asyncio
import os
import socket
import threading
from pathlib import Path
from typing import Any

import pyotp
import uvicorn
from playwright.sync_api import Page, expect

from staff.model import Role
from tests.staff.people import SetClock
from tests.web.world import HOME, open_world

PASSPHRASE = "mưa rào cánh đồng lúa chín"
WIDTHS = {"1280": (1280, 900), "390": (390, 844)}


class Site:
    """The pages served on this machine by a thread with a loop of its own."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock()
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(folder)))
        self._thread.start()
        assert self._ready.wait(20)

    async def _serve(self, folder: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self.world = await open_world(folder, clock=self.clock)
        settings = uvicorn.Config(self.world.app, log_config=None, lifespan="off")
        self._server = uvicorn.Server(settings)
        serving = asyncio.create_task(self._server.serve(sockets=[self.socket]))
        while not self._server.started:  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.01)
        self._ready.set()
        await serving
        await self.world.database.close()

    def run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(20)

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.socket.close()


def join(site: Site, page: Page, handle: str = "cb-1") -> str:
    """Accept an invitation in the browser; return the secret of the codes."""
    invite = site.world.accounts.invite(handle, "Trực ban 1", HOME, frozenset({Role.REVIEWER}))
    page.goto(f"/join/{site.run(invite)}")
    expect(page.locator("#secret")).not_to_be_empty()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=again]", PASSPHRASE)
    page.fill("[name=totp]", pyotp.TOTP(secret).at(site.clock.now))
    return secret


def enter(site: Site, page: Page, secret: str) -> None:
    site.clock.move(seconds=30)
    sign_in(site, page, secret)
    expect(page).to_have_url(f"{site.address}/inbox")
    page.wait_for_load_state("networkidle")


def sign_in(site: Site, page: Page, secret: str) -> None:
    page.fill("[name=handle]", "cb-1")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=totp]", pyotp.TOTP(secret).at(site.clock.now))
    page.click("#sign-in button")


def photograph(page: Page, name: str) -> None:
    """Keep pictures in the folder ``TEST_PICTURES`` names, if any: for people to look at."""
    folder = os.environ.get("TEST_PICTURES")
    if folder is None:
        return
    for width, (wide, high) in WIDTHS.items():
        page.set_viewport_size({"width": wide, "height": high})
        page.wait_for_timeout(150)
        page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
