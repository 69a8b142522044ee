"""Articles over HTTP: written by one, approved by another, refused in words."""

import re
from html import unescape

import pytest

from handlers.telegram.citizen.article_view import article_html
from handlers.texts.catalog import load_catalog
from handlers.web.article_shown import preview_of
from knowledge.articles.loader import load_library
from staff.model import Role
from tests.knowledge.drafts import ID, QUESTION, typed
from tests.web.world import Browser, World

HOME = "/knowledge/articles"
SHIPPED = "ngay-hoi-19-8"


async def coordinator(world: World, handle: str) -> Browser:
    browser = Browser(world)
    await browser.sign_in(await world.hire(handle, role=Role.COORDINATOR))
    return browser


@pytest.fixture
async def writer(world: World) -> Browser:
    return await coordinator(world, "dp-1")


@pytest.fixture
async def second(world: World) -> Browser:
    return await coordinator(world, "dp-2")


def seen_in(page: str) -> dict[str, str]:
    """Return the version and revision the page's first form holds."""
    found = re.search(
        r'name="version" value="(\d*)">\s*<input type="hidden" name="revision" value="(\d*)"', page
    )
    assert found is not None
    return {"version": found.group(1), "revision": found.group(2)}


async def submit_new(writer: Browser) -> dict[str, str]:
    """Write an article and send it for approval; return what its page was seen with."""
    answer = await writer.submit(f"{HOME}/new", then="submit", **typed())
    assert answer.headers["location"] == f"{HOME}/{ID}?said=submitted"
    return seen_in((await writer.get(f"{HOME}/{ID}")).text)


async def test_one_writes_another_approves(world: World, writer: Browser, second: Browser) -> None:
    seen = await submit_new(writer)
    own = (await writer.get(f"{HOME}/{ID}?said=submitted")).text
    assert "Đã gửi duyệt" in own
    assert f'action="{HOME}/{ID}/approve"' not in own
    page = (await second.get(f"{HOME}/{ID}")).text
    assert f'action="{HOME}/{ID}/approve"' in page
    assert "Nguồn: Quy ước của làng, mục 3. Cập nhật ngày 19/11/2026." in page
    assert (await second.submit(f"{HOME}/{ID}/approve", **seen)).status_code == 303
    after = (await second.get(f"{HOME}/{ID}?said=approved")).text
    assert "Bot bắt đầu trả lời theo bài này" in after
    assert after.count("Cán bộ dp-1") >= 1
    assert "Cán bộ dp-2" in after
    listed = (await writer.get(f"{HOME}?view=edited")).text
    assert "Trồng hoa ở cổng làng" in listed


async def test_nobody_approves_their_own(world: World, writer: Browser) -> None:
    seen = await submit_new(writer)
    answer = await writer.submit(f"{HOME}/{ID}/approve", **seen)
    assert answer.status_code == 403
    assert "không tự duyệt" in answer.text
    assert "Chưa dùng" in answer.text


async def test_only_coordinators_come_in(world: World, signed: Browser) -> None:
    for path in (HOME, f"{HOME}/new", f"{HOME}/{SHIPPED}", f"{HOME}/{SHIPPED}/edit"):
        assert (await signed.get(path)).status_code == 403, path
    for path in ("approve", "submit", "return", "drop"):
        answer = await signed.submit(f"{HOME}/{SHIPPED}/{path}", version="1", revision="1")
        assert answer.status_code == 403, path
    for path in ("withdraw", "restore/0", "edit"):
        assert (await signed.submit(f"{HOME}/{SHIPPED}/{path}")).status_code == 403, path
    assert (await signed.submit(f"{HOME}/new", **typed())).status_code == 403
    assert (await signed.post(f"{HOME}/try", {"tries": "a"})).status_code == 403
    stranger = Browser(world)
    assert (await stranger.get(HOME)).headers["location"].startswith("/sign-in?next=")


async def test_an_act_needs_our_own_page(writer: Browser) -> None:
    writer.csrf = "wrong"
    for path in ("withdraw", "restore/0", "edit"):
        assert (await writer.submit(f"{HOME}/{SHIPPED}/{path}")).status_code == 403, path


async def test_what_was_typed_is_never_lost(writer: Browser) -> None:
    bad = typed(answer="x" * 351, source="", as_of="2027-01-01", questions="Một\nHai", topic="")
    answer = await writer.submit(f"{HOME}/new", then="submit", **bad)
    assert answer.status_code == 422
    page = unescape(answer.text)
    for words in (
        "Dài 351 ký tự, tối đa 350",
        "Chưa điền",
        "Ngày này chưa tới",
        "Mới có 2, cần ít nhất 5",
        "Xin chọn một mục",
        "Chữ đã viết vẫn còn đây",
        "x" * 351,
        "Trồng hoa ở cổng làng",
        "Một\nHai",
    ):
        assert words in page, words
    assert 'aria-invalid="true"' in page
    assert (await writer.get(f"{HOME}/{ID}")).status_code == 404


async def test_a_draft_may_be_unfinished_but_not_nameless(writer: Browser) -> None:
    answer = await writer.submit(f"{HOME}/new", then="save", **typed(title="", answer="Dở dang"))
    assert answer.status_code == 422
    assert "Dở dang" in answer.text
    answer = await writer.submit(f"{HOME}/new", then="save", **typed(source="", text=""))
    assert answer.status_code == 303
    page = (await writer.get(f"{HOME}/{ID}")).text
    assert "Cần sửa trước khi bài được duyệt" in page
    assert f'action="{HOME}/{ID}/submit"' not in page
    refused = await writer.submit(f"{HOME}/{ID}/submit", **seen_in(page))
    assert refused.status_code == 422


async def test_a_stale_page_approves_nothing(
    world: World, writer: Browser, second: Browser
) -> None:
    seen = await submit_new(writer)
    await writer.submit(
        f"{HOME}/{ID}/edit", then="submit", **seen, **typed(answer="Không được trồng hoa.")
    )
    answer = await second.submit(f"{HOME}/{ID}/approve", **seen)
    assert answer.status_code == 409
    assert "đã thay đổi" in answer.text
    assert "Không được trồng hoa." in answer.text
    assert "Chưa dùng" in answer.text


async def test_two_who_write_at_once_lose_nothing(writer: Browser, second: Browser) -> None:
    await writer.submit(f"{HOME}/new", then="save", **typed())
    seen = seen_in((await writer.get(f"{HOME}/{ID}/edit")).text)
    mine, yours = typed(answer="Bản của tôi."), typed(answer="Bản của người kia.")
    saved = await second.submit(f"{HOME}/{ID}/edit", then="save", **seen, **yours)
    assert saved.status_code == 303
    answer = await writer.submit(f"{HOME}/{ID}/edit", then="save", **seen, **mine)
    assert answer.status_code == 409
    assert "Bản của tôi." in answer.text
    assert "người khác đã lưu một bản khác" in answer.text
    now = seen_in(answer.text)
    assert now != seen
    again = await writer.submit(f"{HOME}/{ID}/edit", then="save", **now, **mine)
    assert again.status_code == 303
    assert "Bản của tôi." in (await writer.get(f"{HOME}/{ID}")).text


async def test_sending_back_needs_a_word(writer: Browser, second: Browser) -> None:
    seen = await submit_new(writer)
    empty = await second.submit(f"{HOME}/{ID}/return", **seen, word="  ")
    assert empty.status_code == 422
    long = await second.submit(f"{HOME}/{ID}/return", **seen, word="dài " * 200)
    assert long.status_code == 422
    assert "dài dài" in long.text
    done = await second.submit(f"{HOME}/{ID}/return", **seen, word="Thiếu <b>mục</b> mấy?")
    assert done.status_code == 303
    page = (await writer.get(f"{HOME}/{ID}/edit")).text
    assert "Thiếu &lt;b&gt;mục&lt;/b&gt; mấy?" in page


async def test_withdrawing_and_bringing_back(writer: Browser) -> None:
    assert (await writer.submit(f"{HOME}/{SHIPPED}/withdraw")).status_code == 303
    page = (await writer.get(f"{HOME}/{SHIPPED}?said=withdrawn")).text
    assert "không còn trả lời" in page
    assert "Đã gỡ" in page
    article = next(one for one in load_library().articles if one.id == SHIPPED)
    assert article.answer in unescape(page)  # read before it is brought back
    assert SHIPPED in (await writer.get(f"{HOME}?view=withdrawn")).text
    assert (await writer.submit(f"{HOME}/{SHIPPED}/withdraw")).status_code == 404
    assert (await writer.submit(f"{HOME}/{SHIPPED}/restore/0")).status_code == 303
    assert (await writer.submit(f"{HOME}/{SHIPPED}/restore/0")).status_code == 409
    assert (await writer.submit(f"{HOME}/{SHIPPED}/restore/1")).status_code == 409
    assert SHIPPED not in (await writer.get(f"{HOME}?view=withdrawn")).text


async def test_the_differences_stand_side_by_side(writer: Browser, second: Browser) -> None:
    page = (await writer.get(f"{HOME}/{SHIPPED}/edit")).text
    source = re.search(r'name="source"[^>]*>([^<]*)</textarea>', page)
    assert source is not None
    fields = {
        name: unescape(value)
        for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', page)
    }
    for name in ("title", "as_of", "review_by", "reviewed_by", "documents"):
        found = re.search(rf'<input (?:type="date" )?name="{name}" value="([^"]*)"', page)
        assert found is not None, name
        fields[name] = unescape(found.group(1))
    for name in ("topic", "confidence"):
        box = re.search(rf'<select name="{name}".*?</select>', page, re.S)
        assert box is not None
        fields[name] = re.findall(r'value="([^"]+)" selected', box.group(0))[0]
    fields.pop("tries")
    fields["source"] = "Nguồn đã sửa"
    answer = await writer.submit(f"{HOME}/{SHIPPED}/edit", then="submit", **fields)
    assert answer.status_code == 303
    shown = (await second.get(f"{HOME}/{SHIPPED}")).text
    table = shown.split('class="differences"')[1].split("</table>")[0]
    assert table.count('scope="row"') == 1
    assert source.group(1).strip() in table
    assert "Nguồn đã sửa" in table


async def test_the_list_shows_states_and_filters(world: World, writer: Browser) -> None:
    await submit_new(writer)
    first = (await writer.get(HOME)).text
    counts = dict(
        zip(
            ("all", "overdue", "waiting", "returned", "draft", "doubtful", "edited", "withdrawn"),
            map(int, re.findall(r'<span class="count[^"]*">(\d+)</span>', first)),
            strict=True,
        )
    )
    assert counts["all"] > 150
    assert counts["waiting"] == 1
    assert counts["doubtful"] > 0
    assert counts["overdue"] == 0
    doubtful = (await writer.get(f"{HOME}?view=doubtful")).text
    assert doubtful.count('<span class="pill unverified">') == counts["doubtful"]
    assert 'rel="next"' in first
    assert "Trồng hoa" in (await writer.get(f"{HOME}?view=waiting")).text
    assert "Trồng hoa" in (await writer.get(f"{HOME}?q=trong+hoa+o+cong")).text
    assert "Trồng hoa" in (await writer.get(f"{HOME}?topic=phong-trao&view=waiting")).text
    assert "Trồng hoa" not in (await writer.get(f"{HOME}?topic=quyen&view=waiting")).text
    assert "Không có bài nào" in (await writer.get(f"{HOME}?view=overdue")).text
    assert (await writer.get(f"{HOME}?view=nonsense&page=99")).status_code == 200


async def test_what_is_past_its_day_is_listed(world: World) -> None:
    world.clock.move(days=366)
    writer = await coordinator(world, "dp-1")
    page = (await writer.get(f"{HOME}?view=overdue")).text
    assert "Quá hạn xem lại" in page
    assert page.count('class="due bad"') == 40


async def test_no_words_are_taken_from_an_address(writer: Browser) -> None:
    page = (
        await writer.get(
            f"{HOME}/new?title=Hoa+trong+v%C6%B0%E1%BB%9Dn&question=Tr%E1%BB%93ng+hoa%3F"
        )
    ).text
    form = page.split('<form method="post"')[-1]
    assert "Hoa trong" not in form
    assert "Trồng hoa" not in form


async def test_test_questions_are_asked_of_the_draft(world: World, writer: Browser) -> None:
    body = typed() | {"id": "", "tries": f"{QUESTION}\nngày hội 19/8 là gì\n\nasdf qwer zxcv"}
    answer = await writer.post(f"{HOME}/try", body)
    kinds = [one["kind"] for one in answer.json()["answers"]]
    assert kinds[:2] == ["this", "other"]
    assert len(kinds) == 3
    assert (await writer.get(f"{HOME}/{ID}")).status_code == 404
    assert world.services.rehearsal is not None


async def test_the_page_works_without_scripts(writer: Browser) -> None:
    fields = typed(tries=QUESTION, confidence="unconfirmed")
    answer = await writer.submit(f"{HOME}/new", then="preview", **fields)
    assert answer.status_code == 200
    assert "Bài này trả lời" in answer.text
    assert "chưa được kiểm lại đầy đủ" in answer.text
    assert 'name="title" value="Trồng hoa ở cổng làng"' in answer.text
    assert (await writer.get(f"{HOME}/{ID}")).status_code == 404


async def test_words_are_shown_as_text(writer: Browser) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    await writer.submit(
        f"{HOME}/new", then="save", **typed(answer=hostile, source="</script>{as_of}{x}")
    )
    for path in (f"{HOME}/{ID}", f"{HOME}/{ID}/edit"):
        page = await writer.get(path)
        assert page.status_code == 200
        assert hostile not in page.text
        assert "&lt;img src=x" in page.text


async def test_an_unknown_article_is_said_so(writer: Browser) -> None:
    for path in (f"{HOME}/khong-co", f"{HOME}/khong-co/edit"):
        answer = await writer.get(path)
        assert answer.status_code == 404
        assert "Không có bài này" in answer.text
    for odd in ("Ngay-Hoi", "a%00b", "x" * 33, "..%2Finbox"):
        assert (await writer.get(f"{HOME}/{odd}")).status_code == 404, odd
        assert (await writer.submit(f"{HOME}/{odd}/withdraw")).status_code == 404, odd
    assert (await writer.submit(f"{HOME}/khong-co/withdraw")).status_code == 404
    assert (await writer.submit(f"{HOME}/khong-co/approve")).status_code == 422


async def test_numbers_no_page_of_ours_sends_are_refused(writer: Browser) -> None:
    await writer.submit(f"{HOME}/new", then="save", **typed())
    huge = {"version": "1" + "0" * 30, "revision": "1"}
    for path in ("approve", "submit", "drop", "edit"):
        answer = await writer.submit(f"{HOME}/{ID}/{path}", **huge, **typed())
        assert answer.status_code == 422, path
    for version in ("-1", "9" * 30, "x"):
        answer = await writer.submit(f"{HOME}/{ID}/restore/{version}")
        assert answer.status_code == 422, version
    assert (await writer.submit(f"{HOME}/new", then="destroy", **typed())).status_code == 422


async def test_what_an_earlier_version_said_can_be_read(writer: Browser, second: Browser) -> None:
    for answer in ("Hỏi ông từ <b>giữ</b> đền.", "Hỏi bà thủ từ."):
        page = (await writer.get(f"{HOME}/{ID}/edit")).text
        seen = seen_in(page) if 'name="revision"' in page else {}
        address = f"{HOME}/{ID}/edit" if seen else f"{HOME}/new"
        await writer.submit(address, then="submit", **typed(answer=answer), **seen)
        waiting = seen_in((await second.get(f"{HOME}/{ID}")).text)
        assert (await second.submit(f"{HOME}/{ID}/approve", **waiting)).status_code == 303
    page = (await writer.get(f"{HOME}/{ID}")).text
    assert "Hỏi bà thủ từ." in page
    assert page.count("Hỏi ông từ &lt;b&gt;giữ&lt;/b&gt; đền.") == 1


async def test_going_back_to_the_shipped_one_is_told(writer: Browser) -> None:
    await writer.submit(f"{HOME}/{SHIPPED}/withdraw")
    await writer.submit(f"{HOME}/{SHIPPED}/restore/0")
    page = (await writer.get(f"{HOME}/{SHIPPED}?said=restored")).text
    assert "Đã dùng lại bản được chọn" in page
    assert "Dùng lại bản có sẵn" in page
    assert "Gỡ bài (bản 1)" in page


async def test_the_preview_says_what_the_bot_says(writer: Browser) -> None:
    """The staff page and the bot fill in the same sentences of the catalogue."""
    texts = load_catalog()["vi"]
    article = next(one for one in load_library().articles if one.id == SHIPPED)
    shown = preview_of(article, texts)
    said = re.sub(r"<[^>]+>", "", article_html(article, texts))
    assert unescape(said).split("\n\n") == [shown.title, shown.answer, shown.source]


async def test_signing_in_again_leads_back_to_the_writing(world: World) -> None:
    stranger = Browser(world)
    for path, back in (
        ("new", "%2Fknowledge%2Farticles%2Fnew"),
        (f"{ID}/edit", f"%2Fknowledge%2Farticles%2F{ID}%2Fedit"),
        (f"{ID}/withdraw", "%2Fknowledge"),
    ):
        answer = await stranger.submit(f"{HOME}/{path}", **typed())
        assert answer.headers["location"] == f"/sign-in?next={back}", path
