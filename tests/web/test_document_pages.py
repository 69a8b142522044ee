"""The pages of imported documents: who may, what comes in, what is looked at, what goes away."""

import re
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from handlers.texts.catalog import load_catalog
from knowledge.importing import OPERATOR
from knowledge.versions import Act, DocumentState
from staff.model import Role
from tests.documents_flow.papers import GATES, LATER_GATES, POND
from tests.web.documents import (
    LIST,
    VI,
    decide,
    form_of,
    hidden,
    publish,
    send,
    states,
    take,
)
from tests.web.world import Browser, World


async def test_a_file_is_read_checked_put_right_and_put_to_use(world: World, coordinator: Browser):
    assert "Chưa có văn bản nào" in (await coordinator.get(LIST)).text
    address = await take(coordinator)
    assert address == f"{LIST}/021/draft"
    page = (await coordinator.get(address)).text
    for part in (
        "21/TB-STP",
        "SỞ TƯ PHÁP",
        "Phú Thọ",
        "03/06/2022",
        "GIỜ ĐÓNG MỞ",
        "Cổng làng mở",
    ):
        assert part in page, part
    assert await states(world) == [DocumentState.DRAFT]
    answer = await decide(coordinator, address, "save", place="Lào <b>Cai</b>")
    assert answer.headers["location"] == f"{address}?said=saved"
    page = (await coordinator.get(address)).text
    assert "Lào &lt;b&gt;Cai&lt;/b&gt;" in page
    answer = await decide(coordinator, address, "publish", number="22/TB-STP")
    assert answer.headers["location"] == f"{LIST}?said=published&name=021"
    (live,) = await world.services.library.live()
    assert (live.facts.number, live.facts.place) == ("22/TB-STP", "Lào <b>Cai</b>")
    assert live.facts.confirmed == {"number", "place"}
    listed = (await coordinator.get(answer.headers["location"])).text
    assert "021: đã đưa vào dùng" in listed
    assert "22/TB-STP" in listed
    assert "Lào &lt;b&gt;Cai" in listed


async def test_what_nobody_touched_is_read_anew_from_the_next_version(
    world: World, coordinator: Browser
):
    await publish(coordinator)
    newer = LATER_GATES.replace("ngày 3 tháng 6", "ngày 4 tháng 7")
    address = await take(coordinator, newer)
    page = (await coordinator.get(address)).text
    assert "Bản mới của văn bản đang dùng" in page
    assert "04/07/2022" in page
    assert await states(world) == [DocumentState.LIVE, DocumentState.DRAFT]
    assert "Chờ anh/chị xem lại (1)" in (await coordinator.get(LIST)).text
    await decide(coordinator, address, "publish")
    assert await states(world) == [DocumentState.PAST, DocumentState.LIVE]
    answer = await send(coordinator, newer.encode(), "021_cong.txt")
    assert "said=unchanged" in answer.headers["location"]


async def test_a_file_can_be_said_to_be_a_newer_version(world: World, coordinator: Browser):
    await publish(coordinator)
    nameless = LATER_GATES.replace("Số: 21/TB-STP\n", "")
    answer = await send(coordinator, nameless.encode(), "khac.txt", known_as="021")
    assert answer.headers["location"] == f"{LIST}/021/draft"
    unknown = await send(coordinator, nameless.encode(), "khac.txt", known_as="khong-co")
    assert unknown.status_code == 404


async def test_an_id_that_is_taken_is_said(coordinator: Browser):
    await publish(coordinator)
    address = await take(coordinator, POND, "021_ao.txt")
    assert "?taken=021" in address
    assert "Mã 021 đang là của một văn bản khác" in (await coordinator.get(address)).text
    await decide(coordinator, address.partition("?")[0], "publish")


@pytest.mark.parametrize("act", ["save", "publish"])
async def test_what_cannot_be_a_fact_is_said_and_nothing_is_lost(
    world: World, coordinator: Browser, act: str
):
    address = await take(coordinator)
    answer = await decide(coordinator, address, act, issued="hôm qua", body="Sở Nọ")
    assert answer.status_code == 422
    assert "Ngày ban hành" in answer.text
    assert 'value="Sở Nọ"' in answer.text
    marked = re.findall(r'<\w+ name="(\w+)"[^>]*aria-invalid="true"', answer.text)
    assert marked == ["issued"]
    assert await states(world) == [DocumentState.DRAFT]
    assert "Sở Nọ" not in (await coordinator.get(address)).text


@pytest.mark.parametrize("act", ["save", "publish", "drop"])
async def test_a_stale_draft_is_not_acted_upon(world: World, coordinator: Browser, act: str):
    address = await take(coordinator)
    old = form_of((await coordinator.get(address)).text)
    other = Browser(world)
    await other.sign_in(await world.hire("dp-2", role=Role.COORDINATOR))
    await take(other, LATER_GATES)
    answer = await coordinator.submit(address, **old | {
        "act": act, "csrf": coordinator.csrf, "place": "Lào Cai"
    })  # fmt: skip
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.text
    assert 'value="Lào Cai"' in answer.text
    assert await states(world) == [DocumentState.DRAFT]
    again = form_of(answer.text) | {"act": "publish", "csrf": coordinator.csrf}
    assert (await coordinator.submit(address, **again)).status_code == 303
    (live,) = await world.services.library.live()
    assert "23 giờ" in live.text
    assert live.facts.place == "Lào Cai"


async def test_two_who_publish_at_once_publish_once(world: World, coordinator: Browser):
    address = await take(coordinator)
    form = form_of((await coordinator.get(address)).text) | {"csrf": coordinator.csrf}
    first = await coordinator.submit(address, **form, act="publish")
    again = await coordinator.submit(address, **form, act="publish")
    assert (first.status_code, again.status_code) == (303, 404)
    assert await states(world) == [DocumentState.LIVE]


async def test_a_dropped_draft_is_out_of_use_and_may_be_erased(world: World, coordinator: Browser):
    address = await take(coordinator)
    assert (await decide(coordinator, address, "drop")).status_code == 303
    assert (await coordinator.get(address)).status_code == 404
    assert "Đã gỡ hoặc đã bỏ (1)" in (await coordinator.get(LIST)).text
    page = (await coordinator.get(f"{LIST}/021")).text
    assert "Xoá hẳn" in page
    assert "Lấy lại" not in page


async def act(browser: Browser, act: str, seen: str | None = None, **more: str) -> httpx.Response:
    page = (await browser.get(f"{LIST}/021")).text
    mark = seen if seen is not None else hidden(page, "seen")
    return await browser.submit(f"{LIST}/021", act=act, seen=mark, **more)


async def test_removing_bringing_back_and_going_back(world: World, coordinator: Browser):
    await publish(coordinator)
    await publish(coordinator, LATER_GATES)
    page = (await coordinator.get(f"{LIST}/021")).text
    assert "23 giờ đêm" in page
    assert "Quay lại bản trước" in page
    assert "Xoá hẳn" not in page.partition("Muốn xoá hẳn")[2]
    assert (await act(coordinator, "undo")).status_code == 303
    assert "22 giờ đêm" in (await coordinator.get(f"{LIST}/021")).text
    nothing = await act(coordinator, "undo")
    assert nothing.status_code == 409
    assert "Không có bản trước" in nothing.text
    answer = await act(coordinator, "remove")
    assert "Đã gỡ" in (await coordinator.get(answer.headers["location"])).text
    assert await world.services.library.live() == ()
    assert (await act(coordinator, "undo")).status_code == 303
    assert await states(world) == [DocumentState.LIVE, DocumentState.REMOVED]


async def test_the_facts_of_a_live_document_are_corrected_through_a_draft(
    world: World, coordinator: Browser
):
    await publish(coordinator)
    answer = await act(coordinator, "correct")
    address = answer.headers["location"]
    assert address == f"{LIST}/021/draft"
    assert "bản nháp chờ xem lại" in (await coordinator.get(f"{LIST}/021")).text
    await decide(coordinator, address, "publish", validity="replaced", replaced_by="9/TB-STP")
    page = (await coordinator.get(f"{LIST}/021")).text
    assert "đã được thay thế" in page
    assert "người đã xác nhận" in page


async def test_erasing_needs_a_removed_document_and_its_id(
    world: World, coordinator: Browser, tmp_path: Path
):
    await publish(coordinator)
    in_use = await act(coordinator, "erase", typed="021")
    assert (in_use.status_code, "đang dùng" in in_use.text) == (409, True)
    await act(coordinator, "remove")
    for typed in ("", "21", "0210"):
        wrong = await act(coordinator, "erase", typed=typed)
        assert wrong.status_code == 422
    assert await states(world) == [DocumentState.PAST]
    answer = await act(coordinator, "erase", typed=" 021 ")
    assert "said=erased&" in answer.headers["location"]
    assert "đã xoá hẳn mọi bản" in (await coordinator.get(answer.headers["location"])).text
    assert await states(world) == []
    assert (await coordinator.get(f"{LIST}/021")).status_code == 404
    held = b"".join(one.read_bytes() for one in tmp_path.glob("andan.sqlite*"))
    assert "Cổng làng".encode() not in held


@pytest.mark.parametrize("what", ["undo", "remove", "correct", "erase"])
async def test_no_act_on_what_has_changed_since(world: World, coordinator: Browser, what: str):
    await publish(coordinator)
    await publish(coordinator, LATER_GATES)
    if what == "erase":
        await act(coordinator, "remove")
    seen = hidden((await coordinator.get(f"{LIST}/021")).text, "seen")
    await act(coordinator, "undo")
    before = await states(world)
    answer = await act(coordinator, what, seen, typed="021")
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.text
    assert await states(world) == before


async def test_a_reviewer_may_nothing_here(world: World, signed: Browser, coordinator: Browser):
    await publish(coordinator)
    seen = hidden((await coordinator.get(f"{LIST}/021")).text, "seen")
    answers = [
        await signed.get(LIST),
        await signed.get(f"{LIST}/021"),
        await signed.get(f"{LIST}/021/draft"),
        await signed.get("/knowledge"),
        await send(signed, POND.encode(), "007_ao.txt"),
        await signed.submit(f"{LIST}/021", act="remove", seen=seen),
        await signed.submit(f"{LIST}/021/draft", act="publish", seen=seen),
    ]
    assert [answer.status_code for answer in answers] == [403] * len(answers)
    assert await states(world) == [DocumentState.LIVE]
    assert "Tri thức" not in (await signed.get("/inbox")).text
    assert "Tri thức" in (await coordinator.get("/inbox")).text


async def test_the_journal_names_who_did_what(world: World, coordinator: Browser):
    await publish(coordinator)
    await world.services.library.correct(OPERATOR, "021", {"place": "Lào Cai"})
    journal = (await coordinator.get(f"{LIST}/021")).text.partition("Nhật ký")[2]
    for line in ("Đưa vào dùng", "Cán bộ dp-1", "Sửa thông tin", "Người vận hành"):
        assert line in journal
    for texts in (VI, load_catalog()["en"]):
        for one in Act:
            assert texts.plain(f"library.document_act.{one}")


async def test_the_section_begins_with_what_there_is_to_do(coordinator: Browser):
    answer = await coordinator.get("/knowledge")
    assert (answer.status_code, answer.headers["location"]) == (303, "/knowledge/gaps")
    listed = (await coordinator.get(LIST)).text
    for tab in ("gaps", "articles", "documents", "words"):
        assert f'href="/knowledge/{tab}"' in listed
    assert re.search(r'href="/knowledge/documents" aria-current="page"', listed)


async def test_nobody_signed_in_sees_the_form_and_comes_back(browser: Browser):
    for path in ("/knowledge", LIST, f"{LIST}/021/draft?page=2"):
        answer = await browser.get(path)
        assert answer.status_code == 303
        then = answer.headers["location"].partition("next=")[2]
        shown = (await browser.get(f"/sign-in?next={then}")).text
        assert f'data-next="{path}"' in shown
    answer = await send(browser, GATES.encode(), "021.txt")
    assert answer.headers["location"] == "/sign-in?next=%2Fknowledge"


async def test_a_long_document_is_shown_in_pages(coordinator: Browser):
    many = "THÔNG BÁO\nVề các thôn\n" + "\n".join(
        f"Thôn số {number} góp một ngày công làm đường." for number in range(450)
    )
    address = await take(coordinator, many, "450_thon.txt")
    first = (await coordinator.get(address)).text
    assert "Thôn số 150 " in first
    assert "Thôn số 250 " not in first
    assert "Thôn số 250 " in (await coordinator.get(f"{address}?page=2")).text
    assert "Thôn số 449 " in (await coordinator.get(f"{address}?page=3")).text


async def test_damage_is_said_and_can_be_taken_away(world: World, coordinator: Browser):
    await publish(coordinator)
    async with world.database.transaction() as work:
        await work._connection.execute(text("UPDATE documents SET body = '{\"v\": 99}'"))
        await work.commit()
    page = await coordinator.get(f"{LIST}/021")
    assert page.status_code == 200
    assert "không đọc lại được" in page.text
    assert (await act(coordinator, "remove")).status_code == 303
    assert (await act(coordinator, "erase", typed="021")).status_code == 303


async def test_the_pages_speak_english_too(coordinator: Browser):
    address = await take(coordinator)
    for path in (f"{LIST}?lang=en", address, f"{LIST}/021"):
        page = (await coordinator.get(path)).text
        assert "Documents" in page
        assert "Văn bản" not in page.replace("Văn bản đã", "")
