"""Tables of cases. No column for an identity of a reporter, and none for an hour.

Nothing may tell which of two reports of a day came first, or which came just before a
subscription or a login: ids are random, and on SQLite the tables have no rowid, since a rowid
counts insertions. Order is kept only inside one case, by ``seq``. PostgreSQL still keeps rows
and transaction numbers in the order of writing where only its administrator sees them.
"""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from inbox.categories import Category, Kind
from inbox.model import Author, Holder, Reason, Status, Urgency
from storage.tables.columns import Label
from storage.tables.metadata import METADATA

CASES = Table(
    "cases",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("tag", LargeBinary, nullable=False, unique=True),
    Column("kind", Label(Kind), nullable=False),
    Column("category", Label(Category), nullable=False),
    Column("area_code", String(16), nullable=False),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("urgency", Label(Urgency), nullable=False),
    Column("status", Label(Status), nullable=False),
    Column("day", Date, nullable=False),
    Column("changed_on", Date),
    Column("assignee", ForeignKey("accounts.id")),
    Column("case_public_key", LargeBinary, nullable=False),
    Column("notes_public_key", LargeBinary, nullable=False),
    Index(None, "day", "number"),
    sqlite_with_rowid=False,
)

ENVELOPES = Table(
    "case_envelopes",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("holder", Label(Holder), nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("staff_id", ForeignKey("accounts.id")),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("case_id", "holder", "key_id"),
    Index(None, "staff_id", "case_id"),
    sqlite_with_rowid=False,
)

MESSAGES = Table(
    "case_messages",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("author", Label(Author), nullable=False),
    Column("day", Date, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("case_id", "seq"),
    sqlite_with_rowid=False,
)

NOTES = Table(
    "case_notes",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("staff_id", ForeignKey("accounts.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("case_id", "seq"),
    sqlite_with_rowid=False,
)

HISTORY = Table(
    "case_history",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("status", Label(Status), nullable=False),
    Column("reason", Label(Reason)),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("case_id", "seq"),
    sqlite_with_rowid=False,
)

AUDIT = Table(
    "audit_entries",
    METADATA,
    Column("id", String(32), primary_key=True),
    # No foreign key: what was done stays written after the case itself is destroyed.
    Column("case_id", String(32)),
    Column("seq", Integer, nullable=False),
    Column("staff_id", ForeignKey("accounts.id")),
    Column("action", String(64), nullable=False),
    Column("detail", String(64), nullable=False),
    Column("day", Date, nullable=False),
    UniqueConstraint("case_id", "seq"),
    sqlite_with_rowid=False,
)
