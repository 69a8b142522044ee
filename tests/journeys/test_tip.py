"""A tip: sent, opened, answered, read; and what the others see of it."""

from tests.journeys.acts import send_report
from tests.journeys.desk import sign_in
from tests.journeys.stage import Stage, words

SAID = "Tối nào cũng có người lạ ra vào căn nhà cuối ngõ, mỗi lần vài phút rồi đi."
ANSWER = "Cảm ơn bác. Xin cho biết thường vào khoảng mấy giờ?"


async def test_a_tip_is_sent_opened_answered_and_read(stage: Stage):
    citizen = await stage.citizen()
    receipt, number = await send_report(citizen, SAID)

    notice = await stage.phone_of("group").until_said(number)
    assert "ra vào" not in notice
    assert f"/case/{number}" in notice

    desk = await sign_in(stage, stage.show.world()["reviewers"][0]["handle"])
    assert number in await desk.numbers()
    page = await desk.read(number)
    assert any(SAID in said for said in page.words)
    await desk.ask(number, ANSWER)
    await desk.http.close()

    # From another account: the receipt is all there is.
    other = await stage.citizen("Người khác")
    await other.send(f"ma cua toi la {receipt.lower()}")
    await other.until_said(ANSWER)
    shown = "\n".join(words(message) for message in await other.messages())
    assert "Cần bổ sung thông tin" in shown
    assert receipt.lower() not in shown.lower()


async def test_the_office_concerned_gets_no_row_no_count_and_no_notice(stage: Stage):
    citizen = await stage.citizen()
    _, number = await send_report(citizen, SAID, subject="cong_an_xa", category="tham_nhung")
    reviewers = stage.show.world()["reviewers"]
    commune = next(one["handle"] for one in reviewers if "phường" in one["unit"].lower())
    desk = await sign_in(stage, commune)
    assert number not in await desk.page("/inbox")
    await desk.page(f"/case/{number}", expected=404)
    await desk.http.close()


async def test_a_grievance_goes_the_same_way(stage: Stage):
    citizen = await stage.citizen()
    receipt, _ = await send_report(
        citizen, SAID, door="/gopy", category="thai_do_can_bo", subject="cong_an_xa"
    )
    await citizen.send(receipt)
    await citizen.until_said("Đã gửi")


async def test_danger_comes_first(stage: Stage):
    citizen = await stage.citizen()
    await citizen.send("/baotin")
    await citizen.press("Có")
    card = await citizen.until_said("113")
    for number in ("114", "115", "111"):
        assert number in card
