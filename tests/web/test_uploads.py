"""Many files at once, and slow ones: what they may cost the process that also answers."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from handlers.texts.catalog import load_catalog
from handlers.web import upload
from handlers.web.upload import Uploads
from knowledge.documents.model import Document
from knowledge.documents.reading import read_document
from staff.model import Role
from tests.documents_flow.papers import GATES
from tests.web.world import SAME, Browser, World

VI = load_catalog()["vi"]
LIST = "/knowledge/documents"


class Slow:
    """A reader of files that counts how many it is handed at a time, and waits to be let go."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.has_begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def __call__(self, source: object, filename: str) -> Document:
        self.now += 1
        self.most = max(self.most, self.now)
        self.has_begun.set()
        await self.go_on.wait()
        self.now -= 1
        assert isinstance(source, bytes)
        return await read_document(source, filename)


@pytest.fixture
async def coordinator(world: World) -> Browser:
    browser = Browser(world)
    await browser.sign_in(await world.hire("dp-1", role=Role.COORDINATOR))
    return browser


async def send(browser: Browser, name: str) -> httpx.Response:
    return await browser.client.post(
        LIST,
        files={"file": (name, GATES.encode(), "text/plain")},
        data={"csrf": browser.csrf},
        headers=SAME,
    )


def places(world: World, uploads: Uploads) -> None:
    pages = world.app._app
    pages.state.uploads = uploads  # type: ignore[attr-defined]  # FastAPI behind the shell


async def test_only_so_many_files_are_held_at_a_time(
    world: World, coordinator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow()
    monkeypatch.setattr(world.services.library, "_read", slow)
    sent = [asyncio.create_task(send(coordinator, f"{at:03}.txt")) for at in range(12)]
    await asyncio.sleep(0.5)
    assert slow.most == upload.AT_ONCE
    slow.go_on.set()
    answers = await asyncio.gather(*sent)
    assert {answer.status_code for answer in answers} == {303}
    assert slow.most == upload.AT_ONCE


async def test_who_waits_too_long_is_told_and_the_place_gets_free(
    world: World, coordinator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow()
    monkeypatch.setattr(world.services.library, "_read", slow)
    places(world, Uploads(at_once=1, wait_s=0.05))
    first = asyncio.create_task(send(coordinator, "001.txt"))
    await slow.has_begun.wait()
    second = await send(coordinator, "002.txt")
    assert second.status_code == 503
    assert VI.plain("library.upload.others") in second.text
    slow.go_on.set()
    assert (await first).status_code == 303
    assert (await send(coordinator, "002.txt")).status_code == 303


async def test_a_body_that_trickles_in_gives_its_place_up(
    world: World, coordinator: Browser
) -> None:
    async def trickle() -> AsyncIterator[bytes]:
        yield b"--x\r\n"
        await asyncio.sleep(5)

    places(world, Uploads(at_once=1, body_s=0.05))
    headers = {
        **SAME,
        "content-type": "multipart/form-data; boundary=x",
        "content-length": "1000",
    }
    async with asyncio.timeout(3):
        slow = await coordinator.client.post(LIST, content=trickle(), headers=headers)
    assert slow.status_code == 422
    assert VI.plain("library.upload.nothing") in slow.text
    assert (await send(coordinator, "001.txt")).status_code == 303


async def test_a_refused_upload_gives_its_place_back(world: World, coordinator: Browser) -> None:
    places(world, Uploads(at_once=1, wait_s=0.5))
    for _ in range(3):
        assert (await send(coordinator, "a.exe")).status_code == 422
    token, coordinator.csrf = coordinator.csrf, "x"
    for _ in range(3):
        assert (await send(coordinator, "001.txt")).status_code == 403
    coordinator.csrf = token
    assert (await send(coordinator, "001.txt")).status_code == 303


async def test_a_length_of_many_digits_is_refused(coordinator: Browser) -> None:
    for path in (LIST, "/knowledge/words"):
        for length in ("9" * 5_000, "9" * 13, "-1", "²", ""):
            headers = [(b"sec-fetch-site", b"same-origin"), (b"content-length", length.encode())]
            answer = await coordinator.client.post(path, content=b"", headers=headers)
            assert answer.status_code == 413, (path, length[:3])
