"""Empties the outbox: claim, pace, send, write down what Telegram said.

A broadcast's message leaves at most once: when its fate is not known it is marked UNKNOWN
and never repeated (promise 9). A notice to staff leaves at least once. Which is which, and
for how long something is tried, is decided here and nowhere else.
"""

import asyncio
import logging
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, assert_never

from delivery.errors import BroadcastUnknown
from delivery.ledger import Ledger
from delivery.model import OutboxMessage, OutboxState, Outcome, TargetKind, Verdict
from delivery.pacing import Pacer
from delivery.ports import DeliveryTransactions, Sender
from delivery.watch import BroadcastWatch, ProgressListener
from staff.ports import Clock

log = logging.getLogger(__name__)

_HELD_S: Final = 15.0
_HELD_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """How much at once and how long. Seconds unless named otherwise.

    ``batch`` is how many are claimed at a time: whatever a dead process had claimed ends as
    "unknown", so it is small. ``patience_s``: a message that would have to wait longer for
    its turn is put back instead of being held. ``max_attempts`` bounds what never leaves;
    waiting because Telegram asked for it is not bounded: nothing is wrong with the message.
    """

    concurrency: int = 16
    batch: int = 8
    lease_s: int = 180
    patience_s: float = 5.0
    first_backoff_s: float = 2.0
    longest_backoff_s: float = 300.0
    max_attempts: int = 50
    idle_s: float = 1.0
    recover_every_s: float = 60.0


class OutboxWorker:
    """One sender over the outbox. Several may run; a message is leased to one ``owner``.

    ``is_alone`` says that no other process sends: then whatever is found leased at the start
    was left by a dead one, and is settled at once instead of when its lease runs out.
    """

    def __init__(
        self,
        transactions: DeliveryTransactions,
        sender: Sender,
        pacer: Pacer,
        clock: Clock,
        owner: str,
        *,
        limits: WorkerLimits | None = None,
        listener: ProgressListener | None = None,
        is_alone: bool = False,
    ) -> None:
        self._limits = limits or WorkerLimits()
        self._sender = sender
        self._pacer = pacer
        self._clock = clock
        self._is_alone = is_alone
        self._ledger = Ledger(transactions, clock, owner, self._limits.lease_s)
        self._watch = BroadcastWatch(transactions, clock, listener)
        self._slots = asyncio.Semaphore(self._limits.concurrency)
        self._recovered_at = clock() - timedelta(days=1)
        self._unsent_in_row = 0
        self._in_flight = 0
        self._never = asyncio.Event()

    async def run_once(self) -> int:
        """Settle dead leases, carry one batch to its end, note completions.

        Returns how many messages were claimed. Storage failures are raised.
        """
        await self._recover_if_due()
        async with asyncio.TaskGroup() as sends:
            claimed = await self._pass_on(sends, self._never)
        await self._watch.look(is_due=True)
        return claimed

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set, then wait for what is in flight and return.

        A failing database is logged by type and tried again with growing pauses.
        """
        if self._is_alone:
            await self._settle_predecessor(stop)
        pause_s = self._limits.idle_s
        async with asyncio.TaskGroup() as sends:
            while not stop.is_set():
                try:
                    await self._recover_if_due()
                    claimed = await self._pass_on(sends, stop)
                    await self._watch.look(is_due=False)
                    pause_s = self._limits.idle_s
                except Exception as failure:  # noqa: BLE001 - any storage's failure, by type only
                    log.warning("outbox pass failed", extra={"error": type(failure).__name__})
                    claimed = 0
                    pause_s = min(pause_s * 2, self._limits.longest_backoff_s / 10)
                if claimed == 0:
                    await _rest(stop, pause_s)

    async def _settle_predecessor(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self._ledger.recover(is_alone=True)
            except Exception as failure:  # noqa: BLE001 - any storage's failure, by type only
                log.warning("outbox recovery failed", extra={"error": type(failure).__name__})
                await _rest(stop, self._limits.idle_s)
            else:
                return

    async def _recover_if_due(self) -> None:
        now = self._clock()
        if (now - self._recovered_at).total_seconds() < self._limits.recover_every_s:
            return
        await self._ledger.recover(is_alone=False)
        self._recovered_at = now

    async def _pass_on(self, sends: asyncio.TaskGroup, stop: asyncio.Event) -> int:
        """Claim a batch and start its sends at the right pace; return how many were claimed."""
        if self._pacer.paused_s() > 0:
            await _rest(stop, min(self._pacer.paused_s(), self._limits.patience_s))
            return 0
        await self._slots.acquire()
        self._slots.release()
        free = self._limits.concurrency - self._in_flight
        waiting = await self._ledger.lease(min(self._limits.batch, free))
        claimed = len(waiting)
        while waiting:
            message = min(waiting, key=self._wait_s)
            wait_s = self._wait_s(message)
            if stop.is_set() or wait_s > self._limits.patience_s:
                waiting.remove(message)
                await self._ledger.put_back(message, wait_s)
            elif wait_s > 0:
                await _rest(stop, wait_s)
            else:
                await self._slots.acquire()
                waiting.remove(message)
                self._pacer.take(_chat(message), _is_group(message))
                self._in_flight += 1
                sends.create_task(self._carry(message))
        return claimed

    async def _carry(self, message: OutboxMessage) -> None:
        try:
            outcome = await self._send(message)
            for _ in range(_HELD_TRIES):
                if message.notice is None or outcome is None or not _is_short_wait(outcome):
                    break
                # Not put back: a notice waiting in the database would keep the minute it was
                # made, and a short flood is over before the duty desk would notice.
                self._pace_after(message, outcome)
                await asyncio.sleep(outcome.retry_after_s)
                outcome = await self._send(message)
            if outcome is not None:
                self._pace_after(message, outcome)
                await self._settle(message, outcome)
        except Exception as failure:  # noqa: BLE001 - one message must not stop the others
            # The row stays leased: recovery will call its fate unknown, which is the truth.
            log.error("outbox message left open", extra={"error": type(failure).__name__})
        finally:
            self._in_flight -= 1
            self._slots.release()

    async def _send(self, message: OutboxMessage) -> Outcome | None:
        """Send it, or settle it without sending and return None."""
        address = await self._ledger.address(message)
        if address is None:
            await self._ledger.finish(message, OutboxState.GONE)
            return None
        if message.notice is not None:
            return await self._sender.send_notice(address, message.notice)
        assert message.broadcast_id is not None
        try:
            content = await self._ledger.content(message.broadcast_id)
        except BroadcastUnknown:
            await self._ledger.finish(message, OutboxState.CANCELLED)
            return None
        async with self._ledger.picture(message.broadcast_id, content) as cached_file:
            outcome = await self._sender.send_content(address, content, cached_file)
            self._ledger.remember_picture(message.broadcast_id, outcome.file_id)
            return outcome

    def _pace_after(self, message: OutboxMessage, outcome: Outcome) -> None:
        if outcome.verdict is Verdict.UNSENT:
            # Nothing leaves this machine: hold everybody, or a cut cable would use up the
            # attempts of a whole audience in minutes.
            self._pacer.pause_all(self._backoff_s(min(self._unsent_in_row, 5)))
            self._unsent_in_row += 1
            return
        self._unsent_in_row = 0
        if outcome.verdict is Verdict.WAIT:
            self._pacer.pause_chat(_chat(message), outcome.retry_after_s)
            # A group has a limit of its own; one busy duty chat must not stop everybody.
            seconds = 1.0 if _is_group(message) else outcome.retry_after_s
            self._pacer.pause_all(seconds)
            log.warning("telegram asked to wait", extra={"seconds": outcome.retry_after_s})

    async def _settle(self, message: OutboxMessage, outcome: Outcome) -> None:
        match outcome.verdict:
            case Verdict.SENT:
                await self._ledger.finish(message, OutboxState.SENT)
            case Verdict.WAIT:
                await self._ledger.put_back(message, outcome.retry_after_s)
            case Verdict.GONE:
                await self._ledger.finish_gone(message)
            case Verdict.MOVED:
                await self._move(message, outcome.moved_to)
            case Verdict.REFUSED:
                await self._ledger.finish(message, OutboxState.REFUSED)
            case Verdict.UNKNOWN if message.notice is None:
                await self._ledger.finish(message, OutboxState.UNKNOWN)
            case Verdict.UNKNOWN:
                await self._retry(message, OutboxState.UNKNOWN)
            case Verdict.UNSENT:
                await self._retry(message, OutboxState.REFUSED)
            case _:
                assert_never(outcome.verdict)

    async def _move(self, message: OutboxMessage, moved_to: bytes | None) -> None:
        if moved_to is None or message.attempts >= self._limits.max_attempts:
            await self._ledger.finish(message, OutboxState.REFUSED)
        else:
            await self._ledger.move(message, moved_to)

    async def _retry(self, message: OutboxMessage, given_up: OutboxState) -> None:
        if message.attempts + 1 >= self._limits.max_attempts:
            log.warning("outbox message given up", extra={"status": given_up.value})
            await self._ledger.finish(message, given_up)
        else:
            await self._ledger.put_back(message, self._backoff_s(message.attempts))

    def _backoff_s(self, attempts: int) -> float:
        return min(
            self._limits.first_backoff_s * 2.0 ** min(attempts, 20), self._limits.longest_backoff_s
        )

    def _wait_s(self, message: OutboxMessage) -> float:
        return self._pacer.wait_s(_chat(message), _is_group(message))


def _is_short_wait(outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.WAIT and outcome.retry_after_s <= _HELD_S


def _chat(message: OutboxMessage) -> Hashable:
    return message.target, message.target_id


def _is_group(message: OutboxMessage) -> bool:
    return message.target is TargetKind.UNIT


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
