"""Messages that wait, addresses nobody here can read, and broadcasts, as values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from staff.model import StaffId

SubscriberId = NewType("SubscriberId", str)
"""Random label of a subscription (32 hex digits), unrelated to any report."""

BroadcastId = NewType("BroadcastId", str)
"""Random label of a broadcast (16 hex digits)."""

OutboxId = NewType("OutboxId", str)
"""Random label of one message to one address (32 hex digits)."""


class Topic(StrEnum):
    """What people subscribe to."""

    WARNINGS = "canh_bao"
    CAMPAIGNS = "chien_dich"
    LOCAL_NEWS = "tin_dia_phuong"


class BroadcastState(StrEnum):
    """The life of a broadcast. DONE is reached when nothing is pending any more."""

    DRAFT = "draft"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"


class OutboxState(StrEnum):
    """The life of one message to one address."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    GONE = "gone"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Verdict(StrEnum):
    """What Telegram said to one send."""

    SENT = "sent"
    WAIT = "wait"
    GONE = "gone"
    MOVED = "moved"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one send.

    ``WAIT`` carries ``retry_after_s``; ``MOVED`` carries the sealed new address; ``UNKNOWN``
    means the request left and no answer came (it may have arrived, and is not repeated);
    ``UNSENT`` means it surely never left, so it is tried again.
    """

    verdict: Verdict
    retry_after_s: float = 0.0
    moved_to: bytes | None = None
    file_id: str | None = None


class TargetKind(StrEnum):
    """Whose address a message goes to; the address itself is looked up when it is sent."""

    UNIT = "unit"
    STAFF = "staff"
    SUBSCRIBER = "subscriber"


class NoticeKind(StrEnum):
    """The few things staff are told in Telegram. Words for them are in ``handlers/texts``."""

    NEW_CASE = "new_case"
    NEW_MESSAGE = "new_message"
    APPROVAL_WANTED = "approval_wanted"
    BROADCAST_DECLINED = "broadcast_declined"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice without words: a kind and allow-listed fields (number, category, area, age)."""

    kind: NoticeKind
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a broadcast is for: one topic, in one province or (``None``) everywhere.

    Subscribers who asked for every province get those of each province too.
    """

    topic: Topic
    province_code: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """What a broadcast says: Telegram HTML up to 4,096 visible characters, or a photo with a
    caption up to 1,024. ``photo`` holds the picture's bytes, so that it outlives any file id."""

    html: str
    photo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast. ``digest`` freezes content and audience: approval is for that digest only."""

    id: BroadcastId
    author: StaffId
    content: Content
    audience: Audience
    digest: str
    state: BroadcastState
    approver: StaffId | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of one broadcast's messages by state; their sum is the frozen audience."""

    counts: dict[OutboxState, int]

    @property
    def total(self) -> int:
        """How many people the broadcast was frozen for."""
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        """How many messages are still to be sent or being sent."""
        return self.counts.get(OutboxState.PENDING, 0) + self.counts.get(OutboxState.LEASED, 0)


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One thing to send to one address. Exactly one of ``notice`` and ``broadcast_id`` is set."""

    id: OutboxId
    target: TargetKind
    target_id: str
    notice: Notice | None
    broadcast_id: BroadcastId | None
    attempts: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscriber's choices."""

    id: SubscriberId
    province_code: str | None
    topics: frozenset[Topic]
    locale: str = "vi"
