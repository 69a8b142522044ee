"""Commands per scope and language, names, chats and members."""

import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from .conftest import BINH, DUTY, LAN, MINH, Player


async def test_the_narrowest_commands_are_shown(
    bot: Bot, ptb: telegram.Bot, player: Player, lan: int
) -> None:
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand(command="help", description="Help")])
    await bot.set_my_commands(
        [BotCommand(command="start", description="Bắt đầu")], private, language_code="vi"
    )
    await ptb.set_my_commands([("link", "Link")], scope=telegram.BotCommandScopeAllGroupChats())
    english = (await player.post("/client/users", first_name="Ann", language_code="en"))["user"]
    assert [c["command"] for c in (await player.look())["commands"]] == ["start"]
    assert [c["command"] for c in (await player.look(english["id"]))["commands"]] == ["help"]
    assert [c["command"] for c in (await player.look(BINH, DUTY))["commands"]] == ["link"]
    assert [c.command for c in await bot.get_my_commands(private, language_code="vi")] == ["start"]
    assert await bot.get_my_commands(private) == []
    assert [c.command for c in await ptb.get_my_commands()] == ["help"]
    await bot.set_my_commands(
        [BotCommand(command="mine", description="x")], BotCommandScopeChat(chat_id=lan)
    )
    assert [c["command"] for c in (await player.look())["commands"]] == ["mine"]
    await bot.delete_my_commands(BotCommandScopeChat(chat_id=lan))
    assert [c["command"] for c in (await player.look())["commands"]] == ["start"]
    await bot.delete_my_commands(BotCommandScopeAllGroupChats())
    assert [c["command"] for c in (await player.look(BINH, DUTY))["commands"]] == ["help"]


@pytest.mark.parametrize(
    ("command", "description", "words"),
    [
        ("xin chào", "x", "BOT_COMMAND_INVALID"),
        ("a" * 33, "x", "BOT_COMMAND_INVALID"),
        ("a", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("a", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_bad_commands(bot: Bot, command: str, description: str, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.set_my_commands([BotCommand(command=command, description=description)])


async def test_names_and_descriptions(bot: Bot, player: Player) -> None:
    await bot.set_my_name("An Dân")
    await bot.set_my_description("d", language_code="vi")
    await bot.set_my_short_description("s")
    shown = (await player.look())["bot"]
    assert shown == {"name": "An Dân", "description": "d", "short_description": "s"}
    with pytest.raises(TelegramBadRequest, match="invalid language code"):
        await bot.set_my_name("x", language_code="vie")
    with pytest.raises(TelegramBadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)


async def test_chats_and_members(bot: Bot, ptb: telegram.Bot, lan: int) -> None:
    assert (await bot.get_chat(lan)).first_name == "Lan"
    assert (await ptb.get_chat(DUTY)).type == "supergroup"
    statuses = [(await bot.get_chat_member(DUTY, user)).status for user in (BINH, 42, LAN)]
    assert statuses == ["creator", "member", "left"]
    assert (await ptb.get_chat_member(DUTY, BINH)).status == "creator"
    with pytest.raises(TelegramBadRequest, match="PARTICIPANT_ID_INVALID"):
        await bot.get_chat_member(DUTY, 7)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.get_chat(MINH + 1000)
