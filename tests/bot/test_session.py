"""Our HTTP session speaks JSON and still raises what aiogram raises."""

import json

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import GetMe
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.session import JsonSession
from bot.settings import read_settings
from bot.telegram import make_bot
from demo.botapi import DEMO_TOKEN
from demo.botapi.serve import serve
from demo.botapi.server import TelegramServer, create_app

KEY = "A" * 43 + "="
LAN = 5730114201


@pytest.fixture
async def telegram():
    server = TelegramServer(DEMO_TOKEN)
    async with serve(create_app(server)) as base:
        server.world.person(LAN).started = True
        settings = read_settings(
            {
                "BOT_TOKEN": DEMO_TOKEN,
                "TELEGRAM_API_URL": base,
                "SECRET_KEY": KEY,
                "OVERSIGHT_PUBLIC_KEY": KEY,
            }
        )
        bot = make_bot(settings)
        yield bot, server
        await bot.session.close()


async def test_a_call_goes_out_as_json_and_comes_back_typed(telegram):
    bot, _ = telegram
    keys = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Đọc", callback_data="a:1")]]
    )
    sent = await bot.send_message(LAN, "<b>Chào bác</b>", reply_markup=keys)
    assert isinstance(sent, Message)
    assert sent.text == "Chào bác"
    assert sent.entities
    assert sent.reply_markup
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "a:1"
    assert await sent.delete() is True


async def test_files_still_go(telegram):
    bot, _ = telegram
    sent = await bot.send_document(LAN, BufferedInputFile(b"x", "a.txt"))
    assert sent.document


async def test_refusals_are_aiograms(telegram):
    bot, _ = telegram
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(1, "x")
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await bot.send_message(LAN, "<b>x")


async def test_what_cannot_be_read_is_left_to_aiogram():
    session = JsonSession()
    bot = Bot(DEMO_TOKEN, session=session)
    for broken in ("<html>", '{"ok": true, "result": {"id": "x"}}'):
        with pytest.raises(ClientDecodeError):
            session.check_response(bot, GetMe(), 200, broken)
    flood = {"ok": False, "error_code": 429, "description": "x", "parameters": {"retry_after": 3}}
    with pytest.raises(TelegramRetryAfter):
        session.check_response(bot, GetMe(), 429, json.dumps(flood))
