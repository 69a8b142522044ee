"""Hands for the tests of the documents' pages: sending, reading the form, deciding."""

import re
from html import unescape

import httpx

from handlers.texts.catalog import load_catalog
from knowledge.versions import DocumentState
from tests.documents_flow.papers import GATES
from tests.web.world import SAME, Browser, World

VI = load_catalog()["vi"]
LIST = "/knowledge/documents"


async def send(browser: Browser, raw: bytes, name: str, **fields: str) -> httpx.Response:
    return await browser.client.post(
        LIST,
        files={"file": (name, raw, "application/octet-stream")},
        data={"csrf": browser.csrf, **fields},
        headers=SAME,
    )


async def take(browser: Browser, words: str = GATES, name: str = "021_cong.txt") -> str:
    """Send a file and return the address of its draft."""
    answer = await send(browser, words.encode(), name)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def form_of(page: str) -> dict[str, str]:
    """Return what a browser would send of the draft's form, without the button."""
    fields = {name: unescape(value) for name, value in re.findall(
        r'name="([a-z_]+)" value="([^"]*)"', page
    )}  # fmt: skip
    fields.pop("act", None)
    for name, body in re.findall(r'<select name="([a-z_]+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        fields[name] = chosen[1] if chosen else ""
    for name, value in re.findall(r'<textarea name="([a-z_]+)"[^>]*>(.*?)</textarea>', page):
        fields[name] = unescape(value)
    return fields


async def decide(browser: Browser, address: str, act: str, **typed: str) -> httpx.Response:
    fields = form_of((await browser.get(address)).text) | typed
    return await browser.submit(address, **fields | {"act": act, "csrf": browser.csrf})


async def publish(browser: Browser, words: str = GATES, name: str = "021_cong.txt") -> None:
    answer = await decide(browser, await take(browser, words, name), "publish")
    assert answer.status_code == 303


async def states(world: World, name: str = "021") -> list[DocumentState]:
    async with world.database.reading() as work:
        return [one.state for one in await work.documents.history(name)]
