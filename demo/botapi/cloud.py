"""The pretended Telegram as one object: the world, its queue of updates, its moods.

It knows no HTTP. `bot_api` is the door for bots, `client_api` the door for people.
"""

import asyncio
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from demo.botapi import DEMO_TOKEN
from demo.botapi.events import Watchers
from demo.botapi.faults import FaultBox
from demo.botapi.flood import FloodGate
from demo.botapi.profile import Profile
from demo.botapi.state import Chat, Json, StoredMessage, World, seeded_world
from demo.botapi.updates import UpdateQueue
from demo.botapi.webhook import Webhook


@dataclass(slots=True)
class Query:
    """A pressed button waiting for its answer."""

    viewer: int
    chat_id: int
    pressed_at: float
    answer: asyncio.Future[Json]


class TelegramServer:
    """One bot's Telegram, in memory.

    ``seed`` is a JSON object as in `seed.json`. ``privacy_mode`` hides ordinary group messages
    from the bot. ``webhook_delay_s`` is the first pause after a failed webhook delivery.
    """

    def __init__(
        self,
        token: str = DEMO_TOKEN,
        *,
        seed: Json | None = None,
        flood_limits: bool = False,
        privacy_mode: bool = True,
        webhook_delay_s: float = 1.0,
        webhook_hosts: Iterable[str] = ("127.0.0.1", "localhost", "::1"),
    ) -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.split(":", 1)[0]),
            "is_bot": True,
            "first_name": "Demo",
            "username": "andan_demo_bot",
        }
        self.privacy_mode = privacy_mode
        self.profile = Profile()
        self.watchers = Watchers()
        self.faults = FaultBox()
        self.flood = FloodGate(flood_limits)
        self.updates = UpdateQueue(self.now, self.faults.duplicates_update)
        self.webhook = Webhook(self.updates, webhook_hosts, webhook_delay_s)
        self.closing = asyncio.Event()
        self._seed = seed
        self.reset()

    def reset(self) -> None:
        """Forget people, chats, files, updates and faults, and seed anew.

        The bot's own things stay, since a running bot sets them only once: its commands and
        texts, its webhook, the count of update ids.
        """
        self.world: World = seeded_world(self._seed)
        self.queries: dict[str, Query] = {}
        self.clock_shift_s = 0
        self.faults.clear()
        self.updates.clear()

    def open(self) -> None:
        """Begin to serve (again)."""
        self.closing.clear()
        self.updates.open()
        self.webhook.resume()

    async def close(self) -> None:
        """End everything that waits: long polls, streams, hanging calls, deliveries."""
        self.closing.set()
        self.updates.close()
        self.watchers.close()
        await self.webhook.close()

    def now(self) -> float:
        """Return the server's clock, which tests may shift."""
        return time.time() + self.clock_shift_s

    def date(self) -> int:
        """Return the clock as Telegram writes dates."""
        return int(self.now())

    def tell(
        self,
        chat: Chat,
        kind: str,
        message: Json | None = None,
        message_ids: list[int] | None = None,
    ) -> None:
        """Tell everyone in the chat of a change."""
        self.watchers.tell(chat.members, chat.id, kind, message, message_ids)

    def post_as_bot(self, chat: Chat, content: Json) -> StoredMessage:
        """Put a message of the bot into a chat."""
        message = chat.store(content, self.bot, self.date())
        self.tell(chat, "message", message.body)
        return message

    def rewrite(self, chat: Chat, message: StoredMessage, body: Json) -> None:
        """Give a message a new body; the old one stays as it was in queued updates."""
        message.body = body
        self.tell(chat, "edit", body)

    def remove(self, chat: Chat, message_ids: list[int]) -> None:
        """Take messages away from everybody."""
        for message_id in message_ids:
            del chat.messages[message_id]
        if message_ids:
            self.tell(chat, "delete", message_ids=message_ids)

    def new_query(self, viewer: int, chat_id: int) -> tuple[str, Query]:
        """Register a pressed button."""
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        query = Query(viewer, chat_id, self.now(), future)
        query_id = str(secrets.randbits(63))
        self.queries[query_id] = query
        return query_id, query

    def command_list(self, chat: Chat, viewer: int) -> list[dict[str, Any]]:
        """Return the commands a person sees in a chat."""
        language = str(self.world.person(viewer).user.get("language_code", ""))[:2]
        return self.profile.shown_commands(chat, viewer, language)
