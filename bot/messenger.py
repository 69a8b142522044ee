"""The way out to Telegram: delivery's ``Sender`` over python-telegram-bot.

Opens a sealed address for the length of one call, words a notice from the catalogue, and
turns what Telegram says into an outcome. Logs no address, no text, no exception message.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Final

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.notices import NoticeWords
from bot.transport import Flooded, NotSent
from delivery.model import Content, Notice, Outcome, Verdict
from handlers.texts.catalog import Catalog
from staff.ports import Vault

log = logging.getLogger(__name__)

ADDRESS_CONTEXT: Final = "andan/v1/address"
_NOBODY_THERE: Final = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "group chat was deleted",
    "group chat was deactivated",
)
_BAD_FILE: Final = ("wrong file identifier", "wrong remote file", "file_reference", "file_id")
_TOKEN_PAUSE_S: Final = 60.0
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)

Say = Callable[[int], Awaitable[Message | bool]]


class Messenger:
    """Sends notices and broadcast content to sealed addresses; implements ``Sender``.

    ``areas_label`` turns an area code into words; ``today`` gives the day an age counts to.
    """

    def __init__(
        self,
        bot: Bot,
        vault: Vault,
        catalog: Catalog,
        areas_label: Callable[[str], str],
        web_base_url: str,
        today: Callable[[], date],
    ) -> None:
        self._bot = bot
        self._vault = vault
        self._notices = NoticeWords(catalog["vi"], areas_label, web_base_url, today)

    async def send_notice(self, address: bytes, notice: Notice) -> Outcome:
        """Word the notice and send it. Fields it lacks are shown as a dash, never guessed."""
        words, keyboard = self._notices.words(notice), self._notices.keyboard(notice)

        async def say(chat_id: int) -> Message:
            return await self._bot.send_message(
                chat_id,
                words,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )

        return await self._deliver(address, say)

    async def send_content(
        self, address: bytes, content: Content, cached_file: str | None
    ) -> Outcome:
        """Send broadcast content; a file id Telegram no longer knows is replaced by the bytes."""
        picture = content.photo
        if picture is None:
            return await self._deliver(address, self._text(content.html))
        if cached_file is not None:
            outcome = await self._deliver(address, self._photo(cached_file, content.html))
            if outcome != _STALE_FILE:
                return outcome
        outcome = await self._deliver(address, self._photo(picture, content.html))
        return Outcome(Verdict.REFUSED) if outcome == _STALE_FILE else outcome

    async def show(
        self,
        address: bytes,
        message_id: int | None,
        words: str,
        keyboard: InlineKeyboardMarkup | None,
    ) -> int | None:
        """Edit a message of ours, or send it when there is none; return the new one's id.

        For figures that change. A refused edit is dropped: the next one says more.
        """
        sent: list[int] = []

        async def say(chat_id: int) -> Message | bool:
            if message_id is not None:
                return await self._bot.edit_message_text(
                    words, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=keyboard
                )
            shown = await self._bot.send_message(
                chat_id, words, parse_mode=ParseMode.HTML, reply_markup=keyboard
            )
            sent.append(shown.message_id)
            return shown

        await self._deliver(address, say)
        return sent[0] if sent else None

    def _text(self, html: str) -> Say:
        async def say(chat_id: int) -> Message:
            return await self._bot.send_message(
                chat_id, html, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW
            )

        return say

    def _photo(self, photo: bytes | str, caption: str) -> Say:
        async def say(chat_id: int) -> Message:
            return await self._bot.send_photo(
                chat_id, photo, caption=caption, parse_mode=ParseMode.HTML
            )

        return say

    async def _deliver(self, address: bytes, say: Say) -> Outcome:
        try:
            chat_id = int(self._vault.open(address, ADDRESS_CONTEXT))
        except ValueError:
            # Not GONE: with the wrong key in the settings that would delete every subscriber.
            log.error("address does not open")
            return Outcome(Verdict.REFUSED)
        try:
            message = await say(chat_id)
        except TelegramError as refusal:
            return self._outcome(refusal)
        photo = message.photo if isinstance(message, Message) else ()
        file_id = photo[-1].file_id if photo else None
        return Outcome(Verdict.SENT, file_id=file_id)

    def _outcome(self, refusal: TelegramError) -> Outcome:
        match refusal:
            case Flooded():
                return Outcome(Verdict.WAIT, retry_after_s=refusal.retry_after_s)
            case RetryAfter():
                # Only from another transport than ours; its public attribute warns.
                seconds = refusal._retry_after.total_seconds()
                return Outcome(Verdict.WAIT, retry_after_s=seconds)
            case Forbidden():
                return Outcome(Verdict.GONE)
            case ChatMigrated():
                moved = self._vault.seal(str(refusal.new_chat_id).encode(), ADDRESS_CONTEXT)
                return Outcome(Verdict.MOVED, moved_to=moved)
            case BadRequest():
                return _bad_request(refusal)
            case InvalidToken():
                # The operator's mistake, not the message's: hold everything until it is mended.
                log.error("telegram refuses the token")
                return Outcome(Verdict.WAIT, retry_after_s=_TOKEN_PAUSE_S)
            case NotSent():
                return Outcome(Verdict.UNSENT)
            case _:
                return Outcome(Verdict.UNKNOWN)


_STALE_FILE: Final = Outcome(Verdict.REFUSED, file_id="stale")
"""Inside this file only: Telegram refused the file id, nothing was sent."""


def _bad_request(refusal: BadRequest) -> Outcome:
    reason = refusal.message.lower()
    if any(words in reason for words in _NOBODY_THERE):
        return Outcome(Verdict.GONE)
    if any(words in reason for words in _BAD_FILE):
        return _STALE_FILE
    return Outcome(Verdict.REFUSED)
