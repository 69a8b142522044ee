"""What this room needs from outside, as narrow as its use cases."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Protocol

from delivery.model import (
    Audience,
    Broadcast,
    BroadcastId,
    BroadcastState,
    Content,
    Notice,
    OutboxId,
    OutboxMessage,
    OutboxState,
    Outcome,
    Progress,
    Subscription,
    TargetKind,
)
from staff.model import Role, StaffId, UnitId


class NoticeQueue(Protocol):
    """Where other rooms leave a notice, inside their own transaction."""

    async def to_unit(self, unit_id: UnitId, notice: Notice) -> None:
        """Queue a notice for a unit's duty chat. A unit without a chat gets none."""
        ...

    async def to_staff(self, staff_id: StaffId, notice: Notice) -> None:
        """Queue a notice for one account's own chat."""
        ...


class Sender(Protocol):
    """The way out. Never raises for what Telegram says; that is the outcome."""

    async def send_notice(self, address: bytes, notice: Notice) -> Outcome:
        """Send a notice to a sealed address."""
        ...

    async def send_content(
        self, address: bytes, content: Content, cached_file: str | None
    ) -> Outcome:
        """Send broadcast content to a sealed address; reuse ``cached_file`` for the picture.
        A first picture's outcome carries the ``file_id`` to reuse."""
        ...


class OutboxStore(Protocol):
    """The outbox inside one transaction."""

    async def lease(
        self, owner: str, limit: int, now: datetime, until: datetime
    ) -> list[OutboxMessage]:
        """Claim up to ``limit`` due messages for ``owner`` until ``until``: pending ones whose
        time has come. Two owners never get the same message. Notices come before broadcasts."""
        ...

    async def recover(self, now: datetime) -> int:
        """Turn messages whose lease ran out (their sender died): notices back to pending,
        broadcasts to UNKNOWN, since they may have arrived (promise 9). Return how many."""
        ...

    async def address(self, target: TargetKind, target_id: str) -> bytes | None:
        """Return the sealed address of a target now, or None if it is gone."""
        ...

    async def finish(self, message_id: OutboxId, state: OutboxState) -> None:
        """Record a final state. A finished notice's row is deleted; a broadcast's row stays."""
        ...

    async def postpone(self, message_id: OutboxId, not_before: datetime) -> None:
        """Put a leased message back to pending, not before that time, one attempt more."""
        ...

    async def move_address(self, target: TargetKind, target_id: str, sealed: bytes) -> None:
        """Replace a target's sealed address (a group became a supergroup)."""
        ...

    async def forget(self, target: TargetKind, target_id: str) -> None:
        """Delete a target's address: the subscriber row, or the chat tie of a unit or account."""
        ...


class BroadcastStore(Protocol):
    """Broadcasts inside one transaction."""

    async def add(self, broadcast: Broadcast) -> None:
        """Store a draft."""
        ...

    async def get(self, broadcast_id: BroadcastId) -> Broadcast | None:
        """Return the broadcast, or None."""
        ...

    async def advance(
        self,
        broadcast_id: BroadcastId,
        old: BroadcastState,
        new: BroadcastState,
        approver: StaffId | None = None,
    ) -> bool:
        """Move the state if it still is ``old``; say whether it was."""
        ...

    async def drop_stale(self, today: date, days: int) -> int:
        """Cancel drafts that waited that many days, and wipe the words and picture of what
        nobody approved; return how many. A draft begins to wait when this first sees it."""
        ...

    async def freeze_audience(self, broadcast_id: BroadcastId, audience: Audience) -> int:
        """Make one pending outbox row for each matching subscriber, unique on (broadcast,
        subscriber); return how many."""
        ...

    async def audience_size(self, audience: Audience) -> int:
        """Return how many subscribers match now."""
        ...

    async def cancel_pending(self, broadcast_id: BroadcastId) -> int:
        """Flip what is pending to CANCELLED; return how many."""
        ...

    async def progress(self, broadcast_id: BroadcastId) -> Progress:
        """Count the broadcast's messages by state."""
        ...

    async def sending(self) -> list[Broadcast]:
        """Return the broadcasts in state SENDING."""
        ...

    async def officials(self, role: Role) -> list[StaffId]:
        """Return the active accounts with this role."""
        ...

    async def remember_progress_message(self, broadcast_id: BroadcastId, message_id: int) -> None:
        """Keep which message in the author's own chat shows the progress (staff, not citizens)."""
        ...

    async def progress_message(self, broadcast_id: BroadcastId) -> int | None:
        """Return that message id, or None."""
        ...


class SubscriberStore(Protocol):
    """Subscribers inside one transaction; addresses stay sealed, tags are keyed."""

    async def put(self, tag: bytes, sealed_address: bytes, subscription: Subscription) -> None:
        """Store or replace the subscription with this tag (an existing row keeps its id)."""
        ...

    async def get(self, tag: bytes) -> Subscription | None:
        """Return the subscription with this tag, or None."""
        ...

    async def drop(self, tag: bytes) -> bool:
        """Delete it together with its waiting messages; say whether it was there."""
        ...

    async def count(self) -> int:
        """Return how many subscribers there are."""
        ...


class DeliveryTransaction(Protocol):
    """One transaction over this room's stores. Leaving without ``commit`` rolls back."""

    @property
    def outbox(self) -> OutboxStore:
        """The outbox, valid until the block ends."""
        ...

    @property
    def broadcasts(self) -> BroadcastStore:
        """The broadcasts, valid until the block ends."""
        ...

    @property
    def subscribers(self) -> SubscriberStore:
        """The subscribers, valid until the block ends."""
        ...

    @property
    def notices(self) -> NoticeQueue:
        """The queue for notices, in the same transaction."""
        ...

    async def commit(self) -> None:
        """Make everything since the start durable, or raise and leave nothing."""
        ...


DeliveryTransactions = Callable[[], AbstractAsyncContextManager[DeliveryTransaction]]
