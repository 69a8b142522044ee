"""Questions about chats, members and files, answers to buttons, and leaving."""

from aiogram.methods import (
    AnswerCallbackQuery,
    GetChat,
    GetChatMember,
    GetFile,
    LeaveChat,
)

from demo.botapi.cloud import TelegramServer
from demo.botapi.entities import utf16_length
from demo.botapi.params import Payload
from demo.botapi.refusals import bad_request
from demo.botapi.state import Chat, Json

DOWNLOAD_LIMIT = 20 * 1024 * 1024
QUERY_LIFE_S = 60
ANSWER_LIMIT = 200

_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


async def answer_callback_query(
    server: TelegramServer, call: AnswerCallbackQuery, _: Payload
) -> bool:
    """End the waiting of somebody who pressed a button."""
    if utf16_length(call.text or "") > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = server.queries.get(call.callback_query_id)
    if query is None or server.now() - query.pressed_at > QUERY_LIFE_S:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    answer = {"text": call.text or "", "show_alert": bool(call.show_alert)}
    if not query.answer.done():
        query.answer.set_result(answer)
        if call.text:
            server.watchers.tell([query.viewer], query.chat_id, "alert", alert=answer)
    return True


async def get_file(server: TelegramServer, call: GetFile, _: Payload) -> Json:
    """Return where to download a file."""
    kept = server.world.files.get(call.file_id)
    if kept is None:
        raise bad_request("invalid file_id")
    if len(kept.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**kept.described(), "file_path": kept.path}


async def get_chat(server: TelegramServer, call: GetChat, _: Payload) -> Json:
    """Describe a chat."""
    chat = server.world.find_chat(call.chat_id)
    info = {
        **chat.info,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.kind != "private":
        info["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    return info


async def get_chat_member(server: TelegramServer, call: GetChatMember, _: Payload) -> Json:
    """Say what somebody is in a chat."""
    chat = server.world.find_chat(call.chat_id)
    if call.user_id == server.bot["id"]:
        return bot_member(server, chat)
    if call.user_id not in server.world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    user = server.world.people[call.user_id].user
    if call.user_id not in chat.members:
        return {"user": user, "status": "left"}
    if chat.kind != "private" and chat.members[0] == call.user_id:
        return {"user": user, "status": "creator", "is_anonymous": False}
    return {"user": user, "status": "member"}


async def leave_chat(server: TelegramServer, call: LeaveChat, _: Payload) -> bool:
    """Leave a group."""
    chat = server.world.chat_to_write(call.chat_id)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    change_bot_status(server, chat, "left", server.bot)
    return True


def bot_member(server: TelegramServer, chat: Chat) -> Json:
    """Return the bot as a member of a chat."""
    member: Json = {"user": server.bot, "status": chat.bot_status}
    if chat.bot_status == "kicked":
        member["until_date"] = 0
    return member


def change_bot_status(server: TelegramServer, chat: Chat, status: str, actor: Json) -> None:
    """Let the bot become a member, left or kicked, and queue what bots hear of it."""
    if chat.bot_status == status:
        return
    before = bot_member(server, chat)
    chat.bot_status = status
    content = {
        "chat": chat.info,
        "from": actor,
        "date": server.date(),
        "old_chat_member": before,
        "new_chat_member": bot_member(server, chat),
    }
    server.updates.add("my_chat_member", content, chat.id)
