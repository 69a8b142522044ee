"""A document from a file to its use, and a row of words, in a real browser at both widths."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from handlers.texts.catalog import load_catalog
from tests.documents_flow.papers import GATES
from tests.web.browsing import Site, photograph
from tests.web.test_articles_in_chromium import let_in, watch_policy

pytestmark = pytest.mark.browser
LIST = "/knowledge/documents"
WORDS = "/knowledge/words"
VI = load_catalog()["vi"]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    made = tmp_path / "021_cong.txt"
    made.write_text(GATES, encoding="utf-8")
    return made


def fits(page: Page) -> bool:
    """Say whether nothing sticks out to the side on a phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    fitted = False
    for _ in range(30):  # a busy machine draws the narrow page a little later
        width, held = page.evaluate(
            "() => [window.innerWidth, document.documentElement.scrollWidth]"
        )
        fitted = width == 360 and held <= width
        if fitted:
            break
        page.wait_for_timeout(100)
    page.set_viewport_size({"width": 1280, "height": 900})
    return fitted


def test_a_file_is_read_checked_used_removed_and_erased(
    site: Site, page: Page, paper: Path
) -> None:
    let_in(site, page.context, "dp-1")
    stopped = watch_policy(page)
    page.goto(LIST)
    page.set_input_files("[name=file]", str(paper))
    page.click("form.upload button")
    expect(page.locator("h1")).to_have_text(VI.plain("library.draft.title"))
    photograph(page, "document-draft")
    assert fits(page)
    page.fill("[name=place]", "Lào Cai")
    page.press("[name=place]", "Enter")  # saves, and does not publish
    expect(page.locator(".note.good")).to_contain_text("vẫn là bản nháp")
    page.click("button[value=publish]")
    expect(page.locator(".note.good")).to_contain_text("đã đưa vào dùng")
    photograph(page, "documents")
    assert fits(page)
    page.click(".rows .name")
    expect(page.locator("main")).to_contain_text("Lào Cai")
    photograph(page, "document")
    assert fits(page)
    page.click("button[value=remove]")
    page.fill("[name=typed]", "021")
    page.click("button[value=erase]")
    expect(page.locator(".note.good")).to_contain_text("đã xoá hẳn")
    expect(page.locator(".empty")).to_be_visible()
    assert stopped == []


def test_a_file_that_is_too_large_is_not_even_sent(site: Site, page: Page, tmp_path: Path) -> None:
    let_in(site, page.context, "dp-1")
    big = tmp_path / "lon.txt"
    with big.open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    page.goto(LIST)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.set_input_files("[name=file]", str(big))
    page.click("form.upload button")
    expect(page.locator("form.upload .said")).to_have_text(VI.plain("refusal.too_big"))
    assert sent == []


def test_without_scripts_everything_works(site: Site, chromium: Chromium, paper: Path) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    let_in(site, context, "dp-1")
    page = context.new_page()
    page.goto(LIST)
    page.set_input_files("[name=file]", str(paper))
    page.click("form.upload button")
    page.click("button[value=publish]")
    expect(page.locator(".note.good")).to_contain_text("đã đưa vào dùng")
    page.goto(WORDS)
    page.fill("[name=said]", "ba ri e")
    page.fill("[name=means]", "cổng làng")
    page.click("button[value=save]")
    expect(page.locator(".rows strong").first).to_have_text("ba ri e")
    context.close()


def test_a_row_of_words_is_tried_and_kept(site: Site, page: Page) -> None:
    let_in(site, page.context, "dp-1")
    stopped = watch_policy(page)
    page.goto(WORDS)
    page.fill("[name=said]", "cắn kẹo")
    page.fill("[name=means]", "ma tuý")
    page.fill("[name=question]", "xóm tôi có bọn cắn kẹo, báo ở đâu")
    page.press("[name=question]", "Enter")  # tries, and does not keep
    expect(page.locator(".trial .note")).to_be_visible()
    expect(page.locator(".empty")).to_be_visible()
    photograph(page, "words")
    assert fits(page)
    page.click("button[value=save]")
    expect(page.locator(".rows strong").first).to_have_text("cắn kẹo")
    assert stopped == []
