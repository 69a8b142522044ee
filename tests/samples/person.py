"""A person who writes one line to the bot and answers whatever it asks, by looking at the screen.

They write freely first. Offered a door for a tip or a grievance, they take it; offered none,
or the wrong one, they use the keyboard below the chat, as anybody can at any time.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from demo.botapi.updates import UpdateQueue
from handlers.texts.catalog import load_catalog
from inbox.areas import Areas
from inbox.categories import Category, Kind
from tests.journeys.stage import Phone, words
from tests.promises.running_bot import until
from tests.samples.lines import Action, Line

VI = load_catalog()["vi"]
DOORS = {Kind.TIP: "/baotin", Kind.GRIEVANCE: "/gopy"}
MOST_STEPS = 30
CARD = VI.plain("emergency.card").splitlines()[0]
DECLINED = VI.plain("scope.declined").splitlines()[0]
THANKS = "Đã ghi nhận"
FORMAL_PATH = "khiếu nại"


@dataclass
class Walk:
    """What happened to a line."""

    line: Line
    first: list[str] = field(default_factory=list)
    """What the bot said to the line itself."""
    said: list[str] = field(default_factory=list)
    door: str = "none"
    """``offered``, ``other`` (the bot offered the other kind) or ``none``."""
    asked_places: list[int] = field(default_factory=list)
    """How many places were on the screen each time the bot asked where."""
    has_answer: bool = False
    can_still_send: bool = False
    number: str | None = None

    @property
    def has_card(self) -> bool:
        return any(_plain(CARD) in _plain(one) for one in self.said)

    @property
    def declined(self) -> int:
        return sum(_plain(DECLINED) in _plain(one) for one in self.said)


class Person:
    """One citizen with one line to send."""

    def __init__(self, phone: Phone, updates: UpdateQueue, areas: Areas, line: Line) -> None:
        self._phone = phone
        self._updates = updates
        self._areas = areas
        self._line = line
        # What the house has no category for, people would send as something else.
        self._category = line.category if line.category in set(Category) else Category.OTHER_TIP
        self._heard: dict[int, str] = {}
        self.walk = Walk(line)

    async def send_line(self) -> Walk:
        """Write the line and see it through to its end."""
        await self._write(self._line.text)
        walk = self.walk
        walk.first = list(self._heard.values())
        if self._line.action is Action.ANSWER or self._line.action is Action.FORMAL_PATH:
            await self._read_answer()
        if self._line.action not in {Action.IGNORE, Action.ANSWER}:
            # Who was declined insists: through the form the same words are no more welcome.
            await self._go_through_the_door()
            await self._fill_in()
        walk.said = list(self._heard.values())
        return walk

    async def _read_answer(self) -> None:
        """Read the answer, or the first of those suggested."""
        if not self._has_source() and (suggested := await self._buttons("q:")):
            await self._press(*suggested[0])
        self.walk.has_answer = self._has_source()
        self.walk.can_still_send = any(data != "c:no" for _, data in await self._buttons("c:"))

    def _has_source(self) -> bool:
        return any("Nguồn:" in one for one in self._heard.values())

    async def _go_through_the_door(self) -> None:
        offered = {data: message for message, data in await self._buttons("c:")}
        wanted = f"c:{self._line.kind}"
        if wanted in offered:
            self.walk.door = "offered"
            await self._press(offered[wanted], wanted)
            return
        self.walk.door = "other" if set(offered) - {"c:no"} else "none"
        await self._write(DOORS[self._line.kind])

    async def _fill_in(self) -> None:
        for _ in range(MOST_STEPS):
            screen = await self._buttons("f:")
            if not screen:
                break
            newest = max(message for message, _ in screen)
            offered = [data for message, data in screen if message == newest]
            step = offered[0].split(":")[1]
            await self._answer(step, newest, offered)
            if found := re.search(rf"{THANKS}.*?(VN-[0-9A-Z]{{5}})", self._last(), re.DOTALL):
                self.walk.number = found[1]
                return

    async def _answer(self, step: str, screen: int, offered: list[str]) -> None:
        match step:
            case "words" if f"f:{step}:keep" in offered:
                await self._press(screen, "f:words:keep")
            case "words":
                await self._write(self._line.text)
            case "category" if f"f:category:{self._category}" not in offered:
                await self._press(screen, "f:category:more")
            case "province" | "commune":
                await self._say_where(step, screen, offered)
            case "receipt":
                receipt = re.search(r"[0-9A-Z]{5}(?:-[0-9A-Z]{4}){4}", self._last())
                assert receipt
                await self._write(receipt[0][-4:])
            case _:
                await self._press(screen, f"f:{step}:{self._choice(step)}")

    def _choice(self, step: str) -> str:
        return {
            "danger": "yes" if self._line.in_danger else "no",
            "category": self._category,
            "subject": "cong_an_xa" if self._line.category == "thai_do_can_bo" else "nobody",
            "when": "today",
            "review": "send",
        }.get(step, "skip")

    async def _say_where(self, step: str, screen: int, offered: list[str]) -> None:
        codes = [one for data in offered if (one := data.split(":")[2]).isdigit()]
        self.walk.asked_places.append(len(codes))
        if self._line.commune_code in codes:
            await self._press(screen, f"f:{step}:{self._line.commune_code}")
        elif step == "province":
            # Who named no province in the file still lives in one.
            await self._write(self._line.province or "Thái Nguyên")
        elif self._line.commune is not None:
            await self._write(self._line.commune)
        else:
            await self._press(screen, f"f:{step}:{codes[0] if codes else 'none'}")

    async def _write(self, text: str) -> None:
        await self._phone.send(text)
        await self._listen()

    async def _press(self, message_id: int, data: str) -> None:
        phone = self._phone
        body = {"viewer": phone.viewer, "chat": phone.chat, "message_id": message_id, "data": data}
        await phone.call("/client/press", body)
        await self._listen()

    async def _listen(self) -> None:
        """Wait until the bot has finished, and remember all it said, deleted later or not."""
        chat = self._phone.chat
        await until(lambda: all(it.chat_id != chat for it in self._updates.pending()))
        for message in await self._phone.messages():
            if not message["mine"]:
                self._heard[message["message_id"]] = words(message)

    def _last(self) -> str:
        return "\n".join(list(self._heard.values())[-3:])

    async def _buttons(self, prefix: str) -> list[tuple[int, str]]:
        """Return the buttons whose data begins so, of all messages that stand."""
        return [
            (message["message_id"], data)
            for message in await self._phone.messages()
            for row in (message.get("reply_markup") or {}).get("inline_keyboard", [])
            for button in row
            if (data := str(button.get("callback_data", ""))).startswith(prefix)
        ]


def _plain(html: str) -> str:
    return re.sub(r"</?\w+>", "", html)


def fault(walk: Walk) -> str:
    """Say what is wrong with how a line ended; empty if nothing is."""
    line = walk.line
    problems: list[Any] = []
    match line.action:
        case Action.EMERGENCY if not walk.has_card:
            problems.append("no emergency card")
        case Action.ASK_AREA if not any(count > 1 for count in walk.asked_places):
            problems.append("did not ask where")
        case Action.DECLINE if walk.declined < 2:
            problems.append(f"declined {walk.declined} times, not at once and in the form")
        case Action.ANSWER if not walk.has_answer:
            problems.append("no answer")
        case Action.ANSWER if not walk.can_still_send:
            problems.append("no way to send")
        case Action.FORMAL_PATH if not any(FORMAL_PATH in one for one in walk.said):
            problems.append("the formal path is not explained")
    if line.is_stored and walk.number is None:
        problems.append(f"not stored; last said: {walk.said[-1][:120]!r}")
    if not line.is_stored and line.action is not Action.FORMAL_PATH and walk.number:
        problems.append("stored")
    return "; ".join(problems)
