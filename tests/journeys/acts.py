"""What citizens and officials do, as a sequence of messages and buttons."""

import re

from handlers.texts.catalog import load_catalog
from inbox.categories import CATEGORIES, PER_SCREEN, Category
from tests.journeys.stage import Phone

VI = load_catalog()["vi"]


def label(key: str) -> str:
    """Return a button's words."""
    return VI.plain(key)


async def write_report(
    phone: Phone,
    said: str,
    *,
    door: str = "/baotin",
    danger: str = "no",
    category: str = "ma_tuy",
    subject: str = "nobody",
    province: str = "thai nguyen",
    commune: str = "p quan trieu",
) -> str:
    """Fill in the form up to the receipt; return the receipt as shown."""
    await phone.send(door)
    await phone.press(label(f"danger.{danger}"))
    await choose_category(phone, category)
    await phone.until_said("kể")
    await phone.send(said)
    await phone.press(label(f"subject.{subject}"))
    await phone.until_said("tỉnh, thành phố nào")
    await phone.send(province)
    await phone.until_said("xã, phường nào")
    await phone.send(commune)
    await phone.until_said("mốc nào")
    await phone.press(label("button.skip"))
    await phone.press(label("when.repeatedly"))
    await phone.press(label("button.skip"))
    await phone.press(label("button.send"))
    shown = await phone.until_said("bốn ký tự cuối")
    found = re.search(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{4}){4}\b", shown)
    assert found, shown
    return found[0]


async def choose_category(phone: Phone, category: str) -> None:
    """Press the category, on the screen it stands on."""
    await phone.until_said("thuộc loại nào")
    offered = next(listed for listed in CATEGORIES.values() if category in listed)
    for start in range(PER_SCREEN, offered.index(Category(category)) + 1, PER_SCREEN):
        await phone.press(label("button.more"))
        await phone.until_button(label(f"category.{offered[start]}"))
    await phone.press(label(f"category.{category}"))


async def send_report(phone: Phone, said: str, **answers: str) -> tuple[str, str]:
    """Write a report, type the last four characters back; return (receipt, case number)."""
    receipt = await write_report(phone, said, **answers)
    await phone.send(receipt[-4:])
    thanks = await phone.until_said("Đã ghi nhận")
    found = re.search(r"VN-[0-9A-Z]{5}", thanks)
    assert found, thanks
    return receipt, found[0]


async def subscribe(phone: Phone, topic: str = "canh_bao") -> None:
    """Ask for announcements of one topic from everywhere."""
    await phone.send("/nhanthongbao")
    await phone.press(label(f"subscribe.topic.{topic}"))
    await phone.press(label("button.next"))
    await phone.press(label("button.everywhere"))
    await phone.until_said("Đã bật thông báo")


async def announce(author: Phone, approver: Phone, news: str, topic: str = "canh_bao") -> None:
    """Compose for everybody, send for approval, approve as the other official."""
    await compose(author, news, topic)
    await approver.press(label("notice.view_button"))
    await approver.press(label("official.button.approve"))
    await approver.until_said("Đã duyệt")


async def compose(author: Phone, news: str, topic: str = "canh_bao") -> None:
    """Compose for everybody and send it for approval."""
    await author.send("/thongbao")
    await author.send(news)
    await author.press(label(f"subscribe.topic.{topic}"))
    await author.press(label("broadcast.everywhere"))
    await author.press(label("official.button.send"))
    await author.until_said("cán bộ khác duyệt. Khi có người duyệt")
