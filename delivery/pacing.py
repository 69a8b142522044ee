"""How fast messages may leave: per chat, per group, overall, and pauses Telegram asks for.

Pure bookkeeping over a monotonic clock that is handed in; it never sleeps and knows no
Telegram. Chats are opaque keys. Limits: Telegram's FAQ (1/s a chat, 20/min a group, about
30/s in all); we stay at 25/s because the answering side shares the same budget.
"""

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass

Monotonic = Callable[[], float]
"""Seconds that only grow; ``time.monotonic`` outside tests."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Limits. ``burst_s`` is how many seconds of overall pace may be caught up at once."""

    overall_per_s: float = 25.0
    chat_interval_s: float = 1.0
    group_per_min: int = 20
    burst_s: float = 0.1
    remembered: int = 4096


class Pacer:
    """Says how long a message has to wait, and remembers what left.

    Memory is bounded by ``Pace.remembered`` chats: entries that no longer hold anybody back
    are dropped first, then those that would end soonest.
    """

    def __init__(self, clock: Monotonic, pace: Pace | None = None) -> None:
        self._clock = clock
        self._pace = pace or Pace()
        self._next_slot = clock()
        self._all_until = clock()
        self._chat_until: dict[Hashable, float] = {}
        self._group_sent: dict[Hashable, deque[float]] = {}

    def wait_s(self, chat: Hashable, is_group: bool = False) -> float:
        """Return the seconds until a message to this chat may leave; 0.0 means now."""
        now = self._clock()
        earliest = max(
            self._all_until,
            self._next_slot - self._pace.burst_s,
            self._chat_until.get(chat, now),
            self._group_free_at(chat, now) if is_group else now,
        )
        return max(0.0, earliest - now)

    def take(self, chat: Hashable, is_group: bool = False) -> None:
        """Note that a message to this chat leaves now."""
        now = self._clock()
        self._next_slot = max(self._next_slot, now) + 1.0 / self._pace.overall_per_s
        self._hold_chat(chat, now + self._pace.chat_interval_s)
        if is_group:
            self._note_group(chat, now)

    def pause_chat(self, chat: Hashable, seconds: float) -> None:
        """Let nothing leave to this chat for that long."""
        self._hold_chat(chat, self._clock() + seconds)

    def pause_all(self, seconds: float) -> None:
        """Let nothing leave at all for that long; a longer pause already set stays."""
        self._all_until = max(self._all_until, self._clock() + seconds)

    def paused_s(self) -> float:
        """Return how long the pause of everything still lasts."""
        return max(0.0, self._all_until - self._clock())

    def remembered(self) -> int:
        """Return how many chats are held in memory."""
        return len(self._chat_until) + len(self._group_sent)

    def _group_free_at(self, chat: Hashable, now: float) -> float:
        sent = self._group_sent.get(chat)
        if sent is None or len(sent) < self._pace.group_per_min:
            return now
        return sent[0] + 60.0

    def _note_group(self, chat: Hashable, now: float) -> None:
        sent = self._group_sent.setdefault(chat, deque(maxlen=self._pace.group_per_min))
        sent.append(now)
        if len(self._group_sent) > self._pace.remembered:
            by_age = sorted(self._group_sent.items(), key=lambda entry: entry[1][-1])
            self._group_sent = dict(by_age[len(by_age) // 2 :])

    def _hold_chat(self, chat: Hashable, until: float) -> None:
        self._chat_until[chat] = max(until, self._chat_until.get(chat, until))
        if len(self._chat_until) > self._pace.remembered:
            self._forget_chats()

    def _forget_chats(self) -> None:
        now = self._clock()
        held = [entry for entry in self._chat_until.items() if entry[1] > now]
        held.sort(key=lambda entry: entry[1])
        self._chat_until = dict(held[-(self._pace.remembered // 2) :])
