"""What every update passes before a handler: who is ignored, how fast, in which language."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message, TelegramObject, Update, User

from handlers.telegram.conversation import Languages
from handlers.telegram.patience import MAX_CHATS, Buckets
from handlers.telegram.talk import Talk, alert
from handlers.texts.catalog import Catalog

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Entrance(BaseMiddleware):
    """Ignores other bots, slows down a chat in a hurry, and hands over ``texts`` and ``talk``.

    A slowed chat is told once; until it has paused, further updates are dropped unread.
    """

    def __init__(self, catalog: Catalog, languages: Languages, pace: Buckets) -> None:
        self._catalog = catalog
        self._languages = languages
        self._pace = pace
        self._warned: set[int] = set()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        user, chat = data.get("event_from_user"), data.get("event_chat")
        if user is None or chat is None or _is_machine(event, user):
            return None
        locale = self._languages.of(chat.id, user.language_code)
        texts = self._catalog[locale]
        data["texts"] = texts
        message = event.message if isinstance(event, Update) else None
        heard = message.message_id if message else 0
        data["talk"] = Talk(data["bot"], chat.id, texts, heard)
        if _is_talk(event) and chat.type == ChatType.PRIVATE and not self._pace.take(chat.id):
            return await self._slow_down(event, data["talk"])
        self._warned.discard(chat.id)
        return await handler(event, data)

    async def _slow_down(self, event: TelegramObject, talk: Talk) -> None:
        if talk.chat_id in self._warned or not isinstance(event, Update):
            return
        if len(self._warned) >= MAX_CHATS:
            self._warned.clear()
        self._warned.add(talk.chat_id)
        happening = event.event
        if isinstance(happening, CallbackQuery):
            await alert(happening, talk.texts.plain("error.slow_down"))
        elif isinstance(happening, Message):
            await talk.say(talk.texts("error.slow_down"))


def _is_machine(event: TelegramObject, user: User) -> bool:
    """Another bot, or words made by one. A hidden administrator of a group also comes as a bot
    (with ``sender_chat``), and may tie the group."""
    message = event.message if isinstance(event, Update) else None
    if message is not None and message.via_bot is not None:
        return True
    return user.is_bot and (message is None or message.sender_chat is None)


def _is_talk(event: TelegramObject) -> bool:
    """Whether someone says something; a bot being blocked is heard at any pace."""
    return isinstance(event, Update) and event.my_chat_member is None
