"""Looking, approving, declining and stopping, by button."""

from delivery.model import BroadcastState
from tests.official.conftest import BINH, LAN, MINH, VI, Desk, says


async def test_the_author_cannot_approve(desk: Desk) -> None:
    await desk.submit()
    notice = (await desk.messages(MINH))[-1]
    view = notice["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    own = (await desk.messages(LAN))[-1]
    alert = await desk.press(LAN, view.replace("od:v", "od:y"), own)
    assert alert == VI.plain("official.refused.same_official")
    await desk.press(LAN, view, own)
    buttons = (await desk.messages(LAN))[-1]["reply_markup"]["inline_keyboard"]
    assert [row[0]["text"] for row in buttons] == [VI.plain("official.button.cancel")]


async def test_a_citizen_cannot_approve_with_a_copied_button(desk: Desk) -> None:
    await desk.submit()
    notice = (await desk.messages(MINH))[-1]
    view = notice["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await desk.say(BINH, "/noi")
    own = (await desk.messages(BINH))[-1]
    for data in (view, view.replace("od:v", "od:y"), view.replace("od:v", "od:s")):
        alert = await desk.press(BINH, data, own)
        assert alert == VI.plain("official.refused.not_allowed")


async def test_approved_twice(desk: Desk) -> None:
    await desk.submit()
    await desk.press_label(MINH, VI.plain("notice.view_button"))
    decide = (await desk.messages(MINH))[-1]
    approve = decide["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert await desk.press(MINH, approve, decide) is None
    alert = await desk.press(MINH, approve, decide)
    assert alert == VI.plain("official.refused.sending")
    await desk.deliver()
    assert await desk.press(MINH, approve, decide) == VI.plain("official.refused.done")
    assert len([m for m in await desk.messages(BINH) if "lừa đảo" in m.get("text", "")]) == 1


async def test_another_digest_is_refused(desk: Desk) -> None:
    await desk.submit()
    await desk.press_label(MINH, VI.plain("notice.view_button"))
    decide = (await desk.messages(MINH))[-1]
    approve = decide["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    forged = approve[:-24] + "0" * 24
    assert await desk.press(MINH, forged, decide) == VI.plain("official.refused.text_changed")


async def test_declining(desk: Desk) -> None:
    await desk.submit()
    await desk.press_label(MINH, VI.plain("notice.view_button"))
    await desk.press_label(MINH, VI.plain("official.button.decline"))
    assert says(await desk.last(MINH), "official.declined")
    await desk.deliver()
    assert "không được duyệt" in await desk.last(LAN)
    alert = await desk.press_label(MINH, VI.plain("notice.view_button"))
    assert alert == VI.plain("official.refused.cancelled")


async def test_the_author_withdraws_before_approval(desk: Desk) -> None:
    await desk.submit()
    await desk.press_label(LAN, VI.plain("official.button.cancel"))
    assert says(await desk.last(LAN), "official.draft_cancelled")
    alert = await desk.press_label(MINH, VI.plain("notice.view_button"))
    assert alert == VI.plain("official.refused.cancelled")


async def test_stopping_while_it_is_sent(desk: Desk) -> None:
    await desk.office.subscribe(*range(900, 930))
    await desk.submit()
    await desk.press_label(MINH, VI.plain("notice.view_button"))
    await desk.press_label(MINH, VI.plain("official.button.approve"))
    await desk.worker.run_once()
    assert "Đang gửi thông báo" in await desk.last(LAN)
    alert = await desk.press_label(LAN, VI.plain("broadcast.stop_button"))
    assert alert
    assert alert.startswith("Đã dừng. 23 tin")
    await desk.deliver()
    last = await desk.last(LAN)
    assert "Đã dừng" in last
    assert "Giữ lại, không gửi: 23" in last
    assert not (await desk.messages(LAN))[-1].get("reply_markup")


async def test_unknown_broadcast(desk: Desk) -> None:
    await desk.submit()
    own = (await desk.messages(MINH))[-1]
    alert = await desk.press(MINH, f"od:y:{'0' * 16}:{'0' * 24}", own)
    assert alert == VI.plain("official.refused.unknown")


async def test_states_after_the_journey(desk: Desk) -> None:
    await desk.submit()
    async with desk.office.database.transaction() as work:
        assert await work.broadcasts.sending() == []
    await desk.press_label(MINH, VI.plain("notice.view_button"))
    await desk.press_label(MINH, VI.plain("official.button.approve"))
    async with desk.office.database.transaction() as work:
        [sending] = await work.broadcasts.sending()
    assert sending.state is BroadcastState.SENDING
