"""Writing a broadcast: from the first word to the last count, and every wrong turn."""

import pytest

from tests.official.conftest import BINH, DUTY, LAN, MINH, VI, Desk, says

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92"
    b"\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
BOLD = [{"type": "bold", "offset": 0, "length": 8}]


async def test_from_words_to_the_last_count(desk: Desk) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.say(LAN, "Cẩn thận <lừa đảo> & giả danh", entities=BOLD)
    await desk.choose()
    content, control = (await desk.messages(LAN))[-2:]
    assert content["text"].startswith("Cẩn thận <lừa đảo> & giả danh\n\nTin từ Công an phường <A>")
    assert content["text"].endswith("/tatthongbao")
    assert content["entities"][0] == BOLD[0]
    assert "Số người nhận lúc này: 1" in control["text"]
    await desk.press_label(LAN, VI.plain("official.button.send"))
    await desk.deliver()

    await desk.press_label(MINH, VI.plain("notice.view_button"))
    preview = (await desk.messages(MINH))[-2]
    assert preview["text"] == content["text"]
    await desk.press_label(MINH, VI.plain("official.button.approve"))
    assert "1 người" in await desk.last(MINH)
    await desk.deliver()

    received = (await desk.messages(BINH))[-1]
    assert received["text"] == content["text"]
    assert received["entities"] == content["entities"]
    assert "Đã gửi xong: 1 / 1" in await desk.last(LAN)


async def test_a_photo_with_a_caption(desk: Desk) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.send_file(LAN, PNG, "photo", "Đối tượng giả danh")
    await desk.choose()
    assert "photo" in (await desk.messages(LAN))[-2]
    await desk.press_label(LAN, VI.plain("official.button.send"))
    await desk.deliver()
    await desk.press_label(MINH, VI.plain("notice.view_button"))
    assert "photo" in (await desk.messages(MINH))[-2]
    await desk.press_label(MINH, VI.plain("official.button.approve"))
    await desk.deliver()
    received = (await desk.messages(BINH))[-1]
    assert received["photo"]
    assert received["caption"].startswith("Đối tượng giả danh")


async def test_a_typed_province_narrows_the_audience(desk: Desk) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.say(LAN, "Tin")
    await desk.press_label(LAN, VI.plain("subscribe.topic.canh_bao"))
    await desk.say(LAN, "khong co noi nay xyz")
    assert says(await desk.last(LAN), "official.area_unknown")
    await desk.say(LAN, "thai nguyen")
    last = await desk.last(LAN)
    assert "Thái Nguyên" in last
    assert "Số người nhận lúc này: 1" in last


async def test_a_province_on_a_button(desk: Desk) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.say(LAN, "Tin")
    await desk.press_label(LAN, VI.plain("subscribe.topic.tin_dia_phuong"))
    await desk.press_label(LAN, "Cao Bằng")
    last = await desk.last(LAN)
    assert "Cao Bằng" in last
    assert "chưa có ai" in last


async def test_citizens_are_told_whose_command_it_is(desk: Desk) -> None:
    await desk.say(BINH, "/thongbao")
    assert "/nhanthongbao" in await desk.last(BINH)


async def test_not_in_a_group(desk: Desk) -> None:
    await desk.say(BINH, "/thongbao", chat=DUTY)
    assert says(await desk.last(BINH, DUTY), "official.private_only")


@pytest.mark.parametrize(
    ("message", "key"),
    [
        ({"dice": {}}, "official.want_words"),
        ({"sticker": {}}, "official.want_words"),
    ],
)
async def test_what_cannot_be_a_broadcast(desk: Desk, message: dict, key: str) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.act("/client/send", viewer=LAN, chat=LAN, **message)
    await desk.pump()
    assert says(await desk.last(LAN), key)


async def test_a_picture_as_a_file_and_one_without_words(desk: Desk) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.send_file(LAN, PNG, "document", "chú thích")
    assert says(await desk.last(LAN), "official.photo_as_file")
    await desk.send_file(LAN, PNG, "photo", "")
    assert says(await desk.last(LAN), "official.invalid.empty")


async def test_an_album_is_refused(desk: Desk) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.say(LAN, "một", media_group_id="7")
    assert says(await desk.last(LAN), "official.one_photo")


async def test_too_long_says_by_how_much(desk: Desk) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.say(LAN, "x" * 4096)
    last = await desk.last(LAN)
    foot = len("Tin từ Công an phường <A>, đã được hai cán bộ có thẩm quyền duyệt.")
    over = int(last.split("dài quá ")[1].split(" ")[0])
    assert foot < over < foot + 60
    await desk.send_file(LAN, PNG, "photo", "x" * 1024)
    assert "Chú thích ảnh dài quá" in await desk.last(LAN)


async def test_typing_where_a_button_is_wanted(desk: Desk) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.say(LAN, "Tin")
    await desk.say(LAN, "cảnh báo")
    assert says(await desk.last(LAN), "official.use_buttons")


async def test_leaving_by_command_and_by_button(desk: Desk) -> None:
    await desk.compose()
    await desk.say(LAN, "/huy")
    assert says(await desk.last(LAN), "official.left")
    await desk.say(LAN, "/thongbao")
    await desk.press_label(LAN, VI.plain("official.button.cancel"))
    assert says(await desk.last(LAN), "official.left")


async def test_writing_again(desk: Desk) -> None:
    await desk.compose("Bản đầu")
    await desk.press_label(LAN, VI.plain("official.button.rewrite"))
    await desk.say(LAN, "Bản sau")
    await desk.choose()
    assert (await desk.messages(LAN))[-2]["text"].startswith("Bản sau")


async def test_buttons_of_an_earlier_dialogue_are_old(desk: Desk) -> None:
    await desk.compose("Bản đầu")
    control = (await desk.messages(LAN))[-1]
    send = control["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await desk.compose("Bản sau")
    assert await desk.press(LAN, send, control) == VI.plain("official.old_button")


async def test_sending_twice_sends_once(desk: Desk) -> None:
    await desk.compose()
    control = (await desk.messages(LAN))[-1]
    send = control["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert await desk.press(LAN, send, control) is None
    assert await desk.press(LAN, send, control) == VI.plain("official.old_button")
    before = len(await desk.messages(MINH))
    await desk.deliver()
    assert len(await desk.messages(MINH)) == before + 1


@pytest.mark.parametrize("data", ["oc:x", "oc:1:2", "od:q:1:2", "od:y", "oc:9:topic:nonsense"])
async def test_made_up_buttons_are_old(desk: Desk, data: str) -> None:
    await desk.compose()
    control = (await desk.messages(LAN))[-1]
    assert await desk.press(LAN, data, control) == VI.plain("official.old_button")


async def test_a_photo_that_cannot_be_fetched_can_be_sent_again(desk: Desk) -> None:
    await desk.say(LAN, "/thongbao")
    await desk.send_file(LAN, PNG, "photo", "Ảnh")
    await desk.choose()
    fault = {"kind": "500", "method": "getFile", "times": 1}
    await desk.act("/control/faults", next=[fault])
    await desk.press_label(LAN, VI.plain("official.button.send"))
    assert says(await desk.last(LAN), "official.photo_lost")
    await desk.press_label(LAN, VI.plain("official.button.send"))
    assert "Đã gửi bản tin" in await desk.last(LAN)


async def test_an_account_switched_off_while_writing(desk: Desk) -> None:
    await desk.compose()
    async with desk.office.database.transaction() as work:
        members = await work.staff.members()
        await work.staff.set_active(next(m.id for m in members if m.handle == "lan"), False)
        await work.commit()
    await desk.press_label(LAN, VI.plain("official.button.send"))
    assert "/nhanthongbao" in await desk.last(LAN)


async def test_a_dialogue_that_expired_says_so(desk: Desk) -> None:
    await desk.compose()
    await desk.dispatcher.fsm.get_context(desk.bot, chat_id=LAN, user_id=LAN).clear()
    alert = await desk.press_label(LAN, VI.plain("official.button.send"))
    assert alert == VI.plain("official.old_button")


async def test_nobody_to_approve(desk: Desk) -> None:
    await desk.compose()
    async with desk.office.database.transaction() as work:
        members = await work.staff.members()
        second = next(member for member in members if member.handle == "minh")
        await work.staff.set_active(second.id, False)
        await work.commit()
    await desk.press_label(LAN, VI.plain("official.button.send"))
    assert says(await desk.last(LAN), "official.nobody_to_approve")
    async with desk.office.database.transaction() as work:
        assert await work.broadcasts.sending() == []
