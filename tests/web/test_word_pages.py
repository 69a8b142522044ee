"""The pages of the table of words: keeping rows, refusals in words, trying a question."""

import re
from html import unescape

import httpx
import pytest

from handlers.texts.catalog import load_catalog
from knowledge.model import Intent
from knowledge.word_rows import WordFault
from staff.model import Role
from tests.web.documents import hidden
from tests.web.world import SAME, Browser, World

PAGE = "/knowledge/words"
VI = load_catalog()["vi"]
QUESTION = "xóm tôi có bọn chơi ke, báo ở đâu"


@pytest.fixture
async def coordinator(world: World) -> Browser:
    browser = Browser(world)
    await browser.sign_in(await world.hire("dp-1", role=Role.COORDINATOR))
    return browser


async def act(browser: Browser, act: str, **fields: str) -> httpx.Response:
    return await browser.submit(PAGE, act=act, **fields)


async def add(browser: Browser, said: str = "chơi ke", means: str = "ma tuý") -> None:
    answer = await act(browser, "save", said=said, means=means)
    assert answer.headers["location"] == f"{PAGE}?done=added"


async def kept(world: World) -> dict[str, tuple[str, ...]]:
    async with world.database.reading() as work:
        return {row.said: row.means for row in await work.words.rows()}


async def form_of(browser: Browser, said: str = "chơi ke") -> dict[str, str]:
    page = (await browser.client.get(PAGE, params={"edit": said})).text
    return {name: hidden(page, name) for name in ("old", "seen", "said", "means")}


async def test_a_row_is_added_changed_and_deleted(world: World, coordinator: Browser):
    assert "Chưa có dòng nào" in (await coordinator.get(PAGE)).text
    await add(coordinator, "Chơi <b>ke", "ma tuý, người nghiện")
    page = (await coordinator.get(f"{PAGE}?done=added")).text
    assert "Đã thêm" in page
    assert "chơi &lt;b&gt;ke" in page
    assert "20/11/2026" in page
    form = await form_of(coordinator, "chơi <b>ke")
    assert form["means"] == "ma tuý, người nghiện"
    answer = await act(coordinator, "save", **form | {"said": "chơi ke", "means": "ma tuý"})
    assert answer.headers["location"] == f"{PAGE}?done=changed"
    assert await kept(world) == {"chơi ke": ("ma tuý",)}
    form = await form_of(coordinator)
    answer = await act(coordinator, "remove", old=form["old"], seen=form["seen"])
    assert answer.headers["location"] == f"{PAGE}?done=removed"
    assert await kept(world) == {}


async def test_an_unknown_row_to_edit_gives_an_empty_form(coordinator: Browser):
    page = (await coordinator.get(f"{PAGE}?edit=khong-co")).text
    assert "Thêm một dòng" in page


async def test_shipped_rows_are_to_be_read_and_searched(coordinator: Browser):
    page = (await coordinator.get(PAGE)).text
    assert "Hiện 100 trong" in page
    page = (await coordinator.get(f"{PAGE}?q=GIAU%20ten")).text
    assert "giấu tên" in page
    assert "trả đũa" not in page
    assert "Có 0 dòng" in (await coordinator.get(f"{PAGE}?q=zzzz")).text
    assert "<b>x" not in (await coordinator.get(f"{PAGE}?q=%3Cb%3Ex")).text


@pytest.mark.parametrize(
    ("said", "means", "words"),
    [
        ("", "ma tuý", "Chưa viết từ bà con nói"),
        ("chơi ke", "", "Chưa viết cách gọi"),
        ("một hai ba bốn năm", "ma tuý", "dài quá 4 tiếng"),
        ("chơi ke", "chơi ke", "Hai bên giống nhau"),
        ("giấu tên", "kín tên", "đã có dòng này: ẩn danh"),
        ("á" * 61, "ma tuý", "dài quá 60 ký tự"),
    ],
)
@pytest.mark.parametrize("what", ["save", "try"])
async def test_a_wrong_row_is_said_and_stays_in_the_form(
    world: World, coordinator: Browser, said: str, means: str, words: str, what: str
):
    answer = await act(coordinator, what, said=said, means=means, question=QUESTION)
    assert answer.status_code == 422
    assert words in answer.text
    assert hidden(answer.text, "said") == said
    assert hidden(answer.text, "means") == means
    assert hidden(answer.text, "question") == QUESTION
    assert await kept(world) == {}


async def test_what_is_far_too_long_is_refused(coordinator: Browser):
    for fields in ({"said": "x" * 501}, {"means": "x" * 2001}, {"question": "x" * 501}):
        answer = await act(coordinator, "try", **{"said": "chơi ke", "means": "a"} | fields)
        assert answer.status_code == 422
    assert (await act(coordinator, "burn", said="a", means="b")).status_code == 422


async def test_a_question_is_tried_and_nothing_is_kept(world: World, coordinator: Browser):
    typed = {"said": "chơi ke", "means": "ma tuý"}
    answer = await act(coordinator, "try", question=QUESTION, **typed)
    assert answer.status_code == 200
    assert "Câu trả lời khác đi" in answer.text
    after = answer.text.partition("Khi có dòng này")[2]
    assert re.search("ma t[uú]", after, re.IGNORECASE)
    assert hidden(answer.text, "question") == QUESTION
    assert answer.headers["cache-control"] == "no-store"
    same = await act(coordinator, "try", question="giữ kín tên tôi không", **typed)
    assert "Câu trả lời không đổi" in same.text
    none = await act(coordinator, "try", question="  ", **typed)
    assert (none.status_code, "Xin viết một câu hỏi" in none.text) == (422, True)
    assert await kept(world) == {}


async def test_a_stale_form_overwrites_nothing_unseen(world: World, coordinator: Browser):
    await add(coordinator)
    old = await form_of(coordinator)
    other = Browser(world)
    await other.sign_in(await world.hire("dp-2", role=Role.COORDINATOR))
    await act(other, "save", **await form_of(other) | {"means": "người nghiện"})
    answer = await act(coordinator, "save", **old | {"means": "chất cấm"})
    assert answer.status_code == 409
    assert "nay là: người nghiện" in answer.text
    assert hidden(answer.text, "means") == "chất cấm"
    assert await kept(world) == {"chơi ke": ("người nghiện",)}
    removal = await act(coordinator, "remove", old="chơi ke", seen=old["seen"])
    assert removal.status_code == 409
    again = {name: hidden(answer.text, name) for name in ("old", "seen", "said", "means")}
    assert (await act(coordinator, "save", **again)).status_code == 303
    assert await kept(world) == {"chơi ke": ("chất cấm",)}


async def test_what_another_deleted_is_said(world: World, coordinator: Browser):
    await add(coordinator)
    old = await form_of(coordinator)
    await act(coordinator, "remove", old="chơi ke", seen=old["seen"])
    for what in ("save", "remove"):
        answer = await act(coordinator, what, **old | {"means": "chất cấm"})
        assert answer.status_code == 409
        assert "vừa bị người khác xoá" in unescape(answer.text)
    assert await kept(world) == {}
    assert hidden(answer.text, "old") == ""


async def test_a_reviewer_may_nothing_here(world: World, signed: Browser):
    answers = [
        await signed.get(PAGE),
        await act(signed, "save", said="chơi ke", means="ma tuý"),
        await act(signed, "try", said="chơi ke", means="ma tuý", question=QUESTION),
        await act(signed, "remove", old="chơi ke", seen="x"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert await kept(world) == {}


async def test_nothing_from_elsewhere_or_without_the_token(world: World, coordinator: Browser):
    fields = {"act": "save", "said": "chơi ke", "means": "ma tuý"}
    for headers, csrf in (
        ({"Sec-Fetch-Site": "cross-site"}, coordinator.csrf),
        (SAME, ""),
        (SAME, "x"),
    ):
        sent = {"csrf": csrf, **fields}
        answer = await coordinator.client.post(PAGE, data=sent, headers=headers)
        assert answer.status_code == 403
    assert await kept(world) == {}
    signed_out = await Browser(world).submit(PAGE, **fields)
    assert signed_out.headers["location"] == "/sign-in?next=%2Fknowledge"


def test_every_fault_and_every_sort_of_reply_has_its_words():
    for texts in (VI, load_catalog()["en"]):
        for fault in WordFault:
            assert texts.plain(f"library.word_fault.{fault}").endswith(".")
        for intent in Intent:
            assert texts.plain(f"library.came.{intent}")
