"""The page in a real browser: it works, keeps to its policy and asks nobody else."""

import re
from pathlib import Path

import pytest
from playwright.async_api import ConsoleMessage, Page, async_playwright, expect

from demo.cases import load_cases

pytestmark = pytest.mark.browser
ARGS = ["--disable-dev-shm-usage", "--no-sandbox"]


@pytest.fixture
async def chromium():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield browser
        await browser.close()


class Watch:
    """What a page asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def heard(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)


async def open_page(browser, address: str, width: int, height: int) -> tuple[Page, Watch]:
    page = await browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
    watch = Watch(page)
    await page.goto(address)
    await page.wait_for_selector("body[data-ready]")
    return page, watch


async def test_conversation_at_a_desk(stage, chromium, tmp_path: Path):
    page, watch = await open_page(chromium, stage.address, 1440, 900)
    phone = page.locator('[data-role="citizen"]')
    await phone.get_by_role("button", name="BẮT ĐẦU").click()
    await expect(phone.get_by_role("button", name="Báo tin", exact=True)).to_be_visible()
    await phone.get_by_role("button", name="Có", exact=True).click()
    await expect(phone.get_by_role("alertdialog")).to_contain_text("113")
    await page.screenshot(path=tmp_path / "alert.png")
    await phone.get_by_role("button", name="Đã hiểu").click()
    await phone.get_by_role("button", name="Không rõ").click()
    await expect(phone.get_by_text("Đã chọn: unsure")).to_be_visible()
    await expect(phone.locator(".meta", has_text="đã sửa")).to_be_visible()
    box = phone.get_by_role("textbox")
    await box.fill("Cháu chào bác")
    await box.press("Shift+Enter")
    await box.press_sequentially("dòng hai <b>không phải thẻ</b>")
    await box.press("Enter")
    await expect(phone.get_by_text("Đã nhận: Cháu chào bác")).to_be_visible()
    assert await phone.locator(".mine .text", has_text="<b>").count() == 1
    await page.screenshot(path=tmp_path / "desk.png")
    assert watch.complaints == []
    assert all(url.startswith((stage.address, "data:", "blob:")) for url in watch.requests)


async def test_photo_deletion_and_blocking(stage, chromium, tmp_path: Path):
    page, watch = await open_page(chromium, stage.address, 1440, 900)
    phone = page.locator('[data-role="citizen"]')
    await phone.get_by_role("button", name="BẮT ĐẦU").click()
    await phone.get_by_role("button", name="Đính kèm").click()
    await page.screenshot(path=tmp_path / "attach.png")
    await phone.get_by_role("button", name="Ảnh mẫu").click()
    await expect(phone.get_by_text("Đã nhận ảnh này.")).to_be_visible()
    await expect(phone.locator(".media img")).to_have_count(2)
    await phone.get_by_role("textbox").fill("xoá")
    await phone.get_by_role("textbox").press("Enter")
    await expect(phone.locator(".text", has_text="xoá")).to_have_count(0)
    for name in (
        "Nhãn dán",
        "Tin thoại",
        "Danh bạ",
        "Vị trí",
        "Bình chọn",
        "Xúc xắc",
        "Tin chuyển tiếp",
        "Tin 24 giờ (story)",
    ):
        await phone.get_by_role("button", name="Đính kèm").click()
        await phone.get_by_role("button", name=name, exact=True).click()
    await expect(phone.get_by_text("Đã nhận: khác")).to_have_count(7)
    await page.screenshot(path=tmp_path / "kinds.png")
    await phone.get_by_role("button", name="Tuỳ chọn của cuộc trò chuyện").click()
    await phone.get_by_role("button", name="Chặn bot", exact=True).click()
    await expect(phone.get_by_role("button", name="Bỏ chặn bot")).to_be_visible()
    await page.screenshot(path=tmp_path / "blocked.png")
    await phone.get_by_role("button", name="Bỏ chặn bot").click()
    await expect(phone.get_by_role("textbox")).to_be_visible()
    assert watch.complaints == []


async def test_more_people_and_the_second_official(stage, chromium, tmp_path: Path):
    page, watch = await open_page(chromium, stage.address, 1440, 900)
    add = page.get_by_role("button", name="Thêm người dân")
    await add.click()
    await add.click()
    await expect(add).to_be_disabled()
    await expect(page.locator(".phone")).to_have_count(5)
    official = page.locator('[data-role="official"]')
    await official.get_by_role("button", name="Lãnh đạo 2").click()
    await official.get_by_role("button", name="BẮT ĐẦU").click()
    await expect(official.get_by_text("Xin chào!")).to_be_visible()
    await official.get_by_role("button", name="Lãnh đạo 1").click()
    await expect(official.get_by_text("Xin chào!")).to_have_count(0)
    await page.screenshot(path=tmp_path / "five.png")
    assert watch.complaints == []


async def test_one_phone_at_a_time_on_a_phone(stage, chromium, tmp_path: Path):
    page, watch = await open_page(chromium, stage.address, 390, 844)
    await expect(page.locator(".phone:visible")).to_have_count(1)
    await page.screenshot(path=tmp_path / "small-start.png")
    phone = page.locator('[data-role="citizen"]')
    await phone.get_by_role("button", name="BẮT ĐẦU").click()
    await expect(phone.get_by_text("Hiện có ai đang gặp nguy hiểm không?")).to_be_visible()
    await page.screenshot(path=tmp_path / "small.png")
    await page.get_by_role("tab", name="Nhóm trực ban").click()
    await expect(page.locator('[data-role="group"]')).to_be_visible()
    await page.screenshot(path=tmp_path / "small-group.png")
    await page.get_by_role("tab", name="Lãnh đạo").click()
    await page.screenshot(path=tmp_path / "small-official.png")
    assert watch.complaints == []


async def test_reset_cleans_the_phones(stage, chromium):
    page, watch = await open_page(chromium, stage.address, 1440, 900)
    phone = page.locator('[data-role="citizen"]')
    await phone.get_by_role("button", name="BẮT ĐẦU").click()
    await expect(phone.get_by_text("Xin chào!")).to_be_visible()
    await page.get_by_role("button", name="Đặt lại").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Đặt lại").click()
    await expect(phone.get_by_role("button", name="BẮT ĐẦU")).to_be_visible(timeout=15_000)
    await phone.get_by_role("button", name="BẮT ĐẦU").click()
    await expect(phone.get_by_text("Xin chào!")).to_be_visible()
    assert watch.complaints == []


async def test_policy_is_enforced(stage, chromium):
    """Positive control: what the policy forbids is refused and would be seen."""
    page, watch = await open_page(chromium, stage.address, 800, 600)
    await page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.x = 1';"
        " document.head.append(s); const i = new Image(); i.src = 'https://example.vn/x.png'; }"
    )
    await page.wait_for_timeout(300)
    assert len(watch.complaints) >= 2


async def test_one_click_opens_the_inbox_and_a_case(stage, chromium, tmp_path: Path):
    context = await chromium.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    page = await context.new_page()
    await page.goto(stage.address)
    await page.get_by_role("button", name="Nạp hồ sơ mẫu").click()
    await expect(page.get_by_text("Đã nạp 50 hồ sơ mẫu")).to_be_visible(timeout=30_000)
    async with context.expect_page() as opened:
        await page.get_by_role("link", name="Mở hộp thư").click()
    inbox = await opened.value
    watch = Watch(inbox)
    await inbox.wait_for_url("**/inbox", timeout=20_000)
    case = inbox.locator('a[href^="/case/"]').first
    await expect(case).to_be_visible()
    await inbox.screenshot(path=tmp_path / "inbox.png")
    await case.click()
    await inbox.wait_for_url("**/case/**")
    words = [entry.draft.words[:40] for entry in load_cases().cases]
    await expect(inbox.get_by_text(re.compile("|".join(words))).first).to_be_visible()
    await inbox.screenshot(path=tmp_path / "case.png")
    assert watch.complaints == []
    await expect(page.locator(".step.done")).to_have_count(1, timeout=10_000)
    async with context.expect_page() as again:
        await page.evaluate(
            "() => { const a = document.getElementById('reviewers'); a.open = true; }"
        )
        await page.screenshot(path=tmp_path / "reviewers.png")
        await page.get_by_role("link", name="Điều phối viên 1").click(modifiers=["Control"])
    await (await again.value).wait_for_url("**/inbox", timeout=20_000)
