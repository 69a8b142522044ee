"""Telegram's free sending limits, switched off unless a test or demo wants them.

Source: https://core.telegram.org/bots/faq (one a second per chat with short bursts, twenty a
minute per group, thirty a second overall).
"""

import math
import time
from collections import deque

from demo.botapi.refusals import too_many_requests

PRIVATE_BURST = 5
PRIVATE_WINDOW_S = 5.0
GROUP_LIMIT = 20
GROUP_WINDOW_S = 60.0
OVERALL_LIMIT = 30
OVERALL_WINDOW_S = 1.0


class FloodGate:
    """Counts sends; refuses with 429 the one that is too many."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self._sent: dict[int, deque[float]] = {}

    def pass_through(self, chat_id: int) -> None:
        """Count one send to a chat. Refuses when a limit is reached; a refused one is free."""
        if not self.on:
            return
        now = time.monotonic()
        limit, window = (
            (GROUP_LIMIT, GROUP_WINDOW_S) if chat_id < 0 else (PRIVATE_BURST, PRIVATE_WINDOW_S)
        )
        own = self._recent(chat_id, now - window)
        overall = self._recent(0, now - OVERALL_WINDOW_S)
        for times, most, span in ((own, limit, window), (overall, OVERALL_LIMIT, 1.0)):
            if len(times) >= most:
                raise too_many_requests(max(1, math.ceil(times[0] + span - now)))
        own.append(now)
        overall.append(now)

    def _recent(self, key: int, since: float) -> deque[float]:
        times = self._sent.setdefault(key, deque())
        while times and times[0] <= since:
            times.popleft()
        return times
