"""Writing and approving an article in a real browser: the preview follows the typing."""

from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from staff.model import Role
from tests.knowledge.drafts import ID, QUESTION, TYPED
from tests.web.browsing import Site, photograph

pytestmark = pytest.mark.browser
HOME = "/knowledge/articles"
FIELDS = ("title", "questions", "answer", "text", "source", "as_of")


def let_in(site: Site, context: Any, handle: str) -> None:
    """Give a browser the session of a new coordinator."""

    async def sign_in() -> str:
        person = await site.world.hire(handle, role=Role.COORDINATOR)
        now = site.world.clock.now
        signed = await site.world.accounts.sign_in(handle, person.sign_in_key, person.code(now))
        return signed.token

    cookie = {"name": "andan", "value": site.run(sign_in()), "url": site.address}
    context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Strict"}])


def watch_policy(page: Page) -> list[str]:
    """Collect what the policy stops; a positive control is in test_in_chromium.py."""
    stopped: list[str] = []
    page.on(
        "console",
        lambda said: stopped.append(said.text) if "Content Security" in said.text else None,
    )
    return stopped


def write(page: Page) -> None:
    for name in FIELDS:
        page.fill(f"[name={name}]", TYPED[name])
    page.select_option("[name=topic]", TYPED["topic"])
    page.select_option("[name=confidence]", TYPED["confidence"])


def test_one_writes_with_a_preview_and_another_approves(
    site: Site, page: Page, chromium: Chromium
) -> None:
    let_in(site, page.context, "dp-1")
    stopped = watch_policy(page)
    page.goto(HOME)
    photograph(page, "articles")
    page.click("text=Viết bài mới")
    expect(page.locator("#preview [data-part=caution]")).to_contain_text("chưa được kiểm lại")
    write(page)
    preview = page.locator("#preview")
    expect(preview.locator("[data-part=title]")).to_have_text(TYPED["title"])
    expect(preview.locator("[data-part=answer]")).to_have_text(TYPED["answer"])
    expect(preview.locator("[data-part=source]")).to_have_text(
        "Nguồn: Quy ước của làng, mục 3. Cập nhật ngày 19/11/2026."
    )
    expect(preview.locator("[data-part=caution]")).to_be_hidden()
    page.fill("[name=answer]", "<b>x</b>" * 50)
    expect(preview.locator("b")).to_have_count(0)
    expect(page.locator("label:has([name=answer]) .counted")).to_have_text("Thừa 50 ký tự")
    page.fill("[name=answer]", TYPED["answer"])
    page.fill("[name=tries]", f"{QUESTION}\nngày hội 19/8 là gì")
    page.click("#try")
    expect(page.locator("#answers .came")).to_have_count(2)
    expect(page.locator("#answers .came-this")).to_contain_text(QUESTION)
    photograph(page, "article-edit")
    page.click("button[value=submit]")
    expect(page).to_have_url(f"{site.address}{HOME}/{ID}?said=submitted")
    expect(page.locator("text=Duyệt, dùng ngay")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0

    context = chromium.new_context(base_url=site.address, locale="vi-VN")
    let_in(site, context, "dp-2")
    other = context.new_page()
    stopped_too = watch_policy(other)
    other.goto(f"{HOME}?view=waiting")
    other.click(f"text={TYPED['title']}")
    photograph(other, "article-waiting")
    other.click("text=Duyệt, dùng ngay")
    expect(other.locator("[role=status]")).to_contain_text("Bot bắt đầu trả lời")
    photograph(other, "article-approved")
    context.close()
    assert stopped + stopped_too == []


def test_half_written_words_outlive_the_session(site: Site, page: Page) -> None:
    let_in(site, page.context, "dp-1")
    page.goto(f"{HOME}/new")
    page.fill("[name=title]", "Viết dở <b>một</b> bài")
    session: Any = page.context.cookies()
    page.context.clear_cookies()  # the session ran out
    page.click("button[value=save]")
    expect(page).to_have_url(f"{site.address}/sign-in?next=%2Fknowledge%2Farticles%2Fnew")
    expect(page.locator("#sign-in")).to_be_visible()
    site.clock.move(seconds=30)
    let_in(site, page.context, "dp-2")
    page.goto(f"{HOME}/new")
    expect(page.locator("#preview")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#kept")).to_be_hidden()  # another person's words are not offered
    page.context.clear_cookies()
    page.context.add_cookies(session)  # the first one again
    page.goto(f"{HOME}/new")
    expect(page.locator("#kept")).to_contain_text("chữ viết dở")
    page.click("#kept button")
    expect(page.locator("[name=title]")).to_have_value("Viết dở <b>một</b> bài")


def test_words_come_back_to_who_wrote_them(site: Site, page: Page) -> None:
    let_in(site, page.context, "dp-1")
    page.goto(f"{HOME}/new")
    page.fill("[name=title]", "Viết dở một bài")
    page.reload()
    expect(page.locator("#kept")).to_be_visible()
    page.click("#kept button")
    expect(page.locator("[name=title]")).to_have_value("Viết dở một bài")
    expect(page.locator("#preview [data-part=title]")).to_have_text("Viết dở một bài")


def test_without_scripts_the_button_shows_the_preview(site: Site, chromium: Chromium) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    let_in(site, context, "dp-1")
    page = context.new_page()
    page.goto(f"{HOME}/new")
    write(page)
    page.fill("[name=tries]", QUESTION)
    page.click("text=Xem trước")
    expect(page.locator("#preview [data-part=answer]")).to_have_text(TYPED["answer"])
    expect(page.locator("#answers .came-this")).to_have_count(1)
    expect(page.locator("[name=text]")).to_have_value(TYPED["text"])
    context.close()
