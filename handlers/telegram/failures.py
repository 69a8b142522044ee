"""What happens when a handler fails: a log line without content, and an apology.

The update then counts as done. An exception's text may quote a message, so only its type is
logged: no arguments, no traceback values.
"""

import logging

from aiogram import Router
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError
from aiogram.types import ErrorEvent

from handlers.telegram.talk import Talk, acknowledge

log = logging.getLogger(__name__)


def add_failures(router: Router) -> None:
    """End every failure below this router here."""

    @router.error()
    async def on_failure(event: ErrorEvent, talk: Talk | None = None) -> bool:
        log.error("handler failed", extra={"error": type(event.exception).__name__})
        if talk is None or isinstance(event.exception, TelegramForbiddenError):
            return True
        try:
            await _apologise(event, talk)
        except TelegramAPIError as refusal:
            log.warning("apology not sent", extra={"error": type(refusal).__name__})
        return True


async def _apologise(event: ErrorEvent, talk: Talk) -> None:
    press = event.update.callback_query
    if press is not None:
        # In words as well: most handlers have answered the press before they fail, and a second
        # answer is shown to nobody.
        await acknowledge(press)
    if press is not None or event.update.message is not None:
        await talk.say(talk.texts("error.apology"))
