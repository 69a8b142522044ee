"""Repeats a reply that Telegram could not take, so that a citizen is not left without answer.

Only for answers to the chat at hand: repeating one after a lost connection may show it twice,
which is harmless there. Broadcasts go through ``delivery`` and are never repeated blindly.
"""

import asyncio
import logging
from typing import Final

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType

log = logging.getLogger(__name__)

_ATTEMPTS: Final = 5
_LONGEST_FLOOD_WAIT_S: Final = 45
_FIRST_PAUSE_S: Final = 0.3


class PatientReplies(BaseRequestMiddleware):
    """Waits out 429 (up to 45 s) and tries again after 5xx or network trouble, five times."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the request; re-raise the last error when patience ends."""
        pause = _FIRST_PAUSE_S
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as flood:
                if attempt == _ATTEMPTS or flood.retry_after > _LONGEST_FLOOD_WAIT_S:
                    raise
                _tell(method, attempt, "flood")
                await asyncio.sleep(flood.retry_after)
            except (TelegramNetworkError, TelegramServerError) as trouble:
                if attempt == _ATTEMPTS:
                    raise
                _tell(method, attempt, type(trouble).__name__)
                await asyncio.sleep(pause)
                pause *= 2
        raise AssertionError("the loop returns or raises")


def _tell(method: TelegramMethod[TelegramType], attempt: int, error: str) -> None:
    log.warning(
        "reply repeated",
        extra={"method": type(method).__name__, "attempt": attempt, "error": error},
    )
