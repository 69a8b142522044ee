import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.ordering import OrderedUpdates
from bot.polling import Poller, PollingRefused
from bot.updates import Batch


class ScriptedTelegram:
    """Holds updates and hands them out by the rules of getUpdates."""

    def __init__(self, updates: list[int]) -> None:
        self.waiting = updates
        self.confirmed_below = 0
        self.answers: list[Batch] = []
        self.on_call: Callable[[dict[str, Any]], None] = lambda _: None

    async def get_updates(self, parameters: dict[str, Any]) -> Batch:
        self.on_call(parameters)
        if self.answers:
            return self.answers.pop(0)
        offset = parameters.get("offset", 0)
        self.confirmed_below = max(self.confirmed_below, offset)
        self.waiting = [number for number in self.waiting if number >= offset]
        if not self.waiting and parameters["timeout"]:
            await asyncio.sleep(0.02)
        return Batch(
            ok=True,
            updates=[
                {"update_id": number, "message": {"chat": {"id": number}}}
                for number in self.waiting[: parameters["limit"]]
            ],
        )


async def test_nothing_is_confirmed_before_its_work_is_done():
    telegram = ScriptedTelegram([10, 11, 12])
    stop, release = asyncio.Event(), asyncio.Event()
    done: list[int] = []

    async def handle(update: dict) -> None:
        if update["update_id"] == 11:
            await release.wait()
        done.append(update["update_id"])

    poller = asyncio.create_task(Poller(telegram, OrderedUpdates(handle), []).run(stop))
    await asyncio.sleep(0.3)
    assert sorted(done) == [10, 12]
    assert telegram.confirmed_below == 11
    release.set()
    await asyncio.sleep(0.3)
    assert telegram.confirmed_below == 13
    assert sorted(done) == [10, 11, 12]
    stop.set()
    await poller


async def test_stop_drains_and_confirms():
    telegram = ScriptedTelegram([1])
    stop = asyncio.Event()
    done: list[int] = []

    async def handle(update: dict) -> None:
        stop.set()
        await asyncio.sleep(0.2)
        done.append(update["update_id"])

    await Poller(telegram, OrderedUpdates(handle), []).run(stop)
    assert done == [1]
    assert telegram.confirmed_below == 2


async def test_wrong_token_is_said_at_once():
    telegram = ScriptedTelegram([])
    telegram.answers = [Batch(ok=False, error_code=401)]
    with pytest.raises(PollingRefused):
        await Poller(telegram, OrderedUpdates(lambda _: asyncio.sleep(0)), []).run(asyncio.Event())


async def test_trouble_is_waited_out():
    telegram = ScriptedTelegram([7])
    telegram.answers = [Batch(ok=False), Batch(ok=False, error_code=429, retry_after_s=0.1)]
    stop = asyncio.Event()
    seen: list[int] = []

    async def handle(update: dict) -> None:
        seen.append(update["update_id"])
        stop.set()

    async with asyncio.timeout(10):
        await Poller(telegram, OrderedUpdates(handle), []).run(stop)
    assert seen == [7]


async def test_without_anything_to_confirm_no_offset_is_sent():
    telegram = ScriptedTelegram([])
    stop = asyncio.Event()
    offsets: list[object] = []

    def note(parameters: dict[str, Any]) -> None:
        offsets.append(parameters.get("offset"))
        if len(offsets) == 3:
            stop.set()

    telegram.on_call = note
    await Poller(telegram, OrderedUpdates(lambda _: asyncio.sleep(0)), []).run(stop)
    assert set(offsets) == {None}
