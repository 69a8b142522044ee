"""Runs the whole product and a scripted visit in Debian's Chromium."""

from pathlib import Path

from playwright.async_api import async_playwright

from tests.browser.visit import Visit
from tests.journeys.stage import open_stage

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]


async def tour(folder: Path, pictures: Path) -> Visit:
    """Play the visit over a fresh house in ``folder``; return it for its findings."""
    async with open_stage(folder) as stage, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            visit = Visit(browser, stage.base, pictures)
            await visit.play()
        finally:
            await browser.close()
    return visit
