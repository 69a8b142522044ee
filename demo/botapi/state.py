"""Everybody and everything the server remembers: people, chats, messages, files.

Only storage and the rules of identity live here; what a bot may do lives in `methods`.
Message bodies are never changed in place: an update already queued must keep its wording.
"""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.botapi.refusals import Refused, bad_request, forbidden, migrated

Json = dict[str, Any]

MESSAGES_KEPT_PER_CHAT = 5_000


@dataclass(slots=True)
class Person:
    """Somebody who can be played."""

    user: Json
    started: bool = False
    blocked: bool = False


@dataclass(slots=True)
class StoredMessage:
    """A message as bots see it, and what Telegram knows besides."""

    body: Json
    has_reply_keyboard: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat with the bot, a group or a supergroup."""

    id: int
    kind: str
    info: Json
    members: list[int]
    bot_status: str = "member"
    keyboard: Json | None = None
    migrated_to: int | None = None
    last_message_id: int = 0
    messages: dict[int, StoredMessage] = field(default_factory=dict)

    def store(self, content: Json, sender: Json, date: int) -> StoredMessage:
        """Give ``content`` the next id of this chat and keep it."""
        self.last_message_id += 1
        body = {
            "message_id": self.last_message_id,
            "from": sender,
            "chat": self.info,
            "date": date,
            **content,
        }
        message = StoredMessage(body)
        self.messages[self.last_message_id] = message
        if len(self.messages) > MESSAGES_KEPT_PER_CHAT:
            del self.messages[next(iter(self.messages))]
        return message


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file and the ids bots know it by."""

    file_id: str
    unique_id: str
    path: str
    kind: str
    mime: str
    name: str
    data: bytes

    def described(self) -> Json:
        """Return the fields every file object of the Bot API shares."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }


class World:
    """People, chats and files of one run."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.files_by_unique_id: dict[str, StoredFile] = {}
        self.files_by_path: dict[str, StoredFile] = {}

    def add_person(self, fields: Json) -> Person:
        """Add somebody; without an ``id`` they get a fresh one. Their chat is not open yet."""
        user_id = int(fields.get("id") or 5_000_000_000 + secrets.randbelow(2_000_000_000))
        if user_id in self.people:
            raise Refused(400, "this id is taken")
        user = {"id": user_id, "is_bot": False, **fields}
        person = self.people[user_id] = Person(user)
        info = {"id": user_id, "type": "private", "first_name": user["first_name"]}
        if "username" in user:
            info["username"] = user["username"]
        self.chats[user_id] = Chat(user_id, "private", info, [user_id])
        return person

    def add_group(
        self, title: str, members: list[int], kind: str = "supergroup", chat_id: int = 0
    ) -> Chat:
        """Add a group with the bot in it. The first member owns it."""
        for member in members:
            self.person(member)
        if not chat_id:
            number = 1_000_000_000 + secrets.randbelow(1_000_000_000)
            chat_id = -1_000_000_000_000 - number if kind == "supergroup" else -number
        info = {"id": chat_id, "type": kind, "title": title}
        chat = self.chats[chat_id] = Chat(chat_id, kind, info, list(members))
        return chat

    def person(self, user_id: int) -> Person:
        """Return a person. Refuses unknown ids."""
        if user_id not in self.people:
            raise Refused(404, "no such person")
        return self.people[user_id]

    def chat_with(self, viewer: int, chat_id: int) -> Chat:
        """Return a chat the person is in. Refuses all others."""
        self.person(viewer)
        chat = self.chats.get(chat_id)
        if chat is None or viewer not in chat.members:
            raise Refused(404, "no such chat for this person")
        return chat

    def find_chat(self, chat_id: int | str) -> Chat:
        """Return the chat a bot means by ``chat_id``. Refuses as Telegram does."""
        try:
            chat = self.chats.get(int(chat_id))
        except ValueError:
            chat = None
        if chat is None:
            raise bad_request("chat not found" if chat_id != "" else "chat_id is empty")
        if chat.kind == "private" and not (person := self.people[chat.id]).started:
            if person.blocked:
                raise forbidden("bot was blocked by the user")
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def chat_to_write(self, chat_id: int | str) -> Chat:
        """Return the chat if the bot may write in it now. Refuses as Telegram does."""
        chat = self.find_chat(chat_id)
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        if chat.kind == "private":
            if self.people[chat.id].blocked:
                raise forbidden("bot was blocked by the user")
        elif chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        elif chat.bot_status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        return chat

    def add_file(self, kind: str, name: str, mime: str, data: bytes) -> StoredFile:
        """Keep a file under unguessable ids."""
        suffix = Path(name).suffix or {"photo": ".jpg", "voice": ".oga"}.get(kind, "")
        folder = {"photo": "photos", "voice": "voice", "video": "videos"}.get(kind, "documents")
        kept = StoredFile(
            file_id="AgACAgUAAxkB" + secrets.token_urlsafe(36),
            unique_id="AQAD" + secrets.token_urlsafe(9),
            path=f"{folder}/file_{len(self.files)}{suffix}",
            kind=kind,
            mime=mime,
            name=name,
            data=data,
        )
        self.files[kept.file_id] = kept
        self.files_by_unique_id[kept.unique_id] = kept
        self.files_by_path[kept.path] = kept
        return kept


def seeded_world(seed: Json | None = None) -> World:
    """Return a world with the people and groups of ``seed`` (by default `seed.json`)."""
    if seed is None:
        seed = json.loads(Path(__file__).with_name("seed.json").read_text("utf-8"))
    world = World()
    for fields in seed.get("people", ()):
        world.add_person(dict(fields))
    for group in seed.get("groups", ()):
        world.add_group(group["title"], group["members"], chat_id=group.get("id", 0))
    return world
