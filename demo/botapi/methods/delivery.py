"""What every kind of message shares on its way from the bot into a chat."""

from typing import Any

from demo.botapi.cloud import TelegramServer
from demo.botapi.keyboards import Markup, inline_keyboard, reply_keyboard
from demo.botapi.params import chosen
from demo.botapi.refusals import bad_request
from demo.botapi.state import Chat, Json, StoredMessage


def open_chat(server: TelegramServer, chat_id: int | str) -> Chat:
    """Return the chat the bot may write in now. Refuses as Telegram does, floods included."""
    chat = server.world.chat_to_write(chat_id)
    server.flood.pass_through(chat.id)
    return chat


def post(server: TelegramServer, chat: Chat, content: Json, call: Any) -> StoredMessage:
    """Put the bot's message into a chat with the options all send methods share."""
    markup: Markup | None = call.reply_markup
    inline = inline_keyboard(markup)
    keyboard = reply_keyboard(markup, chat.keyboard, chat.kind == "private")
    content = {**_reply(chat, call), **content}
    if inline:
        content["reply_markup"] = inline
    if chosen(call.protect_content):
        content["has_protected_content"] = True
    message = server.post_as_bot(chat, content)
    if markup is not None and inline is None:
        message.has_reply_keyboard = True
    if keyboard != chat.keyboard:
        chat.keyboard = keyboard
        server.tell(chat, "keyboard")
    return message


def _reply(chat: Chat, call: Any) -> Json:
    wanted = call.reply_parameters
    message_id = wanted.message_id if wanted else call.reply_to_message_id
    if not message_id:
        return {}
    replied = chat.messages.get(message_id)
    if replied is None:
        lenient = wanted.allow_sending_without_reply if wanted else False
        if chosen(lenient) or call.allow_sending_without_reply:
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": without_reply(replied.body)}


def without_reply(body: Json) -> Json:
    """Return a message as it is nested: replies do not go deeper than one."""
    return {key: value for key, value in body.items() if key != "reply_to_message"}
