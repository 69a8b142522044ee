"""Promise 3, the other half: Telegram hears "done" only of what is done.

The real program is stopped and killed under load; what was confirmed must have been answered,
what was not must come again, and one chat's answers must stay in the order of its questions.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from demo.botapi import people
from demo.botapi.faults import Fault
from demo.botapi.state import Chat
from handlers.texts.catalog import load_catalog
from tests.journeys.acts import write_report
from tests.promises.every_journey import sample_world
from tests.promises.running_bot import RunningBot, bot_beside_telegram, move_in, until

pytestmark = pytest.mark.slow

CROWD = 150
ASKED = ("/riengtu", "/khancap", "/tatthongbao", "/trogiup")
TELLERS = 16
VI = load_catalog()["vi"]
WEBHOOK = {"WEBHOOK_SECRET": "a-secret-of-sixteen-or-more"}


@asynccontextmanager
async def crowd(folder: Path, **more: str) -> AsyncIterator[tuple[RunningBot, list[Chat]]]:
    """Start the bot and bring people whose chats are open and idle."""
    async with bot_beside_telegram(folder, None, **more) as running:
        world = running.telegram.world
        persons = [
            world.add_person({"first_name": f"Người {number}", "language_code": "vi"})
            for number in range(CROWD)
        ]
        await running.start()
        yield running, [world.chats[person.user["id"]] for person in persons]


def ask(running: RunningBot, chats: list[Chat], texts: tuple[str, ...] = ASKED) -> None:
    """Let everybody write at once, in turns, without waiting for answers."""
    for text in texts:
        for chat in chats:
            people.write(running.telegram, chat.id, chat.id, {"text": text})


def answers(chat: Chat) -> list[str]:
    """Return the beginnings of what the bot said."""
    return [
        str(message.body["text"])[:30]
        for message in chat.messages.values()
        if message.body["from"]["is_bot"]
    ]


def all_answers(chats: list[Chat]) -> int:
    return sum(len(answers(chat)) for chat in chats)


def unconfirmed(running: RunningBot, chat: Chat) -> int:
    return sum(pending.chat_id == chat.id for pending in running.telegram.updates.pending())


async def expected_answers(running: RunningBot) -> list[str]:
    """Ask the same of a quiet bot: what everybody should read, in this order."""
    person = running.telegram.world.add_person({"first_name": "Mẫu", "language_code": "vi"})
    chat = running.telegram.world.chats[person.user["id"]]
    for number, text in enumerate(ASKED, start=1):
        people.write(running.telegram, chat.id, chat.id, {"text": text})
        await until(lambda number=number: len(answers(chat)) == number)  # type: ignore[misc]
    return answers(chat)


@pytest.mark.parametrize("more", [{}, WEBHOOK], ids=["polling", "webhook"])
async def test_a_stop_under_load_loses_nothing_and_repeats_nothing(more, tmp_path):
    async with crowd(tmp_path, **more) as (running, chats):
        expected = await expected_answers(running)
        assert len(set(expected)) == len(ASKED)

        ask(running, chats)
        await until(lambda: all_answers(chats) >= CROWD // 3)
        await running.stop()

        left = len(running.telegram.updates)
        assert left > 0  # otherwise the stop did not come in the middle
        for chat in chats:
            assert len(answers(chat)) == len(ASKED) - unconfirmed(running, chat)

        await running.start()
        await until(lambda: all_answers(chats) >= CROWD * len(ASKED))
        await until(lambda: not len(running.telegram.updates))
        await asyncio.sleep(0.5)
        assert [answers(chat) for chat in chats] == [expected] * CROWD

        # Delivered twice, answered once.
        running.telegram.faults.order([Fault(kind="duplicate_update", times=CROWD)])
        ask(running, chats, ASKED[:1])
        await until(lambda: all_answers(chats) >= CROWD * (len(ASKED) + 1))
        await until(lambda: not len(running.telegram.updates))
        await running.stop()
        assert [answers(chat) for chat in chats] == [[*expected, expected[0]]] * CROWD


@pytest.mark.parametrize("more", [{}, WEBHOOK], ids=["polling", "webhook"])
async def test_a_kill_under_load_loses_nothing(more, tmp_path):
    async with crowd(tmp_path, **more) as (running, chats):
        expected = await expected_answers(running)
        ask(running, chats)
        await until(lambda: all_answers(chats) >= CROWD // 3)
        await running.kill()

        assert len(running.telegram.updates) > 0
        for chat in chats:
            assert len(answers(chat)) >= len(ASKED) - unconfirmed(running, chat)

        await running.start()
        await until(lambda: not len(running.telegram.updates))
        await running.stop()
        for chat in chats:
            said = answers(chat)
            # A kill may repeat what was answered and not yet confirmed: once, and in order.
            assert list(dict.fromkeys(said)) == expected
            assert all(said.count(one) <= 2 for one in expected)


@pytest.mark.parametrize("is_gentle", [True, False], ids=["stop", "kill"])
async def test_reports_being_sent_are_stored_once_or_not_at_all(is_gentle, tmp_path):
    async with bot_beside_telegram(tmp_path, sample_world()) as running:
        await move_in(running)
        await running.start()
        tellers = [await running.citizen() for _ in range(TELLERS)]
        numbers = count()
        receipts = await asyncio.gather(
            *(write_report(phone, f"Tối nào cũng ồn ào, {next(numbers)}") for phone in tellers)
        )
        chats = [running.telegram.world.chats[phone.chat] for phone in tellers]
        before = [len(answers(chat)) for chat in chats]

        for phone, receipt in zip(tellers, receipts, strict=True):
            people.write(running.telegram, phone.viewer, phone.chat, {"text": receipt[-4:]})
        await until(lambda: any(thanked(chat) for chat in chats))
        await (running.stop() if is_gentle else running.kill())

        thanked_first = {
            receipt for receipt, chat in zip(receipts, chats, strict=True) if thanked(chat)
        }
        assert stored(running) >= len(thanked_first)
        if is_gentle:
            assert stored(running) == len(thanked_first)

        await running.start()
        await until(lambda: not len(running.telegram.updates))
        for chat, had in zip(chats, before, strict=True):
            # Thanks come with the receipt's message taken away.
            assert thanked(chat) or len(answers(chat)) > had
        # Asking by receipt tells each of them whether it was sent; it was not sent twice.
        known = 0
        for phone, receipt in zip(tellers, receipts, strict=True):
            await phone.send(receipt)
            said = answers(running.telegram.world.chats[phone.chat])
            is_known = any(one.startswith("Việc số") for one in said[-3:])
            assert is_known or receipt not in thanked_first
            known += is_known
        assert known == stored(running)
        await running.stop()


def thanked(chat: Chat) -> bool:
    return any("Đã ghi nhận" in one for one in answers(chat))


def stored(running: RunningBot) -> int:
    database = sqlite3.connect(f"file:{running.database}?mode=ro", uri=True)
    try:
        return int(database.execute("select count(*) from cases").fetchone()[0])
    finally:
        database.close()
