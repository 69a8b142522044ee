"""Messages out: texts, entities, keyboards, edits, deletions, and every refusal on the way."""

import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendVenue
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from .conftest import DUTY, LAN, MINH, Player


def inline(**button: object) -> InlineKeyboardMarkup:
    made = InlineKeyboardButton.model_validate({"text": "x", **button})
    return InlineKeyboardMarkup(inline_keyboard=[[made]])


async def test_get_me_by_both_libraries(bot: Bot, ptb: telegram.Bot) -> None:
    assert (await bot.get_me()).username == ptb.username == "andan_demo_bot"


async def test_a_text_reaches_the_person(bot: Bot, player: Player, lan: int) -> None:
    sent = await bot.send_message(lan, "hello")
    shown = (await player.look())["messages"][-1]
    assert (shown["message_id"], shown["text"], shown["mine"]) == (sent.message_id, "hello", False)


async def test_both_libraries_count_an_emoji_as_two(bot: Bot, ptb: telegram.Bot, lan: int) -> None:
    html = '🙂 <b>đậm</b> <a href="https://a.vn/x?a=1&amp;b=2">l</a>'
    for message in (
        await bot.send_message(lan, html, parse_mode="HTML"),
        await ptb.send_message(lan, html, parse_mode="HTML"),
    ):
        assert message.text == "🙂 đậm l"
        bold, link = message.entities or []
        assert (bold.type, bold.offset, bold.length) == ("bold", 3, 3)
        assert (link.offset, link.url) == (7, "https://a.vn/x?a=1&b=2")


async def test_given_entities_follow_the_trimmed_text(bot: Bot, lan: int) -> None:
    given = [MessageEntity(type="bold", offset=2, length=5)]
    message = await bot.send_message(lan, "  word  ", entities=given)
    assert message.text == "word"
    assert message.entities is not None
    assert (message.entities[0].offset, message.entities[0].length) == (0, 4)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": "  "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🙂" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "x", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": 1}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": {"a": 1}}, "chat not found"),
        ({"text": "x", "colour": "red"}, 'unknown parameter "colour"'),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": {"rows": []}}, 'unknown field "rows" in reply_markup'),
        ({"text": "x", "reply_markup": {"keyboard": "a"}}, "can't parse reply keyboard markup"),
        ({"text": "x", "disable_notification": "maybe"}, "invalid disable_notification"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ],
)
async def test_refused_texts(player: Player, lan: int, values: dict, words: str) -> None:
    status, body = await player.call("sendMessage", **{"chat_id": lan, **values})
    assert (status, body["ok"], body["error_code"]) == (400, False, 400)
    assert body["description"].startswith(f"Bad Request: {words}")


async def test_the_longest_text_is_measured_after_parsing(bot: Bot, lan: int) -> None:
    message = await bot.send_message(lan, "<b>" + "🙂" * 2048 + "</b>", parse_mode="HTML")
    assert message.entities is not None
    assert message.entities[0].length == 4096


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"callback_data": "đ" * 33}, "BUTTON_DATA_INVALID"),
        ({}, "Text buttons are unallowed in the inline keyboard"),
        ({"url": "nothing"}, "inline keyboard button URL 'nothing' is invalid"),
        ({"callback_data": "a", "url": "https://a.vn"}, "BUTTON_TYPE_INVALID"),
    ],
)
async def test_refused_buttons(bot: Bot, lan: int, button: dict, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_message(lan, "x", reply_markup=inline(**button))


async def test_sixty_four_bytes_and_links_are_fine(bot: Bot, lan: int) -> None:
    for button in (
        {"callback_data": "đ" * 32},
        {"url": "https://a.vn/"},
        {"copy_text": CopyTextButton(text="K7QF3")},
    ):
        sent = await bot.send_message(lan, "x", reply_markup=inline(**button))
        assert sent.reply_markup is not None


async def test_reply_keyboard_is_shown_and_removed(bot: Bot, player: Player, lan: int) -> None:
    keyboard = ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text="Hỏi")]], is_persistent=True, resize_keyboard=True
    )
    sent = await bot.send_message(lan, "x", reply_markup=keyboard)
    assert sent.reply_markup is None
    shown = (await player.look())["reply_keyboard"]
    assert shown["keyboard"] == [[{"text": "Hỏi"}]]
    assert shown["is_persistent"] is True
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("y", chat_id=lan, message_id=sent.message_id)
    await bot.send_message(lan, "x", reply_markup=ReplyKeyboardRemove())
    assert (await player.look())["reply_keyboard"] is None


async def test_an_edit_and_its_refusals(bot: Bot, ptb: telegram.Bot, lan: int) -> None:
    sent = await bot.send_message(lan, "one", reply_markup=inline(callback_data="a"))
    edited = await bot.edit_message_text("two", chat_id=lan, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("two", None)
    assert edited.edit_date
    words = "message is not modified: specified new message content and reply markup are exactly"
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.edit_message_text("two", chat_id=lan, message_id=sent.message_id)
    with pytest.raises(telegram.error.BadRequest, match="Message is not modified"):
        await ptb.edit_message_text("two", chat_id=lan, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("two", chat_id=lan, message_id=999)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("two", chat_id=lan, message_id=1)
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=lan, message_id=sent.message_id, caption="c")
    await bot.edit_message_reply_markup(
        chat_id=lan, message_id=sent.message_id, reply_markup=inline(callback_data="b")
    )


async def test_people_who_cannot_be_written_to(
    bot: Bot, ptb: telegram.Bot, player: Player, lan: int
) -> None:
    await player.post("/client/block", viewer=lan, blocked=True)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(lan, "x")
    with pytest.raises(telegram.error.Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(lan, "x")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation"):
        await bot.send_message(MINH, "x")
    await player.post("/client/block", viewer=lan, blocked=False)
    await bot.send_message(lan, "x")


async def test_a_group_that_was_upgraded(bot: Bot, player: Player) -> None:
    group = (await player.post("/client/groups", title="g", members=[LAN], type="group"))["chat"]
    await bot.send_message(group["id"], "x")
    new = (await player.post("/client/upgrade", viewer=LAN, chat=group["id"]))["chat"]
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(group["id"], "x")
    assert refusal.value.migrate_to_chat_id == new["id"]
    await bot.send_message(new["id"], "x")


async def test_a_bot_thrown_out_or_gone(bot: Bot, player: Player) -> None:
    await player.post("/client/bot-in-group", viewer=5730114203, chat=DUTY, status="kicked")
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(DUTY, "x")
    await player.post("/client/bot-in-group", viewer=5730114203, chat=DUTY, status="member")
    await bot.leave_chat(DUTY)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup"):
        await bot.send_message(DUTY, "x")


async def test_replies_and_protection(bot: Bot, lan: int) -> None:
    sent = await bot.send_message(
        lan, "x", reply_parameters=ReplyParameters(message_id=1), protect_content=True
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"
    assert sent.has_protected_content is True
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(lan, lan, sent.message_id)


async def test_a_copy_has_no_link_to_the_original(bot: Bot, player: Player, lan: int) -> None:
    await bot.copy_message(DUTY, lan, 1)
    shown = (await player.look(5730114203, DUTY))["messages"][-1]
    assert (shown["text"], shown["from"]["is_bot"]) == ("/start", True)
    assert "forward_origin" not in shown
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await bot.copy_message(DUTY, lan, 999)


async def test_forty_eight_hours(bot: Bot, player: Player, lan: int) -> None:
    sent = await bot.send_message(lan, "x")
    assert await bot.delete_message(lan, 1)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(lan, 1)
    await player.post("/control/clock", shift_s=48 * 3600)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(lan, sent.message_id)
    await player.post("/control/clock", shift_s=48 * 3600 - 60)
    assert await bot.delete_messages(lan, [sent.message_id, 999])
    assert (await player.look())["messages"] == []


async def test_a_bot_cannot_delete_for_others_in_a_group(bot: Bot, player: Player) -> None:
    said = await player.say("/help", 5730114203, DUTY)
    with pytest.raises(TelegramBadRequest, match=r"message can't be deleted$"):
        await bot.delete_message(DUTY, said["message_id"])


async def test_unknown_methods_and_tokens(bot: Bot, player: Player, url: str, lan: int) -> None:
    with pytest.raises(TelegramNotFound, match="Not Found"):
        await bot(SendVenue(chat_id=lan, latitude=0, longitude=0, title="t", address="a"))
    async with player.http.get(f"{url}/bot42:OTHER/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
    stranger = telegram.Bot("42:OTHER", base_url=f"{url}/bot")
    with pytest.raises(telegram.error.InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    other = Bot("42:OTHER", session=bot.session)
    with pytest.raises(TelegramUnauthorizedError):
        await other.get_me()


async def test_flood_limits_when_switched_on(bot: Bot, player: Player, lan: int) -> None:
    await player.post("/control/flood", on=True)
    for number in range(20):
        await bot.send_message(DUTY, str(number))
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(DUTY, "one too many")
    assert 50 <= refusal.value.retry_after <= 60
    for number in range(5):
        await bot.send_message(lan, str(number))
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(lan, "one too many")
    assert 1 <= refusal.value.retry_after <= 5


async def test_half_a_character_becomes_a_mark_and_breaks_nothing(
    player: Player, lan: int
) -> None:
    await player.say("a\ud83d b")
    assert (await player.look(lan))["messages"][-1]["text"] == "a\ufffd b"
