"""Tables of imported documents: public words of offices, nothing of those who ask."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from knowledge.versions import Act, DocumentState
from storage.tables.columns import Label
from storage.tables.metadata import METADATA

DOCUMENT_ACTS = Table(
    "document_acts",
    METADATA,
    Column("document_id", String(64), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("act", Label(Act), nullable=False),
    Column("staff_id", ForeignKey("accounts.id")),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("document_id", "seq"),
    sqlite_with_rowid=False,
)
"""Who did what to which document, on which day; without ``staff_id`` the operator."""

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Label(DocumentState), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("facts", Text, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("enumerations", Integer, nullable=False),
    Column("imported", Date, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("id", "version"),
    Index(
        "uq_documents_live",
        "id",
        unique=True,
        sqlite_where=text("state = 'live'"),
        postgresql_where=text("state = 'live'"),
    ),
    sqlite_with_rowid=False,
)
"""Every version of every document. ``facts`` holds what a person confirmed and wins over the
facts inside ``body``, which stands last so that the others are read without it."""
