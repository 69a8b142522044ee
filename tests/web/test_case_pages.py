"""The list and the case over HTTP: who sees what, and what each act leaves behind."""

import asyncio
import json
import re
from typing import Any

from handlers.web.pages import ENVIRONMENT
from inbox.model import CaseNumber
from staff.model import Role
from tests.web.world import AWAY, Browser, World, raw, sealed_body


def sealed_block(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="sealed">(.*?)</script>', page, re.S)
    assert found is not None
    block: dict[str, Any] = json.loads(found.group(1))
    return block


async def test_a_case_reaches_its_office_sealed(world: World, signed: Browser) -> None:
    number = await world.report("Có người bẻ khoá xe lúc nửa đêm")
    listed = (await signed.get("/inbox")).text
    assert number in listed
    assert "Phường Ba Đình" in listed
    page = (await signed.get(f"/case/{number}")).text
    assert "bẻ khoá" not in listed + page
    assert "Ẩn danh: không có định danh" in page
    assert "Chưa kiểm chứng" in page
    block = sealed_block(page)
    assert len(block["messages"]) == 1
    assert raw(block["messages"][0]["sealed"])[0] == 1


async def test_another_office_sees_nothing(world: World, signed: Browser) -> None:
    number = await world.report()
    other = Browser(world)
    await other.sign_in(await world.hire("cb-2", AWAY))
    assert number not in (await other.get("/inbox")).text
    for path in ("reply", "ask", "note"):
        answer = await other.post(f"/case/{number}/{path}", sealed_body())
        assert answer.status_code == 404
    assert (await other.get(f"/case/{number}")).status_code == 404
    assert (await other.submit(f"/case/{number}/assign", to="me")).status_code == 404
    moved = {"status": "da_tiep_nhan", "reason": "first_look"}
    assert (await other.post(f"/case/{number}/move", moved)).status_code == 404


async def test_an_official_may_not_look(world: World) -> None:
    official = Browser(world)
    await official.sign_in(await world.hire("ld-1", role=Role.OFFICIAL))
    for path in ("/inbox", "/case/VN-AAAAA"):
        answer = await official.get(path)
        assert answer.status_code == 403
        assert "không có quyền" in answer.text


async def test_a_case_is_worked(world: World, signed: Browser) -> None:
    number, receipt = await world.report_with_receipt("Có người bẻ khoá xe")
    for path, body in (
        ("reply", sealed_body()),
        ("note", sealed_body()),
        ("move", {"status": "da_tiep_nhan", "reason": "first_look", "sealed": None}),
        ("ask", sealed_body()),
    ):
        answer = await signed.post(f"/case/{number}/{path}", body)
        assert answer.json() == {"next": f"/case/{number}"}, path
    taken = await signed.submit(f"/case/{number}/assign", to="me")
    assert taken.headers["location"] == f"/case/{number}"
    page = (await signed.get(f"/case/{number}")).text
    assert len(sealed_block(page)["messages"]) == 3
    assert len(sealed_block(page)["notes"]) == 1
    for words in ("Cần bổ sung thông tin", "Còn thiếu thông tin", "Ghi chú nội bộ", "Giao việc"):
        assert words in page
    assert number in (await signed.get("/inbox?mine=1")).text
    assert number not in (await signed.get("/inbox?unassigned=1")).text
    await signed.submit(f"/case/{number}/assign", to="nobody")
    assert number in (await signed.get("/inbox?unassigned=1")).text
    assert (await world.mailbox.look(receipt)).status == "can_bo_sung"


async def test_bad_acts_are_refused_in_words(world: World, signed: Browser) -> None:
    number = await world.report()
    for path, body, status, error in (
        ("reply", {"sealed": "AQ=="}, 422, "seal"),
        ("reply", {"sealed": "!"}, 422, "input"),
        ("reply", {}, 422, "input"),
        ("note", sealed_body(100), 422, "seal"),
        ("move", {"status": "moi_gui", "reason": "first_look"}, 409, "move"),
        ("move", {"status": "da_tiep_nhan"}, 422, "input"),
        ("move", {"status": "x", "reason": "first_look"}, 422, "input"),
    ):
        answer = await signed.post(f"/case/{number}/{path}", body)
        assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert (await signed.submit(f"/case/{number}/assign")).status_code == 422
    assert (await signed.submit(f"/case/{number}/assign", to="0" * 16)).status_code == 403
    assert len(sealed_block((await signed.get(f"/case/{number}")).text)["messages"]) == 1


async def test_a_colleague_with_a_key_can_be_given_the_case(world: World, signed: Browser) -> None:
    colleague = await world.hire("cb-2")
    stranger = await world.hire("cb-3", AWAY)
    number = await world.report()
    page = (await signed.get(f"/case/{number}")).text
    assert f'<option value="{colleague.member.id}">' in page
    assert stranger.member.id not in page
    refused = await signed.submit(f"/case/{number}/assign", to=stranger.member.id)
    assert refused.status_code == 403
    assert (
        await signed.submit(f"/case/{number}/assign", to=colleague.member.id)
    ).status_code == 303
    other = Browser(world)
    await other.sign_in(colleague)
    assert number in (await other.get("/inbox?mine=1")).text


async def test_filters_live_in_the_address(world: World, signed: Browser) -> None:
    number = await world.report()
    for query, is_there in (
        ("kind=tip", True),
        ("kind=grievance", False),
        ("category=trom_cap", True),
        ("category=ma_tuy", False),
        ("family=new", True),
        ("family=closed", False),
        ("unit=ca-p-ba-dinh", True),
        ("unit=nowhere", False),
        ("since=2026-11-20&until=2026-11-20", True),
        ("since=2026-11-21", False),
        ("until=2026-11-19", False),
        ("unit=&kind=&category=&family=&since=&until=", True),
        ("page=2", False),
    ):
        answer = await signed.get(f"/inbox?{query}")
        assert answer.status_code == 200
        assert (number in answer.text) is is_there, query


async def test_long_lists_are_turned_and_keep_their_filters(
    world: World, signed: Browser, monkeypatch: Any
) -> None:
    for _ in range(3):
        await world.report()
    monkeypatch.setattr("handlers.web.inbox_list.PAGE_SIZE", 2)
    first = (await signed.get("/inbox?kind=tip")).text
    second = (await signed.get("/inbox?kind=tip&page=2")).text
    assert 'href="/inbox?kind=tip&amp;page=2"' in first
    assert 'rel="prev" href="/inbox?kind=tip"' in second
    numbers = [set(re.findall(r"/case/(VN-\w+)", page)) for page in (first, second)]
    assert [len(found) for found in numbers] == [2, 1]
    assert not numbers[0] & numbers[1]


async def test_the_rail_counts(world: World, signed: Browser) -> None:
    number: CaseNumber = await world.report()
    await world.report()
    await signed.post(
        f"/case/{number}/move", {"status": "da_giai_quyet", "reason": "handled", "sealed": None}
    )
    page = (await signed.get("/inbox")).text
    counts = re.findall(r'<span class="count">(\d+)</span>', page)
    # all, new, unassigned (open ones only), mine, in review, needs information; the closed ones
    assert counts == ["2", "1", "1", "0", "0", "0", "1", "0", "0"]
    assert number not in (await signed.get("/inbox?unassigned=1")).text
    assert number in (await signed.get("/inbox?unassigned=1&family=resolved")).text


async def test_reading_waits_for_no_writer(world: World, signed: Browser) -> None:
    number = await world.report()
    await signed.get(f"/case/{number}")  # the first look of a day writes an audit entry
    async with world.database.transaction():
        async with asyncio.timeout(5):
            assert (await signed.get("/inbox")).status_code == 200
            assert (await signed.get(f"/case/{number}")).status_code == 200


async def test_words_that_answer_an_older_page_are_not_sent(world: World, signed: Browser) -> None:
    number, receipt = await world.report_with_receipt("Có người bẻ khoá xe ở đầu ngõ")
    await world.mailbox.add(receipt, "Tôi xin nói thêm.")
    move = {"status": "da_tiep_nhan", "reason": "first_look"} | sealed_body()
    for path, body in (("reply", sealed_body()), ("ask", sealed_body()), ("move", move)):
        answer = await signed.post(f"/case/{number}/{path}", body | {"seen": 1})
        assert (answer.status_code, answer.json()["error"]) == (409, "changed"), path
    case = await world.mailbox.look(receipt)
    assert (case.status, len(case.messages)) == ("moi_gui", 2)
    assert (await signed.post(f"/case/{number}/reply", sealed_body() | {"seen": 2})).is_success


async def test_an_official_can_leave_again(world: World) -> None:
    official = Browser(world)
    await official.sign_in(await world.hire("ld-1", role=Role.OFFICIAL))
    page = (await official.get("/inbox")).text
    assert 'action="/sign-out"' in page
    assert "/thongbao" in page
    assert "Về hộp thư" not in page


async def test_a_page_behind_the_end_leads_back(world: World, signed: Browser) -> None:
    await world.report()
    assert 'rel="prev" href="/inbox"' in (await signed.get("/inbox?page=99")).text


async def test_names_are_shown_as_text(world: World, signed: Browser) -> None:
    number = await world.report()
    hostile = "<img src=x onerror=alert(1)>"
    async with world.database.transaction() as transaction:
        home = await transaction.staff.unit((await transaction.staff.units())[0].id)
        assert home is not None
        await transaction.staff.add_unit(type(home)(home.id, hostile, home.kind, home.area_code))
        await transaction.commit()
    for path in ("/inbox", f"/case/{number}"):
        page = (await signed.get(path)).text
        assert hostile not in page
        assert "&lt;img src=x" in page


async def test_data_blocks_cannot_be_broken_out_of(world: World) -> None:
    made = ENVIRONMENT.from_string("{{ value|tojson }}").render(value="</script><b>'\"&")
    assert "<" not in made
    assert "'" not in made
