"""A fresh world for each test of the pages, and a real browser for those that ask for one."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from staff.model import Role
from tests.web.browsing import Site
from tests.web.world import Browser, World, open_world

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = await open_world(tmp_path)
    yield opened
    await opened.database.close()


@pytest.fixture
async def browser(world: World) -> Browser:
    return Browser(world)


@pytest.fixture
async def signed(world: World, browser: Browser) -> Browser:
    await browser.sign_in(await world.hire("cb-1"))
    return browser


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = Site(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@pytest.fixture
def page(chromium: Chromium, site: Site) -> Iterator[Page]:
    context = chromium.new_context(base_url=site.address, locale="vi-VN")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )
    opened.on("pageerror", lambda failure: complaints.append(str(failure)))
    yield opened
    context.close()
    expected = "Failed to load resource: the server responded with a status of 4"
    assert [said for said in complaints if expected not in said] == []


@pytest.fixture
async def coordinator(world: World) -> Browser:
    browser = Browser(world)
    await browser.sign_in(await world.hire("dp-1", role=Role.COORDINATOR))
    return browser
