"""Shows an author how far the broadcast has come: one message in their own chat, edited."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messenger import Messenger
from delivery.broadcasts import Broadcasts
from delivery.model import Broadcast, Progress
from handlers.telegram.official.buttons import Decision, DecisionButton
from handlers.telegram.official.progress import is_stoppable, progress_words
from handlers.texts.catalog import Catalog, Texts


class ProgressMessage:
    """A ``ProgressListener``. An author without a linked chat is shown nothing."""

    def __init__(self, broadcasts: Broadcasts, messenger: Messenger, catalog: Catalog) -> None:
        self._broadcasts = broadcasts
        self._messenger = messenger
        self._texts = catalog["vi"]

    async def __call__(self, broadcast: Broadcast, progress: Progress) -> None:
        """Edit the message, or send it and remember which it is."""
        address, message_id = await self._broadcasts.progress_place(broadcast)
        if address is None:
            return
        words = progress_words(self._texts, broadcast, progress)
        keyboard = (
            _stop_button(self._texts, broadcast) if is_stoppable(broadcast, progress) else None
        )
        shown = await self._messenger.show(address, message_id, words, keyboard)
        if shown is not None:
            await self._broadcasts.remember_progress(broadcast.id, shown)


def _stop_button(texts: Texts, broadcast: Broadcast) -> InlineKeyboardMarkup:
    stop = DecisionButton(Decision.STOP, broadcast.id, broadcast.digest)
    label = texts.plain("broadcast.stop_button")
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=stop.pack())]])
