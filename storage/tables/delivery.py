"""Tables of what goes out later. Addresses are sealed; a tag is a keyed fingerprint.

No table here points at a case. Broadcasts are public acts of an office: they alone keep a
rowid, because SQLite handles rows that hold a picture better with one.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from delivery.model import BroadcastState, NoticeKind, OutboxState, TargetKind, Topic
from storage.tables.columns import Label, UtcMoment
from storage.tables.metadata import METADATA

SUBSCRIBERS = Table(
    "subscribers",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("tag", LargeBinary, nullable=False, unique=True),
    Column("address_sealed", LargeBinary, nullable=False),
    Column("province_code", String(16)),
    Column("locale", String(8), nullable=False),
    sqlite_with_rowid=False,
)

SUBSCRIBER_TOPICS = Table(
    "subscriber_topics",
    METADATA,
    Column("topic", Label(Topic), nullable=False),
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("topic", "subscriber_id"),
    Index(None, "subscriber_id"),
    sqlite_with_rowid=False,
)

BROADCASTS = Table(
    "broadcasts",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("author", ForeignKey("accounts.id"), nullable=False),
    Column("approver", ForeignKey("accounts.id")),
    Column("state", Label(BroadcastState), nullable=False, index=True),
    Column("topic", Label(Topic), nullable=False),
    Column("province_code", String(16)),
    Column("digest", String(128), nullable=False),
    Column("progress_message", BigInteger),
    Column("html", Text, nullable=False),
    Column("photo", LargeBinary),
    Column("waits_since", Date),
    CheckConstraint("approver IS NULL OR approver <> author", name="four_eyes"),
)

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("priority", SmallInteger, nullable=False),
    Column("state", Label(OutboxState), nullable=False),
    Column("target", Label(TargetKind), nullable=False),
    Column("target_id", String(64), nullable=False),
    Column("notice_kind", Label(NoticeKind)),
    Column("notice_fields", Text),
    Column("broadcast_id", ForeignKey("broadcasts.id")),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcMoment),
    Column("lease_owner", String(64)),
    Column("lease_until", UtcMoment),
    CheckConstraint("(notice_kind IS NULL) <> (broadcast_id IS NULL)", name="one_content"),
    UniqueConstraint("broadcast_id", "target_id"),
    Index(None, "state", "priority", "id"),
    Index(None, "target_id"),
    sqlite_with_rowid=False,
)
