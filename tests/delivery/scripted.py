"""A Telegram that answers what it was told to, in order, and refuses anything else."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from delivery.model import Content, Notice, Outcome, Verdict

SENT = Outcome(Verdict.SENT)


@dataclass
class Call:
    """One send: where to, what, and with which cached picture."""

    address: bytes
    what: Notice | Content
    cached_file: str | None = None


@dataclass
class ScriptedSender:
    """Gives its answers first in, first out; a call without an answer is a failure."""

    answers: deque[Outcome] = field(default_factory=deque)
    calls: list[Call] = field(default_factory=list)
    hold: asyncio.Event | None = None

    def will(self, *outcomes: Outcome) -> "ScriptedSender":
        self.answers.extend(outcomes)
        return self

    async def send_notice(self, address: bytes, notice: Notice) -> Outcome:
        return await self._answer(Call(address, notice))

    async def send_content(
        self, address: bytes, content: Content, cached_file: str | None
    ) -> Outcome:
        return await self._answer(Call(address, content, cached_file))

    async def _answer(self, call: Call) -> Outcome:
        assert self.answers, "a send nobody expected"
        self.calls.append(call)
        answer = self.answers.popleft()
        if self.hold is not None:
            await self.hold.wait()
        return answer


@dataclass
class FakeClock:
    """UTC time and a monotonic second counter that move only when told."""

    now: datetime = datetime(2026, 8, 3, 9, 12, 41, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.now.timestamp()

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


async def until(is_enough: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until it is so, looking often; fail after ``seconds``."""
    async with asyncio.timeout(seconds):
        while not is_enough():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.01)
