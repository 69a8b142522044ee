"""How fast one chat may write: token buckets in memory, bounded, nothing kept on disk.

A bucket knows a chat id and two numbers, for as long as the chat is among the recent ones.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MAX_CHATS: Final = 20_000

Monotonic = Callable[[], float]
"""Seconds that only grow; ``time.monotonic`` outside tests."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of one chat: updates (``burst``, then ``per_second``), receipts that opened
    nothing (``wrong_receipts``, then one more every ``wrong_receipt_every_s`` seconds) and
    questions sent to staff (``questions``, then one more every ``question_every_s``)."""

    burst: int = 30
    per_second: float = 1.0
    wrong_receipts: int = 5
    wrong_receipt_every_s: float = 120.0
    questions: int = 3
    question_every_s: float = 1_800.0


class Buckets:
    """One token bucket per chat; the least recently used chat is forgotten first."""

    def __init__(
        self,
        size: float,
        per_second: float,
        monotonic: Monotonic = time.monotonic,
        max_chats: int = MAX_CHATS,
    ) -> None:
        self._size = size
        self._per_second = per_second
        self._monotonic = monotonic
        self._max_chats = max_chats
        self._levels: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def take(self, chat_id: int) -> bool:
        """Take one token; say whether there was one."""
        level = self.level(chat_id)
        has_one = level >= 1.0
        self._levels[chat_id] = (level - 1.0 if has_one else level, self._monotonic())
        self._levels.move_to_end(chat_id)
        if len(self._levels) > self._max_chats:
            self._levels.popitem(last=False)
        return has_one

    def level(self, chat_id: int) -> float:
        """Return how many tokens the chat has now, without taking any."""
        level, at = self._levels.get(chat_id, (self._size, 0.0))
        return min(self._size, level + (self._monotonic() - at) * self._per_second)

    def forget(self, chat_id: int) -> None:
        """Drop the chat's bucket."""
        self._levels.pop(chat_id, None)
