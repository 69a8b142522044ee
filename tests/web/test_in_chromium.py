"""The whole way in a real browser: joining, signing in, opening, answering, leaving."""

import json

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from inbox.receipt import Receipt
from tests.web.browsing import PASSPHRASE, Site, enter, join, photograph
from tests.web.world import World

pytestmark = pytest.mark.browser
WORDS = 'Tối nào cũng có người bẻ khoá xe ở đầu ngõ 12.\n<b>Không</b> phải "người lạ".'


def last_words(site: Site, receipt: Receipt) -> str:
    words: str = site.run(site.world.mailbox.look(receipt)).messages[-1].words
    return words


def test_the_whole_way(site: Site, page: Page) -> None:
    secret = join(site, page)
    photograph(page, "join")
    page.click("button[type=submit]")
    expect(page.locator("#joined")).to_be_visible()
    page.click("#go")
    photograph(page, "sign-in")
    world: World = site.world
    number, receipt = site.run(
        world.report_with_receipt(WORDS, landmark="Cổng trường", people="Hai người đi xe đỏ")
    )
    for _ in range(4):
        site.run(world.report())
    enter(site, page, secret)
    photograph(page, "list")
    open_the_case_and_answer(site, page, number, receipt)
    photograph(page, "case")
    the_key_leaves_with_the_session(site, page, number, secret)


def open_the_case_and_answer(site: Site, page: Page, number: str, receipt: Receipt) -> None:
    page.click(f"text={number}")
    expect(page.locator('[data-message="0"]')).to_have_text(WORDS)
    assert page.locator('[data-message="0"] b').count() == 0
    expect(page.locator("#facts")).to_contain_text("Lặp lại nhiều lần")
    expect(page.locator("#facts")).to_contain_text("Cổng trường")
    page.fill("#reply textarea", "Cảm ơn bác. Việc này thường xảy ra lúc mấy giờ?")
    page.click("#reply button[value=ask]")
    expect(page.locator('[data-message="1"]')).to_have_text(
        "Cảm ơn bác. Việc này thường xảy ra lúc mấy giờ?"
    )
    assert last_words(site, receipt) == "Cảm ơn bác. Việc này thường xảy ra lúc mấy giờ?"
    page.fill("#note textarea", "Đã gọi tổ dân phố.")
    page.click("#note button")
    expect(page.locator('[data-note="0"]')).to_have_text("Đã gọi tổ dân phố.")
    page.select_option("#move [name=status]", "dang_xac_minh")
    page.select_option("#move [name=reason]", "checking_started")
    page.fill("#move textarea", "Chúng tôi đang kiểm tra.")
    page.click("#move button")
    expect(page.locator('[data-message="2"]')).to_have_text("Chúng tôi đang kiểm tra.")
    page.click("text=Tôi nhận việc này")
    expect(page.locator("text=Bỏ giao")).to_be_visible()
    mailbox = site.run(site.world.mailbox.look(receipt))
    assert mailbox.status == "dang_xac_minh"
    assert "tổ dân phố" not in repr([message.words for message in mailbox.messages])


def the_key_leaves_with_the_session(site: Site, page: Page, number: str, secret: str) -> None:
    kept = page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
    assert set(json.loads(kept)) == {"andan.kept-key"}
    other = page.context.new_page()  # another tab of the same browser has no key of its own
    other.goto(f"/case/{number}")
    expect(other.locator("#lock")).to_be_visible()
    expect(other.locator('[data-message="0"]')).to_have_text("Đang niêm phong")
    other.fill("#unlock input", "không phải cụm này đâu")
    other.click("#unlock button")
    expect(other.locator("#lock")).to_contain_text("chưa đúng")
    other.fill("#unlock input", PASSPHRASE)
    other.click("#unlock button")
    expect(other.locator('[data-message="0"]')).to_have_text(WORDS)
    other.close()
    page.click("text=Đăng xuất")
    expect(page).to_have_url(f"{site.address}/sign-in")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("sessionStorage.length") == 0


def test_keys_move_but_never_while_typing(site: Site, page: Page) -> None:
    secret = join(site, page)
    page.click("button[type=submit]")
    page.click("#go")
    for _ in range(2):
        site.run(site.world.report())
    enter(site, page, secret)
    numbers = page.locator("a.number")
    page.keyboard.press("j")
    expect(numbers.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(numbers.nth(1)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#key-sheet")).to_be_visible()
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(numbers.nth(1)).to_be_focused()
    page.keyboard.press("?")
    page.locator("#keys-on").check()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator('[data-message="0"]')).not_to_have_text("Đang niêm phong")
    page.keyboard.press("r")
    page.keyboard.type("nur")
    expect(page.locator("#reply textarea")).to_have_value("nur")


def test_the_way_in_refuses_in_words(site: Site, page: Page) -> None:
    join(site, page)
    page.fill("[name=again]", "khác hẳn")
    page.click("button[type=submit]")
    expect(page.locator("#said")).to_have_text("Hai lần nhập chưa giống nhau.")
    page.fill("[name=passphrase]", "ngắn")
    expect(page.locator("#strength")).to_contain_text("dễ đoán")
    page.goto("/sign-in")
    page.fill("[name=handle]", "nobody")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=totp]", "123456")
    page.click("#sign-in button")
    expect(page.locator("#said")).to_contain_text("chưa đúng")


def test_a_page_left_open_goes_on_after_a_new_sign_in(site: Site, page: Page) -> None:
    secret = join(site, page)
    page.click("button[type=submit]")
    page.click("#go")
    number, receipt = site.run(site.world.report_with_receipt(WORDS))
    enter(site, page, secret)
    page.click(f"text={number}")
    expect(page.locator('[data-message="0"]')).to_have_text(WORDS)
    page.fill("#reply textarea", "Lời nhắn viết dở.")
    page.context.clear_cookies()
    page.click("#reply button[value=reply]")
    expect(page.locator("#reply .said")).to_contain_text("Phiên làm việc đã hết")
    other = page.context.new_page()
    other.goto("/sign-in")
    enter(site, other, secret)
    other.close()
    page.click("#reply button[value=reply]")
    expect(page.locator("#lock")).to_contain_text("nhập lại cụm mật khẩu")
    page.fill("#unlock input", PASSPHRASE)
    page.click("#unlock button")
    expect(page.locator('[data-message="1"]')).to_have_text("Lời nhắn viết dở.")
    assert last_words(site, receipt) == "Lời nhắn viết dở."


def test_no_one_can_break_the_policy(site: Site, chromium: Chromium) -> None:
    """A positive control: the policy really stops what it forbids."""
    page = chromium.new_page(base_url=site.address)
    page.goto("/sign-in")
    stopped = page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener("securitypolicyviolation", (e) => done(e.violatedDirective));
          const script = document.createElement("script");
          script.textContent = "globalThis.broken = true";
          document.body.append(script);
        })"""
    )
    assert stopped.startswith("script-src")
    assert page.evaluate("globalThis.broken") is None
    page.close()


def test_a_link_from_another_site_finds_the_session(site: Site, page: Page) -> None:
    secret = join(site, page)
    page.click("button[type=submit]")
    page.click("#go")
    number, _ = site.run(site.world.report_with_receipt(WORDS))
    enter(site, page, secret)
    other, asked = page.context.new_page(), list[str]()
    other.on("framenavigated", lambda frame: asked.append(frame.url))
    other.goto(site.address.replace("127.0.0.1", "localhost") + "/sign-in")
    other.evaluate("(address) => { location.href = address; }", f"{site.address}/case/{number}")
    expect(other).to_have_url(f"{site.address}/case/{number}")
    expect(other.locator("#lock")).to_be_visible()
    assert any("/sign-in?next=" in address for address in asked)  # the cookie did stay away
    other.close()
