"""One chat's side of one update: say, change, delete. Knows Telegram's limits, no rules."""

from collections.abc import Sequence
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from handlers.texts.catalog import Texts

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
_DELETE_AT_ONCE: Final = 100
ALERT_LIMIT: Final = 200


class Talk:
    """Speaks to one chat in one language. ``heard`` is the id of the message being answered,
    0 when a button is."""

    __slots__ = ("_bot", "chat_id", "heard", "texts")

    def __init__(self, bot: Bot, chat_id: int, texts: Texts, heard: int = 0) -> None:
        self._bot = bot
        self.chat_id = chat_id
        self.texts = texts
        self.heard = heard

    async def say(self, html: str, keyboard: Keyboard | None = None, protect: bool = False) -> int:
        """Send a message and return its id. ``protect`` forbids forwarding and saving it."""
        sent = await self._bot.send_message(
            self.chat_id, html, reply_markup=keyboard, protect_content=protect or None
        )
        return sent.message_id

    async def change(
        self, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> bool:
        """Replace one of the bot's messages; False if Telegram no longer lets us."""
        try:
            await self._bot.edit_message_text(
                html, chat_id=self.chat_id, message_id=message_id, reply_markup=keyboard
            )
        except TelegramBadRequest:
            return False
        return True

    async def change_buttons(self, message_id: int, keyboard: InlineKeyboardMarkup) -> bool:
        """Replace the buttons below one of the bot's messages; False if Telegram refuses."""
        try:
            await self._bot.edit_message_reply_markup(
                chat_id=self.chat_id, message_id=message_id, reply_markup=keyboard
            )
        except TelegramBadRequest:
            return False
        return True

    async def delete(self, message_ids: Sequence[int]) -> bool:
        """Delete messages of both sides; False if Telegram refused some.

        Refused are messages older than 48 hours (Bot API, deleteMessage); the work that asked
        for the deletion is done either way, so nothing is raised.
        """
        complete = True
        ids = sorted({message_id for message_id in message_ids if message_id})
        for start in range(0, len(ids), _DELETE_AT_ONCE):
            try:
                await self._bot.delete_messages(self.chat_id, ids[start : start + _DELETE_AT_ONCE])
            except TelegramAPIError:
                # Not logged: the line's time would be the time of a report.
                complete = False
        return complete


async def alert(press: CallbackQuery, words: str) -> None:
    """Answer a button with a window; too late to answer counts as answered."""
    await _answer(press, words[:ALERT_LIMIT], show_alert=True)


async def acknowledge(press: CallbackQuery, words: str | None = None) -> None:
    """Answer a button so that the phone stops waiting."""
    await _answer(press, words, show_alert=False)


async def _answer(press: CallbackQuery, words: str | None, show_alert: bool) -> None:
    try:
        await press.answer(words, show_alert=show_alert or None)
    except TelegramBadRequest:
        return  # too late to answer; not logged, since it may be a report's button
