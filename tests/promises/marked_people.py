"""Citizens whose every trait can be found again: what Telegram tells the bot of them is marked."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import aiohttp

from inbox.receipt import derive, parse_receipt
from tests.journeys.acts import choose_category, label
from tests.journeys.stage import Phone
from tests.promises.hunting import Mark
from tests.promises.running_bot import RunningBot

ACCOUNTS = 7_391_846_205_000
"""Larger than today's ids, so that no shape of one is short enough to be found by chance."""
MESSAGES = 0x3A91C5E7D0000
UPDATES = 0x1B7A2F94C60000
CLOCK_SHIFT_S = 35 * 365 * 86_400
"""Telegram's clock is far ahead of the bot's: its times can be told from ours."""


@dataclass
class MarkedCitizen(Phone):
    """A phone whose owner is marked. ``tag`` goes into every word they write."""

    tag: str = ""

    def word(self, what: str) -> str:
        """Return a marked word for a text."""
        return f"zq{self.tag}{what}7"


class Marks:
    """Every mark that was given to the bot, by a name that says what it was."""

    def __init__(self, running: RunningBot) -> None:
        self._running = running
        self._numbers = count()
        self._people: list[tuple[int, MarkedCitizen]] = []
        self._given: dict[str, Mark] = {}
        self._first_update = running.telegram.updates._next_id = UPDATES
        running.telegram.clock_shift_s = CLOCK_SHIFT_S

    async def citizen(self, tag: str, account: int = 0) -> MarkedCitizen:
        """Return somebody new."""
        number = next(self._numbers)
        account = account or ACCOUNTS + 31_337 * number
        traits: dict[str, Any] = {
            "first_name": f"Zq{tag}Họ",
            "last_name": f"Zq{tag}Tên",
            "username": f"zq_{tag}_username",
            "language_code": f"vi-Zq{tag}lang",
        }
        plain = await self._running.citizen(id=account, **traits)
        chat = self._running.telegram.world.chats[account]
        first = chat.last_message_id = MESSAGES + 0x10000 * number
        person = MarkedCitizen(plain.http, plain.base, account, account, tag)
        self._people.append((first, person))
        self._given |= {f"{tag} {name}": value for name, value in traits.items()}
        self._given |= {
            f"{tag} account": account,
            f"{tag} chat instance": account * 7919,
            f"{tag} words": f"zq{tag}",
        }
        return person

    def add(self, name: str, mark: Mark) -> None:
        """Remember a mark that was not made here."""
        self._given[name] = mark

    def add_receipt(self, name: str, shown: str) -> None:
        """Remember a receipt in every form, and the private key that comes from it."""
        plain = shown.replace("-", "")
        keys = derive(parse_receipt(shown))
        self._given |= {
            f"{name} receipt": shown,
            f"{name} receipt bare": plain,
            f"{name} receipt secret part": plain[:-1],
            f"{name} mailbox key": keys.mailbox_private,
        }

    def all(self) -> dict[str, Mark]:
        """Return everything given so far, with the ids Telegram gave to messages and files."""
        world = self._running.telegram.world
        found = dict(self._given)
        for first, person in self._people:
            chat = world.chats[person.chat]
            for message_id in range(first + 1, chat.last_message_id + 1):
                found[f"{person.tag} message {message_id - first}"] = message_id
            for stored in chat.messages.values():
                date = stored.body["date"]
                found[f"{person.tag} time {date}"] = str(date)
        for file in world.files.values():
            found |= {
                f"file id {file.path}": file.file_id,
                f"file unique id {file.path}": file.unique_id,
            }
        for query_id in self._running.telegram.queries:
            found[f"query {query_id}"] = int(query_id)
        for update_id in range(self._first_update, self._running.telegram.updates._next_id):
            found[f"update {update_id - self._first_update}"] = update_id
        return found


async def upload(
    phone: MarkedCitizen, name: str, content: bytes, kind: str, caption: str = "", **more: str
) -> None:
    """Send a file as a person does, and wait for the bot's answer."""
    before = await phone.last_id()
    form = aiohttp.FormData()
    fields = {"viewer": phone.viewer, "chat": phone.chat, "as": kind, "caption": caption, **more}
    for field, value in fields.items():
        form.add_field(field, str(value))
    form.add_field("file", content, filename=name)
    async with phone.http.post(f"{phone.base}/client/send", data=form) as answer:
        assert answer.status == 200, await answer.text()
    await phone.until(
        lambda messages: any(m["message_id"] > before and not m["mine"] for m in messages)
    )


async def fill_in(
    phone: MarkedCitizen,
    *,
    door: str = "/baotin",
    category: str = "ma_tuy",
    province: str = "thai nguyen",
    commune: str = "p quan trieu",
    subject: str = "nobody",
    phone_number: str = "",
) -> None:
    """Answer every question up to the review, with marked words wherever words are taken."""
    await phone.send(door)
    await phone.press(label("danger.no"))
    await choose_category(phone, category)
    await phone.until_said("kể")
    said = f"Tối nào cũng có người lạ ra vào {phone.word('story')} rồi đi ngay. {phone_number}"
    await phone.send(said.strip())
    if phone_number:
        await phone.press(label("button.keep_number"))
    await phone.press(label(f"subject.{subject}"))
    await phone.until_said("tỉnh, thành phố nào")
    await phone.send(province)
    await phone.until_said("xã, phường nào")
    await phone.send(commune)
    await phone.until_said("mốc nào")
    await phone.send(f"sau chợ {phone.word('landmark')}")
    await phone.press(label("when.repeatedly"))
    await phone.until_said("Ai liên quan" if door == "/baotin" else "mong việc này")
    await phone.send(f"hai người mặc áo {phone.word('people')}")
    await phone.until_said(label("review.title").removeprefix("<b>").removesuffix("</b>"))
