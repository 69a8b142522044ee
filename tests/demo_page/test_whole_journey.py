"""The guided steps with the real bot, inbox and outbox: tip, open, reply, read."""

import asyncio
import re
import socket
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Locator, Page, async_playwright, expect

from demo.run import play

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ARGS = ["--disable-dev-shm-usage", "--no-sandbox"]
RECEIPT = re.compile(r"[0-9A-Z]{5}(?:-[0-9A-Z]{4}){4}")
WORDS = "Dem qua nha toi bi cat khoa cong, mat may bom nuoc"
NEWS = "Tối nay 20 giờ tập huấn chống lừa đảo tại nhà văn hoá."
REPLY = "Cảm ơn bác. Chúng tôi đang xác minh, xin bác giữ mã."


@pytest.fixture
async def address(tmp_path: Path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stop, up = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(play("127.0.0.1", port, tmp_path / "demo.sqlite", stop, up))
    waiting = asyncio.create_task(up.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if running.done():
        await running
    yield f"http://127.0.0.1:{port}"
    stop.set()
    await running


async def say(phone: Locator, text: str) -> None:
    box = phone.get_by_role("textbox")
    await box.fill(text)
    await box.press("Enter")


async def tap(phone: Locator, name: str) -> None:
    await phone.locator(".inline-keys").get_by_role("button", name=re.compile(name)).last.click()


async def send_tip(phone: Locator) -> str:
    await phone.get_by_role("button", name="BẮT ĐẦU").click()
    await phone.get_by_role("button", name="🔔 Báo tin").click()
    await tap(phone, "^Không$")
    await tap(phone, "^Trộm cắp")
    await expect(phone.get_by_text("Chuyện gì xảy ra?")).to_be_visible()
    await say(phone, WORDS)
    await tap(phone, "^Không liên quan")
    await expect(phone.get_by_text("tỉnh, thành phố nào?")).to_be_visible()
    await say(phone, "thai nguyen")
    await expect(phone.get_by_text("Ở xã, phường nào?")).to_be_visible()
    await say(phone, "quan trieu")
    await expect(phone.get_by_text("mốc nào dễ nhận")).to_be_visible()
    await tap(phone, "^Bỏ qua")
    await tap(phone, "^Trong tuần")
    await expect(phone.get_by_text("Ai liên quan?")).to_be_visible()
    await tap(phone, "^Bỏ qua")
    await tap(phone, "Đúng rồi")
    shown = phone.locator(".text code", has_text=RECEIPT).last
    receipt = await shown.inner_text()
    await say(phone, receipt[-4:])
    return receipt


async def test_tip_open_reply_read(address: str, tmp_path: Path):
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        context = await browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="vi-VN"
        )
        page = await context.new_page()
        await page.goto(address)
        await page.wait_for_selector("body[data-ready]")
        phone = page.locator('[data-role="citizen"]')
        receipt = await send_tip(phone)
        notice = page.locator('[data-role="group"] .msg').last
        await expect(notice).to_contain_text("VN-", timeout=20_000)
        await expect(page.locator(".step").nth(0)).to_have_class(re.compile("done"))
        await page.screenshot(path=tmp_path / "1-sent.png")
        await open_and_reply(context, notice, tmp_path)
        await expect(page.locator(".step.done")).to_have_count(3, timeout=10_000)
        await page.get_by_role("button", name="Dán vào ô nhập").click()
        assert await phone.get_by_role("textbox").input_value() == receipt
        await phone.get_by_role("textbox").press("Enter")
        await expect(phone.get_by_text(REPLY)).to_be_visible()
        await expect(page.get_by_text("Xong cả bốn bước")).to_be_visible()
        await page.screenshot(path=tmp_path / "3-read.png")
        await announce(page, tmp_path)
        await browser.close()


async def open_and_reply(context: BrowserContext, notice: Locator, folder: Path) -> None:
    async with context.expect_page() as opened:
        await notice.get_by_role("link").first.click()
    case = await opened.value
    await case.wait_for_url("**/case/VN-*", timeout=20_000)
    await expect(case.get_by_text(WORDS)).to_be_visible(timeout=10_000)
    await case.get_by_label("Trả lời người dân").fill(REPLY)
    await case.get_by_role("button", name="Gửi trả lời").click()
    await expect(case.get_by_text(REPLY)).to_be_visible()
    await case.screenshot(path=folder / "2-replied.png")


async def announce(page: Page, folder: Path) -> None:
    """A citizen subscribes; an official writes, the second one approves, the citizen reads."""
    citizen, official = (page.locator(f'[data-role="{role}"]') for role in ("citizen", "official"))
    await say(citizen, "/nhanthongbao")
    await tap(citizen, "Tin địa phương")
    await expect(citizen.get_by_role("button", name="✅ Tin địa phương")).to_be_visible()
    await tap(citizen, "^Tiếp tục")
    await expect(citizen.get_by_text("Nhận thông báo của tỉnh")).to_be_visible()
    await tap(citizen, "^Tỉnh Thái Nguyên")
    await expect(citizen.get_by_text("Đã bật thông báo.")).to_be_visible()
    await official.get_by_role("button", name="BẮT ĐẦU").click()
    await say(official, "/thongbao")
    await expect(official.get_by_text("Soạn thông báo")).to_be_visible()
    await say(official, NEWS)
    await tap(official, "^Tin địa phương")
    await expect(official.get_by_text("Gửi cho người đăng ký ở đâu?")).to_be_visible()
    await tap(official, "^Thái Nguyên")
    await tap(official, "Gửi xin duyệt")
    second = official.get_by_role("button", name="Lãnh đạo 2")
    await expect(second.locator(".dot")).to_be_visible(timeout=15_000)
    await page.screenshot(path=folder / "4-waiting.png")
    await second.click()
    await tap(official, "Xem và duyệt")
    await tap(official, "Duyệt, gửi ngay")
    await expect(official.get_by_text("Đã duyệt.")).to_be_visible()
    await expect(citizen.get_by_text(NEWS)).to_be_visible(timeout=15_000)
    await page.screenshot(path=folder / "5-announced.png")
