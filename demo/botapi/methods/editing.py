"""Messages of the bot changed after sending, and messages taken away."""

from typing import Any

from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
)

from demo.botapi.cloud import TelegramServer
from demo.botapi.keyboards import inline_keyboard
from demo.botapi.methods.delivery import open_chat
from demo.botapi.params import Payload, chosen
from demo.botapi.refusals import bad_request
from demo.botapi.state import Chat, Json, StoredMessage
from demo.botapi.texts import caption_content, text_content

DELETABLE_S = 48 * 3600
DICE_KEPT_S = 24 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
_SERVICE = ("new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id")


async def edit_message_text(server: TelegramServer, call: EditMessageText, _: Payload) -> Json:
    """Give a text message another text; a keyboard not repeated is gone."""
    if call.text is None:
        raise bad_request("message text is empty")
    chat, message = _editable(server, call)
    content = text_content(call.text, chosen(call.parse_mode), call.entities)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _rewrite(server, chat, message, ("text", "entities"), content, call.reply_markup)


async def edit_message_caption(
    server: TelegramServer, call: EditMessageCaption, _: Payload
) -> Json:
    """Give a photo or file another caption."""
    chat, message = _editable(server, call)
    content = caption_content(call.caption, chosen(call.parse_mode), call.caption_entities)
    if "photo" not in message.body and "document" not in message.body:
        raise bad_request("there is no caption in the message to edit")
    fields = ("caption", "caption_entities")
    return _rewrite(server, chat, message, fields, content, call.reply_markup)


async def edit_message_reply_markup(
    server: TelegramServer, call: EditMessageReplyMarkup, _: Payload
) -> Json:
    """Give a message other buttons, or none."""
    chat, message = _editable(server, call)
    return _rewrite(server, chat, message, (), {}, call.reply_markup)


def _editable(server: TelegramServer, call: Any) -> tuple[Chat, StoredMessage]:
    if call.inline_message_id is not None:
        raise bad_request("MESSAGE_ID_INVALID")
    if call.chat_id is None:
        raise bad_request("chat_id is empty")
    if not call.message_id:
        raise bad_request("message identifier is not specified")
    chat = open_chat(server, call.chat_id)
    message = chat.messages.get(call.message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.body["from"]["id"] != server.bot["id"] or message.has_reply_keyboard:
        raise bad_request("message can't be edited")
    return chat, message


def _rewrite(
    server: TelegramServer,
    chat: Chat,
    message: StoredMessage,
    fields: tuple[str, ...],
    content: Json,
    markup: Any,
) -> Json:
    old = message.body
    replaced = {*fields, "reply_markup", "edit_date"}
    if inline := inline_keyboard(markup):
        content["reply_markup"] = inline
    if all(old.get(key) == content.get(key) for key in (*fields, "reply_markup")):
        raise bad_request(_NOT_MODIFIED)
    kept = {key: value for key, value in old.items() if key not in replaced}
    server.rewrite(chat, message, {**kept, "edit_date": server.date(), **content})
    return message.body


async def delete_message(server: TelegramServer, call: DeleteMessage, _: Payload) -> bool:
    """Take a message away from everybody."""
    chat = server.world.chat_to_write(call.chat_id)
    if call.message_id not in chat.messages:
        raise bad_request("message to delete not found")
    _ensure_deletable(server, chat, chat.messages[call.message_id])
    server.remove(chat, [call.message_id])
    return True


async def delete_messages(server: TelegramServer, call: DeleteMessages, _: Payload) -> bool:
    """Take up to a hundred messages away; ids that are unknown are passed over."""
    chat = server.world.chat_to_write(call.chat_id)
    if not call.message_ids:
        raise bad_request("message identifiers are not specified")
    if len(call.message_ids) > 100:
        raise bad_request("too many message identifiers specified")
    found = [i for i in dict.fromkeys(call.message_ids) if i in chat.messages]
    for message_id in found:
        _ensure_deletable(server, chat, chat.messages[message_id])
    server.remove(chat, found)
    return True


def _ensure_deletable(server: TelegramServer, chat: Chat, message: StoredMessage) -> None:
    """Rules of https://core.telegram.org/bots/api#deletemessage for a bot without rights."""
    age = server.now() - message.body["date"]
    private = chat.kind == "private"
    if private and "dice" in message.body and age < DICE_KEPT_S:
        raise bad_request("message can't be deleted for everyone")
    if age >= DELETABLE_S:
        raise bad_request("message can't be deleted for everyone")
    own = message.body["from"]["id"] == server.bot["id"]
    service = any(key in message.body for key in _SERVICE)
    if not private and (service or not own):
        raise bad_request("message can't be deleted")
