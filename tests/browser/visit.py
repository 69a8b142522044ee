"""A scripted browser that plays the demo as a person would, with pictures on the way."""

import re
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from handlers.texts.catalog import load_catalog

VI = load_catalog()["vi"]
SAID = "Tối nào cũng có người lạ ra vào căn nhà cuối ngõ cạnh chợ, mỗi lần vài phút rồi đi."
ANSWER = "Cảm ơn bác đã báo. Xin cho biết thường vào khoảng mấy giờ?"
NEWS = "Cảnh báo: có kẻ giả danh công an gọi video đòi chuyển tiền. Xin đừng làm theo."
PATIENCE_MS = 15_000


class Screen:
    """One phone of the demo page."""

    def __init__(self, page: Page, role: str, number: int = 0) -> None:
        self.node = page.locator(f'section.phone[data-role="{role}"]').nth(number)

    async def send(self, text: str) -> None:
        """Write into the line; an empty chat has only the big start button."""
        if text == "/start":
            await self.node.locator(".foot button.wide").click()
            return
        await self.node.locator("textarea").fill(text)
        await self.node.locator("textarea").press("Enter")

    async def press(self, label: str) -> None:
        """Press the newest inline button whose words end so (a mark may stand before)."""
        words = re.compile(re.escape(label) + "$")
        button = self.node.locator(".inline-keys button").filter(has_text=words).last
        await button.click(timeout=PATIENCE_MS)

    async def said(self, part: str) -> Locator:
        """Return the newest message of the other side with these words, once it is there."""
        message = self.node.locator(".msg:not(.mine) .bubble").filter(has_text=part).last
        await expect(message).to_be_visible(timeout=PATIENCE_MS)
        return message


class Visit:
    """The whole tour: question, tip, open, reply, read, broadcast."""

    def __init__(self, browser: Browser, base: str, pictures: Path) -> None:
        self._browser = browser
        self._base = base
        self._pictures = pictures
        self.foreign: list[str] = []
        self.violations: list[str] = []

    async def play(self) -> None:
        """Play everything; raise if a step does not happen."""
        context = await self._browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="vi-VN"
        )
        context.on("request", self._note_request)
        page = await context.new_page()
        page.on("console", self._note_console)
        await page.goto(self._base)
        citizen, group = Screen(page, "citizen"), Screen(page, "group")
        await self._ask(citizen)
        await self._shoot(page, "question")
        receipt, number = await self._tip(citizen)
        await group.said(number)
        await self._shoot(page, "demo")
        inbox = await self._work_case(page, number)
        await self._read_reply(citizen, receipt)
        await self._shoot(page, "reply")
        await inbox.close()
        await self._broadcast(page, citizen)
        await self._shoot(page, "broadcast")
        await context.close()

    async def _ask(self, citizen: Screen) -> None:
        await citizen.send("/start")
        await citizen.said("Xin chào")
        await citizen.send("ngay hoi 19/8 la gi")
        await citizen.said("Nguồn")

    async def _tip(self, citizen: Screen) -> tuple[str, str]:
        await citizen.send("/baotin")
        await citizen.press(VI.plain("danger.no"))
        await citizen.press(VI.plain("category.ma_tuy"))
        await citizen.said("Chuyện gì xảy ra")
        await citizen.send(SAID)
        await citizen.press(VI.plain("subject.nobody"))
        await citizen.said("tỉnh, thành phố nào")
        await citizen.send("thai nguyen")
        await citizen.said("xã, phường nào")
        await citizen.send("quan trieu")
        await citizen.said("mốc nào")
        await citizen.press(VI.plain("button.skip"))
        await citizen.press(VI.plain("when.repeatedly"))
        await citizen.press(VI.plain("button.skip"))
        await citizen.press(VI.plain("button.send"))
        shown = await (await citizen.said("bốn ký tự cuối")).inner_text()
        receipt = _found(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{4}){4}\b", shown)
        await citizen.send(receipt[-4:].lower())
        thanks = await (await citizen.said("Đã ghi nhận")).inner_text()
        return receipt, _found(r"VN-[0-9A-Z]{5}", thanks)

    async def _work_case(self, page: Page, number: str) -> Page:
        async with page.context.expect_page() as opening:
            await page.locator("#open-inbox").click()
        inbox = await opening.value
        inbox.on("console", self._note_console)
        await inbox.wait_for_url("**/inbox*", timeout=45_000)
        await inbox.locator(f'a[href*="/case/{number}"]').first.click()
        await expect(inbox.locator(".message.reporter .words").first).to_contain_text(
            SAID, timeout=PATIENCE_MS
        )
        await self._shoot(inbox, "case-opened")
        await inbox.locator("#reply textarea").fill(ANSWER)
        await inbox.locator('#reply button[value="ask"]').click()
        await expect(inbox.locator(".message.reviewer .words").first).to_contain_text(
            ANSWER, timeout=PATIENCE_MS
        )
        await self._shoot(inbox, "case")
        await inbox.goto(f"{self._base}/inbox")
        await self._shoot(inbox, "inbox")
        return inbox

    async def _read_reply(self, citizen: Screen, receipt: str) -> None:
        await citizen.send(receipt)
        await citizen.said(ANSWER)

    async def _broadcast(self, page: Page, citizen: Screen) -> None:
        await citizen.send("/nhanthongbao")
        await citizen.press(VI.plain("subscribe.topic.canh_bao"))
        await citizen.press(VI.plain("button.next"))
        await citizen.press(VI.plain("button.everywhere"))
        await citizen.said("Đã bật thông báo")
        official = Screen(page, "official")
        await official.send("/start")
        await official.said("Xin chào")
        await official.send("/thongbao")
        await official.said("Soạn thông báo")
        await official.send(NEWS)
        await official.press(VI.plain("subscribe.topic.canh_bao"))
        await official.press(VI.plain("broadcast.everywhere"))
        await official.press(VI.plain("official.button.send"))
        await official.said("duyệt")
        await page.locator('[data-role="official"] [data-person]').nth(1).click()
        await official.press(VI.plain("notice.view_button"))
        await official.press(VI.plain("official.button.approve"))
        await citizen.said("giả danh công an")

    async def _shoot(self, page: Page, name: str) -> None:
        await page.wait_for_timeout(400)
        self._pictures.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=self._pictures / f"{name}.png")

    def _note_request(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self._base, "data:", "blob:")):
            self.foreign.append(url)

    def _note_console(self, message: object) -> None:
        text = str(getattr(message, "text", ""))
        if "Content Security Policy" in text or getattr(message, "type", "") == "error":
            self.violations.append(text)


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise LookupError(f"{pattern} is not in what was said")
    return match[0]
