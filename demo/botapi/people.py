"""What people do: write, edit, delete, press, block, and let bots into groups.

Each act changes the world, queues what the bot hears of it, and tells those who watch.
"""

import asyncio
from typing import Any

from demo.botapi.cloud import TelegramServer
from demo.botapi.methods.delivery import without_reply
from demo.botapi.methods.lookups import change_bot_status
from demo.botapi.refusals import Refused
from demo.botapi.state import Chat, Json, StoredMessage

PRESS_WAITS_S = 10.0


def write(
    server: TelegramServer, viewer: int, chat_id: int, content: Json, reply_to: int | None = None
) -> Json:
    """Send a message as a person; it opens the private chat with the bot."""
    chat = server.world.chat_with(viewer, chat_id)
    person = server.world.person(viewer)
    if chat.migrated_to is not None:
        raise Refused(400, "the group was upgraded; write in the new one")
    if chat.kind == "private":
        if person.blocked:
            raise Refused(409, "the bot is blocked; unblock it first")
        person.started = True
    replied = chat.messages.get(reply_to) if reply_to else None
    if reply_to and replied is None:
        raise Refused(400, "no such message to reply to")
    if replied is not None:
        content = {"reply_to_message": without_reply(replied.body), **content}
    message = chat.store(content, person.user, server.date())
    server.tell(chat, "message", message.body)
    _use_up_keyboard(server, chat, content.get("text"))
    if _bot_hears(server, chat, message.body):
        server.updates.add("message", message.body, chat.id)
    return message.body


def _use_up_keyboard(server: TelegramServer, chat: Chat, text: str | None) -> None:
    keyboard = chat.keyboard
    if keyboard is None:
        return
    labels = {button["text"] for row in keyboard.get("keyboard", ()) for button in row}
    if keyboard.get("force_reply") or (keyboard.get("one_time_keyboard") and text in labels):
        chat.keyboard = None
        server.tell(chat, "keyboard")


def _bot_hears(server: TelegramServer, chat: Chat, body: Json) -> bool:
    """Privacy mode, https://core.telegram.org/bots/features#privacy-mode ."""
    if chat.kind == "private":
        return True
    if chat.bot_status != "member":
        return False
    if not server.privacy_mode or "new_chat_members" in body:
        return True
    if body.get("reply_to_message", {}).get("from", {}).get("id") == server.bot["id"]:
        return True
    words = str(body.get("text", "")).split(maxsplit=1)
    if not words or not words[0].startswith("/"):
        return False
    addressee = words[0].partition("@")[2].lower()
    return addressee in ("", str(server.bot["username"]).lower())


def edit(
    server: TelegramServer, viewer: int, chat_id: int, message_id: int, content: Json
) -> Json:
    """Change the words of one's own message."""
    chat, message = _own(server, viewer, chat_id, message_id)
    if "text" not in message.body:
        raise Refused(400, "only texts can be edited here")
    kept = {k: v for k, v in message.body.items() if k not in ("text", "entities")}
    server.rewrite(chat, message, {**kept, "edit_date": server.date(), **content})
    if _bot_hears(server, chat, message.body):
        server.updates.add("edited_message", message.body, chat.id)
    return message.body


def _own(
    server: TelegramServer, viewer: int, chat_id: int, message_id: int
) -> tuple[Chat, StoredMessage]:
    chat = server.world.chat_with(viewer, chat_id)
    message = chat.messages.get(message_id)
    if message is None or message.body["from"]["id"] != viewer:
        raise Refused(404, "no such message of this person")
    return chat, message


def delete(server: TelegramServer, viewer: int, chat_id: int, message_ids: list[int]) -> None:
    """Take messages away from everybody. Bots hear nothing of it, as on Telegram."""
    chat = server.world.chat_with(viewer, chat_id)
    server.remove(chat, [i for i in dict.fromkeys(message_ids) if i in chat.messages])


async def press(
    server: TelegramServer, viewer: int, chat_id: int, message_id: int, data: str
) -> tuple[str, Json | None]:
    """Press a button and wait a while for the bot's answer.

    ``data`` is not checked against the message: people do press buttons that were just
    replaced, and modified apps send what they like.
    """
    chat = server.world.chat_with(viewer, chat_id)
    message = chat.messages.get(message_id)
    if message is None or message.body["from"]["id"] != server.bot["id"]:
        raise Refused(404, "no such message of the bot")
    query_id, query = server.new_query(viewer, chat_id)
    content = {
        "id": query_id,
        "from": server.world.person(viewer).user,
        "message": message.body,
        "chat_instance": str(abs(chat_id) * 7919),
        "data": data,
    }
    server.updates.add("callback_query", content, chat.id)
    closing = asyncio.create_task(server.closing.wait())
    waited: set[asyncio.Future[Any]] = {query.answer, closing}
    await asyncio.wait(waited, timeout=PRESS_WAITS_S, return_when=asyncio.FIRST_COMPLETED)
    closing.cancel()
    if not query.answer.done():
        return query_id, None
    answer = query.answer.result()
    return query_id, answer if answer["text"] else None


def block(server: TelegramServer, viewer: int, blocked: bool) -> None:
    """Block or unblock the bot."""
    person = server.world.person(viewer)
    if person.blocked != blocked:
        person.blocked = blocked
        status = "kicked" if blocked else "member"
        change_bot_status(server, server.world.chats[viewer], status, person.user)


def found_group(
    server: TelegramServer, title: str, members: list[int], kind: str = "supergroup"
) -> Chat:
    """Create a group and let the bot in."""
    chat = server.world.add_group(title, members, kind)
    chat.bot_status = "left"
    owner: Json = server.world.person(members[0]).user if members else server.bot
    change_bot_status(server, chat, "member", owner)
    return chat


def set_bot_in_group(server: TelegramServer, viewer: int, chat_id: int, status: str) -> None:
    """Add the bot to a group (``member``) or throw it out (``kicked``)."""
    chat = server.world.chat_with(viewer, chat_id)
    if chat.kind == "private":
        raise Refused(400, "not a group")
    change_bot_status(server, chat, status, server.world.person(viewer).user)


def upgrade_group(server: TelegramServer, viewer: int, chat_id: int) -> Chat:
    """Turn a group into a supergroup with a new id; both get a service message."""
    old = server.world.chat_with(viewer, chat_id)
    if old.kind != "group" or old.migrated_to is not None:
        raise Refused(400, "only a basic group can be upgraded")
    new = server.world.add_group(str(old.info["title"]), old.members)
    actor: dict[str, Any] = server.world.person(viewer).user
    for chat, content in (
        (old, {"migrate_to_chat_id": new.id}),
        (new, {"migrate_from_chat_id": old.id}),
    ):
        message = chat.store(content, actor, server.date())
        server.tell(chat, "message", message.body)
        server.updates.add("message", message.body, chat.id)
    old.migrated_to = new.id
    return new
