"""Updates in by long poll: confirmation, redelivery, conflict, duplicates, what people do."""

import asyncio
import time

import aiohttp
import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from demo.botapi.serve import serve
from demo.botapi.server import TelegramServer, create_app

from .conftest import BINH, DUTY, LAN, MINH, Player

BUTTON = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="ok", callback_data="go")]]
)


async def test_updates_come_again_until_confirmed(
    bot: Bot, ptb: telegram.Bot, player: Player
) -> None:
    for text in ("/start", "a", "b"):
        await player.say(text)
    first = await bot.get_updates()
    again = await ptb.get_updates(limit=2)
    assert [u.message.text for u in first if u.message] == ["/start", "a", "b"]
    assert [u.update_id for u in again] == [u.update_id for u in first[:2]]
    left = await bot.get_updates(offset=first[1].update_id + 1)
    assert [u.update_id for u in left] == [first[2].update_id]
    assert len(await bot.get_updates()) == 1


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, player: Player) -> None:
    for text in ("/start", "a", "b"):
        await player.say(text)
    last = await bot.get_updates(offset=-1)
    assert [u.message.text for u in last if u.message] == ["b"]
    assert len(await bot.get_updates()) == 1


async def test_a_poll_waits_and_is_woken(bot: Bot, player: Player) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await player.say("/start")
    assert len(await asyncio.wait_for(poll, 2)) == 1


async def test_a_second_poller_ends_the_first(bot: Bot, ptb: telegram.Bot, player: Player) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    assert await ptb.get_updates(timeout=0) == ()
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await poll


async def test_allowed_updates_are_remembered(bot: Bot, player: Player, lan: int) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["callback_query"])
    await player.say("unheard")
    assert len(await bot.get_updates()) == 1
    await bot.get_updates(offset=2**31, allowed_updates=[])
    await player.say("heard")
    assert len(await bot.get_updates()) == 1


async def test_day_old_updates_are_forgotten(bot: Bot, player: Player, lan: int) -> None:
    await player.post("/control/clock", shift_s=25 * 3600)
    assert await bot.get_updates() == []


async def test_an_ordered_duplicate_comes_after_its_confirmation(bot: Bot, player: Player) -> None:
    await player.post("/control/faults", next=[{"kind": "duplicate_update"}])
    await player.say("/start")
    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates(offset=first.update_id + 1)
    assert again == first
    assert await bot.get_updates(offset=first.update_id + 1) == []


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "/start xin chào"},
        {"contact": {}},
        {"location": {"latitude": 1.5, "longitude": 2}},
        {"sticker": {}},
        {"voice": {}},
        {"poll": {"question": "?", "options": ["a", "b"]}},
        {"dice": {}},
        {"story": {}},
        {"text": "x", "forward_from": {"name": "hidden"}},
        {"text": "x", "forward_from": MINH},
        {"text": "x", "via_bot": True},
    ],
)
async def test_both_libraries_read_what_people_send(
    bot: Bot, ptb: telegram.Bot, player: Player, sent: dict
) -> None:
    await player.post("/client/send", viewer=LAN, chat=LAN, **sent)
    (by_aiogram,) = await bot.get_updates()
    (by_ptb,) = await ptb.get_updates()
    assert by_aiogram.message is not None
    assert by_ptb.message is not None
    kind = next(iter(sent))
    assert getattr(by_aiogram.message, kind) is not None
    assert getattr(by_ptb.message, kind) is not None
    if "forward_from" in sent:
        assert by_aiogram.message.forward_origin is not None


async def test_an_edit_and_a_reply_by_a_person(bot: Bot, player: Player, lan: int) -> None:
    said = await player.say("one", reply_to=1)
    await player.post(
        "/client/edit", viewer=lan, chat=lan, message_id=said["message_id"], text="two"
    )
    _, message, edited = await bot.get_updates()
    assert message.message is not None
    assert edited.edited_message is not None
    assert (message.message.text, edited.edited_message.text) == ("one", "two")
    assert message.message.reply_to_message is not None


async def test_a_press_gets_its_alert(bot: Bot, player: Player, lan: int) -> None:
    sent = await bot.send_message(lan, "x", reply_markup=BUTTON)
    pressed = asyncio.create_task(
        player.post("/client/press", viewer=lan, chat=lan, message_id=sent.message_id, data="go")
    )
    *_, update = await _until(bot, "callback_query")
    query = update.callback_query
    assert query is not None
    assert query.data == "go"
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query.id, "x" * 201)
    await bot.answer_callback_query(query.id, "done", show_alert=True)
    body = await pressed
    assert body == {
        "callback_query_id": query.id,
        "alert": {"text": "done", "show_alert": True},
    }
    words = "query is too old and response timeout expired or query ID is invalid"
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.answer_callback_query("1")
    await player.post("/control/clock", shift_s=3600)
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.answer_callback_query(query.id)


async def _until(bot: Bot, kind: str) -> list:
    while True:
        updates = await bot.get_updates(timeout=5)
        if updates and updates[-1].event_type == kind:
            return updates


async def test_blocking_and_groups_are_told(bot: Bot, player: Player, lan: int) -> None:
    await player.post("/client/block", viewer=lan, blocked=True)
    await player.post("/client/send", 409, viewer=lan, chat=lan, text="x")
    await player.post("/client/groups", title="g", members=[MINH])
    _, blocked, added = await bot.get_updates()
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert added.my_chat_member is not None
    assert added.my_chat_member.chat.title == "g"
    assert added.my_chat_member.new_chat_member.status == "member"


async def test_privacy_mode_hides_small_talk(bot: Bot, player: Player) -> None:
    sent = await bot.send_message(DUTY, "x")
    await player.say("small talk", BINH, DUTY)
    await player.say("/link@other_bot 1", BINH, DUTY)
    await player.say("/link 1", BINH, DUTY)
    await player.say("/link@andan_demo_bot 2", BINH, DUTY)
    await player.say("an answer", BINH, DUTY, reply_to=sent.message_id)
    heard = [u.message.text for u in await bot.get_updates() if u.message]
    assert heard == ["/link 1", "/link@andan_demo_bot 2", "an answer"]


async def test_the_end_waits_for_nobody() -> None:
    server = TelegramServer()
    async with serve(create_app(server)) as url:
        poll = asyncio.create_task(_poll_bare(url))
        stream = asyncio.create_task(_stream_bare(url))
        await asyncio.sleep(0.2)
        began = time.monotonic()
    assert time.monotonic() - began < 2
    assert await poll == {"ok": True, "result": []}
    assert (await stream).startswith(": watching")


async def _poll_bare(url: str) -> dict:
    address = f"{url}/bot42:DEMO/getUpdates?timeout=50"
    async with aiohttp.ClientSession() as http, http.get(address) as response:
        return await response.json()


async def _stream_bare(url: str) -> str:
    address = f"{url}/client/events?viewer={LAN}"
    async with aiohttp.ClientSession() as http, http.get(address) as response:
        return await response.text()
