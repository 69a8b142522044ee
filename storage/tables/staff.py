"""Tables of units, accounts and the doors to them (invitations, sessions, link codes).

The only clock times here belong to staff at work. Rows are kept without a rowid, like
everywhere in this room: see ``inbox`` for why.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
)

from staff.model import Role, UnitKind
from storage.tables.columns import Label, Labels, UtcMoment
from storage.tables.metadata import METADATA

UNITS = Table(
    "units",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", Label(UnitKind), nullable=False),
    Column("area_code", String(16), nullable=False),
    Column("chat_sealed", LargeBinary),
    sqlite_with_rowid=False,
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("handle", String(64), nullable=False, unique=True),
    Column("title", String(200), nullable=False),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("roles", Labels(Role), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("wrap_salt", LargeBinary, nullable=False),
    Column("wrap_iterations", Integer, nullable=False),
    Column("wrap_iv", LargeBinary, nullable=False),
    Column("wrap_ciphertext", LargeBinary, nullable=False),
    Column("sign_in_hash", LargeBinary, nullable=False),
    Column("totp_sealed", LargeBinary, nullable=False),
    Column("totp_last_step", BigInteger, nullable=False),
    Column("chat_tag", LargeBinary, unique=True),
    Column("chat_sealed", LargeBinary),
    sqlite_with_rowid=False,
)

INVITATIONS = Table(
    "invitations",
    METADATA,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("handle", String(64), nullable=False, unique=True),
    Column("title", String(200), nullable=False),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("roles", Labels(Role), nullable=False),
    Column("expires_at", UtcMoment, nullable=False),
    sqlite_with_rowid=False,
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("staff_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("csrf", String(128), nullable=False),
    Column("unlock_half", LargeBinary, nullable=False),
    Column("last_seen", UtcMoment, nullable=False),
    Column("expires_at", UtcMoment, nullable=False),
    sqlite_with_rowid=False,
)

LINK_CODES = Table(
    "link_codes",
    METADATA,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("staff_id", ForeignKey("accounts.id")),
    Column("unit_id", ForeignKey("units.id")),
    Column("expires_at", UtcMoment, nullable=False),
    sqlite_with_rowid=False,
)
