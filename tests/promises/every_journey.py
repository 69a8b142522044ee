"""Everything a citizen can do with the bot, done by marked citizens, misfortunes included."""

import re
import secrets
import time
from typing import Any, cast

from demo.world import SampleWorld, load_world
from inbox.receipt import new_receipt
from tests.journeys.acts import announce, label, subscribe
from tests.journeys.desk import Desk, sign_in
from tests.journeys.stage import Phone, Stage, words
from tests.promises.marked_people import MarkedCitizen, Marks, fill_in, upload
from tests.promises.running_bot import RunningBot

ANSWER = "Cảm ơn bác. Xin cho biết thường vào khoảng mấy giờ?"
NEWS = "Cảnh báo: có kẻ giả danh công an gọi video đòi chuyển tiền."
RECEIPT = re.compile(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{4}){4}\b")
PHONE_NUMBER = "0977314529"
NUMBER_ASKED = "0968205317"
ASKED_OF_STAFF = "Nấu phở bò cho ngon thì làm thế nào"
INSIDE = b"zqinsidethepicture"
PICTURE = (
    # A camera's note (Exif) before the frame of 40 by 30 points.
    b"\xff\xd8\xff\xe1"
    + (2 + len(INSIDE)).to_bytes(2)
    + INSIDE
    + bytes.fromhex("ffc0000b08001e00280101110000ffd9")
)


async def hand_over(phone: MarkedCitizen, marks: Marks) -> str:
    """Go from the review to the receipt; return it."""
    await phone.press(label("button.send"))
    shown = RECEIPT.search(await phone.until_said("bốn ký tự cuối"))
    assert shown
    marks.add_receipt(phone.tag, shown[0])
    return shown[0]


async def send_marked(phone: MarkedCitizen, marks: Marks, **answers: str) -> tuple[str, str]:
    """Send a report; return its receipt and number."""
    await fill_in(phone, **answers)
    receipt = await hand_over(phone, marks)
    await phone.send(receipt[-4:])
    number = re.search(r"VN-[0-9A-Z]{5}", await phone.until_said("Đã ghi nhận"))
    assert number
    return receipt, number[0]


async def questions(marks: Marks) -> None:
    """Questions known and unknown, small talk, an opinion, a cry for help, an odd command."""
    asker = await marks.citizen("asker", account=7_391_846_205)
    for text in (
        "ngay hoi 19/8 la gi",
        "giá vàng hôm nay bao nhiêu một chỉ",
        "xin chào",
        "cuu voi co nguoi cam dao duoi chem",
        "/start",
        "/start payload",
        "/riengtu",
        "/ngonngu",
        "/khonghieu",
        "x" * 3_900,
    ):
        await asker.send(f"{text} {asker.word('question')}")
    await asker.send("/ngonngu")
    await asker.press("English")
    await asker.send(f"hello {asker.word('english')}")


async def questions_for_staff(marks: Marks) -> None:
    """A question sent after a look, one not sent, one left lying; both thumbs."""
    marks.add("phone number in a question", NUMBER_ASKED)
    sender = await marks.citizen("sender")
    await sender.send(f"{ASKED_OF_STAFF}, gọi {NUMBER_ASKED} nhé")
    await sender.press(label("button.ask_staff"))
    await sender.until_said("Sẽ gửi đúng những chữ sau")
    await sender.press(label("button.agree_send"))
    await sender.until_said("Đã gửi câu hỏi")
    for tag, last in (("shy", "button.do_not_send"), ("leaver", "")):
        unsure = await marks.citizen(tag)
        await unsure.send(f"{ASKED_OF_STAFF} {unsure.word('question')}")
        await unsure.press(label("button.ask_staff"))
        await unsure.until_said("Sẽ gửi đúng những chữ sau")
        if last:
            await unsure.press(label(last))
            await unsure.until_said("bot không gửi")
    for tag, thumb in (("pleased", "vote_up"), ("displeased", "vote_down")):
        voter = await marks.citizen(tag)
        await voter.send("ngay hoi 19/8 la gi")
        await voter.press(label(f"button.{thumb}"))
    await voter.until_said("Xin lỗi bác")


async def a_whole_tip(marks: Marks, desk: Desk) -> str:
    """Sent, noticed, opened, answered, read from another account, added to, withdrawn."""
    teller = await marks.citizen("teller")
    marks.add("phone number in words", PHONE_NUMBER)
    receipt, number = await send_marked(teller, marks, phone_number=PHONE_NUMBER)
    assert await teller.press(label("button.wipe")) is None

    assert number in await desk.numbers()
    page = await desk.read(number)
    assert any(teller.word("story") in said for said in page.words)
    await desk.ask(number, ANSWER)

    reader = await marks.citizen("reader")
    await reader.send(f"ma cua toi la {receipt.lower()}")
    await reader.until_said(ANSWER)
    await reader.press(label("button.add"))
    await reader.until_said("viết thêm")
    await reader.send(f"Thường khoảng chín giờ {reader.word('added')}")
    await reader.until_said("Đã thêm")
    await reader.send(receipt)
    await reader.press(label("button.withdraw"))
    await reader.press(label("button.withdraw_sure"))
    await reader.until_said("rút tin")
    await reader.press(label("button.hide"))
    page = await desk.read(number)
    assert any(reader.word("added") in said for said in page.words)
    return number


async def a_grievance(marks: Marks) -> str:
    """Sent over the head of the office concerned."""
    hurt = await marks.citizen("hurt")
    _, number = await send_marked(
        hurt, marks, door="/gopy", category="thai_do_can_bo", subject="cong_an_xa"
    )
    return number


async def never_sent(marks: Marks) -> None:
    """Cancelled early, cancelled at the receipt, refused, declined, and wrong receipts."""
    early = await marks.citizen("early")
    await fill_in(early)
    await early.send("/huy")
    late = await marks.citizen("late")
    await fill_in(late)
    await hand_over(late, marks)
    await late.send("ZZZZ")
    await late.press(label("button.cancel"))
    far = await marks.citizen("far")
    await fill_in(far, province="nghe an", commune="cua lo")
    await far.press(label("button.send"))
    await far.until_said("chưa có cán bộ nào mở đọc được")
    critic = await marks.citizen("critic")
    await critic.send("/baotin")
    await critic.press(label("danger.no"))
    await critic.press(label("category.ma_tuy"))
    said = "Hàng xóm hay lên mạng chê chính quyền và theo đạo lạ, các ông xử lý đi"
    await critic.send(f"{said} {critic.word('opinion')}")
    guesser = await marks.citizen("guesser")
    unknown = new_receipt(secrets.token_bytes).groups()
    marks.add_receipt("unknown", unknown)
    await guesser.send("/tracuu")
    await guesser.send(f"{guesser.word('notareceipt')}")
    await guesser.send(unknown)
    await guesser.until_said("không có tin nào")
    await guesser.send(unknown[:-1] + ("0" if unknown[-1] != "0" else "1"))


async def everything_but_words(marks: Marks) -> None:
    """Pictures, voices, places, contacts and the rest, in the middle of a form and outside."""
    showing = await marks.citizen("showing")
    marks.add("inside the picture", INSIDE.decode())
    marks.add("contact's number", "84977314530")
    latitude, longitude = 21.739184655, 105.918273645
    marks.add("latitude", latitude)
    marks.add("longitude", longitude)
    for is_in_form in (False, True):
        if is_in_form:
            await showing.send("/baotin")
            await showing.press(label("danger.no"))
        place = "in" if is_in_form else "out"
        picture = f"{showing.word('file' + place)}.jpg"
        caption = f"ảnh chụp {showing.word('caption')}"
        await upload(showing, picture, PICTURE, "photo", caption)
        await upload(showing, picture, PICTURE, "document")
        await upload(showing, f"{showing.word('voice')}.oga", b"OggS" + PICTURE, "voice")
        contact = {
            "phone_number": "84977314530",
            "first_name": showing.word("contact"),
            "user_id": showing.viewer,
        }
        odd: list[dict[str, Any]] = [
            {"contact": contact},
            {"location": {"latitude": latitude, "longitude": longitude}},
            {"sticker": {"set_name": showing.word("stickers")}},
            {"poll": {"question": showing.word("poll")}},
            {"story": {}},
        ]
        for body in odd:
            await _send(showing, body)
    around: list[dict[str, Any]] = [
        {"text": f"chuyển tiếp {showing.word('x')}", "forward_from": {"name": "Zqshowing Người"}},
        {"text": f"trả lời {showing.word('x')}", "reply_to": await showing.last_id()},
        {"text": "Ai dua", "entities": [_mention(showing)]},
    ]
    for body in around:
        await _send(showing, body)
    mine = [m["message_id"] for m in await showing.messages() if m["mine"] and "text" in m]
    edited = {"message_id": mine[-1], "text": f"đã sửa {showing.word('edited')}"}
    await showing.call("/client/edit", {"viewer": showing.viewer, "chat": showing.chat, **edited})
    await showing.until_said("đã sửa")


async def _send(phone: MarkedCitizen, body: dict[str, Any]) -> None:
    before = await phone.last_id()
    await phone.call("/client/send", {"viewer": phone.viewer, "chat": phone.chat, **body})
    await phone.until(lambda ms: any(m["message_id"] > before and not m["mine"] for m in ms))


def _mention(phone: MarkedCitizen) -> dict[str, Any]:
    user = {"id": phone.viewer, "is_bot": False, "first_name": "ZqshowingHọ"}
    return {"type": "text_mention", "offset": 0, "length": 2, "user": user}


async def announcements(marks: Marks, officials: list[Phone]) -> None:
    """One stays, one leaves before, one leaves after, one blocks the bot."""
    stays, before = await marks.citizen("stays"), await marks.citizen("before")
    after, blocked = await marks.citizen("after"), await marks.citizen("blocked")
    for reader in (stays, before, after, blocked):
        await subscribe(reader)
    await before.send("/tatthongbao")
    await blocked.call("/client/block", {"viewer": blocked.viewer, "blocked": True})
    await announce(officials[0], officials[1], NEWS)
    for reader in (stays, after):
        await reader.until_said(NEWS)
    await officials[0].until_said("Đã gửi xong")
    await after.send("/tatthongbao")
    assert all(NEWS not in words(message) for message in await before.messages())


def sample_world() -> SampleWorld:
    """Return the people and groups Telegram begins with."""
    return load_world()


class _Credentials:
    """As much of a stage as signing in needs."""

    def __init__(self, running: RunningBot, keyring: Any) -> None:
        self.base = running.web
        self.show = self
        self._keyring = keyring

    def credentials(self, handle: str) -> dict[str, Any]:
        keys = self._keyring[handle]
        # A code works once: of two sign-ins in a moment the second takes the coming code.
        code, wait_s = keys.next_code(time.time())
        assert not wait_s
        return {"passphrase": keys.passphrase, "totp": code}


async def desk_of(running: RunningBot, keyring: Any, handle: str) -> Desk:
    """Sign a reviewer of the sample world in."""
    return await sign_in(cast(Stage, _Credentials(running, keyring)), handle)
