"""Misfortunes on order, as each library raises them."""

import asyncio
from datetime import timedelta

import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError

from .conftest import MINH, Player


async def test_429_as_each_library_raises_it(
    bot: Bot, ptb: telegram.Bot, player: Player, lan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    order = {"kind": "429", "method": "sendMessage", "times": 2, "retry_after": 7}
    await player.post("/control/faults", next=[order])
    assert await bot.get_me()
    with pytest.raises(TelegramRetryAfter) as by_aiogram:
        await bot.send_message(lan, "x")
    with pytest.raises(telegram.error.RetryAfter) as by_ptb:
        await ptb.send_message(lan, "x")
    assert by_aiogram.value.retry_after == 7
    assert by_ptb.value.retry_after == timedelta(seconds=7)
    await bot.send_message(lan, "x")


async def test_500_and_reset(bot: Bot, ptb: telegram.Bot, player: Player, lan: int) -> None:
    faults = [{"kind": "500", "times": 2}, {"kind": "reset", "times": 2}]
    await player.post("/control/faults", next=faults)
    with pytest.raises(TelegramServerError, match="Internal Server Error"):
        await bot.send_message(lan, "x")
    with pytest.raises(telegram.error.NetworkError, match="Internal Server Error"):
        await ptb.send_message(lan, "x")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(lan, "x")
    with pytest.raises(telegram.error.NetworkError):
        await ptb.send_message(lan, "x")
    assert len((await player.look())["messages"]) == 1


async def test_an_answer_lost_after_the_effect(bot: Bot, player: Player, lan: int) -> None:
    await player.post("/control/faults", next=[{"kind": "reset", "after": True}])
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(lan, "arrived")
    assert (await player.look())["messages"][-1]["text"] == "arrived"


async def test_a_hanging_call(bot: Bot, player: Player, lan: int) -> None:
    await player.post("/control/faults", next=[{"kind": "timeout", "method": "sendMessage"}])
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.send_message(lan, "x", request_timeout=1)
    await bot.send_message(lan, "x")


async def test_a_reset_forgets_people_and_keeps_the_bot(
    bot: Bot, player: Player, lan: int
) -> None:
    await bot.set_my_name("An Dân")
    await player.say("/start", MINH)
    before = await bot.get_updates()
    await player.post("/control/faults", next=[{"kind": "500"}])
    await player.post("/control/reset")
    assert await bot.get_updates() == []
    shown = await player.look()
    assert (shown["messages"], shown["started"], shown["bot"]["name"]) == ([], False, "An Dân")
    await player.say("/start")
    assert (await bot.get_updates())[0].update_id > before[-1].update_id


async def test_watchers_see_every_change(bot: Bot, player: Player, lan: int) -> None:
    seen: list[str] = []
    ready = asyncio.Event()

    async def watch() -> None:
        async with player.http.get(f"{player.url}/client/events?viewer={lan}") as response:
            async for line in response.content:
                ready.set()
                if line.startswith(b"data: "):
                    seen.append(line.decode().split('"kind": "')[1].split('"')[0])
                if len(seen) == 4:
                    return

    watching = asyncio.create_task(watch())
    await ready.wait()
    await bot.send_chat_action(lan, "typing")
    sent = await bot.send_message(lan, "x")
    await bot.edit_message_text("y", chat_id=lan, message_id=sent.message_id)
    await bot.delete_message(lan, sent.message_id)
    await asyncio.wait_for(watching, 5)
    assert seen == ["typing", "message", "edit", "delete"]
