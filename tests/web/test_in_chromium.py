"""The whole way in a real browser: joining, signing in, opening, answering, leaving."""

import json

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from inbox.receipt import Receipt
from tests.web.browsing import PASSPHRASE, Site, enter, join, photograph, sign_in
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
    expect(page.locator("#reply .said")).to_have_text("Đã xong.")
    expect(page.locator("#reply .said")).to_be_focused()
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
    assert set(json.loads(kept)) == {"andan.kept-key", "andan.trail"}
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


def open_case(site: Site, page: Page, count: int = 1) -> tuple[str, Receipt, str]:
    secret = join(site, page)
    page.click("button[type=submit]")
    page.click("#go")
    for _ in range(count - 1):
        site.run(site.world.report())
    number, receipt = site.run(site.world.report_with_receipt(WORDS))
    enter(site, page, secret)
    page.click(f"text={number}")
    expect(page.locator('[data-message="0"]')).to_have_text(WORDS)
    return number, receipt, secret


def test_half_written_words_outlive_the_session(site: Site, page: Page) -> None:
    number, _, secret = open_case(site, page)
    page.fill("#reply textarea", "Lời viết dở.")
    page.fill("#note textarea", "Ghi chú viết dở.")
    page.wait_for_timeout(600)
    kept = page.evaluate("JSON.stringify({ ...sessionStorage })")
    assert "viết dở" not in kept
    assert kept.count("andan.draft") == 2
    page.evaluate("document.getElementById('back').click()")  # a link of ours asks nothing
    expect(page).to_have_url(f"{site.address}/inbox")
    page.context.clear_cookies()
    page.goto(f"/case/{number}")
    expect(page).to_have_url(f"{site.address}/sign-in?next=%2Fcase%2F{number}")
    site.clock.move(seconds=30)
    sign_in(site, page, secret)
    expect(page.locator("#reply textarea")).to_have_value("Lời viết dở.")
    expect(page.locator("#note textarea")).to_have_value("Ghi chú viết dở.")
    expect(page.locator("#reply .said")).to_contain_text("chưa gửi")
    page.click("#reply button[value=reply]")
    expect(page.locator('[data-message="1"]')).to_have_text("Lời viết dở.")
    expect(page.locator("#reply textarea")).to_have_value("")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("text=Đăng xuất")
    expect(page.locator("#sign-in")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("sessionStorage.length") == 0


def test_an_idle_page_leaves_and_keeps_the_words(site: Site, page: Page) -> None:
    page.clock.install()
    number, _, _ = open_case(site, page)
    page.fill("#reply textarea", "Lời viết dở.")
    page.clock.run_for(1000)
    page.wait_for_timeout(200)
    page.context.clear_cookies()  # the session ran out on the server too
    page.clock.run_for(31 * 60 * 1000)
    expect(page).to_have_url(f"{site.address}/sign-in?next=%2Fcase%2F{number}")
    kept = page.evaluate("JSON.stringify({ ...sessionStorage })")
    assert "andan.kept-key" not in kept
    assert "andan.draft" in kept


def test_two_officers_do_not_answer_the_same_words(site: Site, page: Page) -> None:
    _, receipt, _ = open_case(site, page)
    page.fill("#reply textarea", "Tôi trả lời.")
    site.run(site.world.mailbox.add(receipt, "Tôi nói thêm."))
    page.click("#reply button[value=reply]")
    expect(page.locator("#reply .said")).to_contain_text("lời nhắn mới")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator('[data-message="1"]')).to_have_text("Tôi nói thêm.")
    expect(page.locator("#reply textarea")).to_have_value("Tôi trả lời.")
    page.click("#reply button[value=reply]")
    expect(page.locator('[data-message="2"]')).to_have_text("Tôi trả lời.")


def test_the_next_case_of_the_list(site: Site, page: Page) -> None:
    open_case(site, page, count=3)
    page.goto("/inbox?kind=tip")
    numbers = page.locator("a.number").all_inner_texts()
    page.locator("a.number").first.click()
    expect(page.locator("#place")).to_have_text("1/3")
    expect(page.locator("#previous")).to_be_hidden()
    page.click("#next")
    expect(page).to_have_url(f"{site.address}/case/{numbers[1]}")
    expect(page.locator("#place")).to_have_text("2/3")
    page.keyboard.press("j")
    expect(page).to_have_url(f"{site.address}/case/{numbers[2]}")
    expect(page.locator("#place")).to_have_text("3/3")
    expect(page.locator("#next")).to_be_hidden()
    page.keyboard.press("k")
    expect(page).to_have_url(f"{site.address}/case/{numbers[1]}")
    expect(page.locator("#place")).to_have_text("2/3")
    page.keyboard.press("u")
    expect(page).to_have_url(f"{site.address}/inbox?kind=tip")


def test_a_status_brings_its_usual_reason(site: Site, page: Page) -> None:
    open_case(site, page)
    page.select_option("#move [name=status]", "da_chuyen")
    expect(page.locator("#move [name=reason]")).to_have_value("other_authority")


def test_a_passphrase_can_be_looked_at_and_is_hidden_again(site: Site, page: Page) -> None:
    page.goto("/sign-in")
    page.fill("[name=handle]", "cb-1")
    page.fill("[name=passphrase]", "mưa rào")
    page.keyboard.press("Tab")  # straight to the code: the box stands behind it
    expect(page.locator("[name=totp]")).to_be_focused()
    page.check("[data-reveals]")
    expect(page.locator("[name=passphrase]")).to_have_attribute("type", "text")
    page.fill("[name=totp]", "123456")
    page.click("#sign-in button")
    expect(page.locator("[name=passphrase]")).to_have_attribute("type", "password")
    expect(page.locator("#said")).to_contain_text("chưa đúng")
