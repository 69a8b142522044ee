"""Tables of articles written by staff: public words of an office, and who answers for them.

Nothing of those who ask. A day stands beside a colleague's act, never an hour.
"""

from sqlalchemy import (
    CheckConstraint,
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

from knowledge.article_versions import Act, ArticleState
from storage.tables.columns import Label
from storage.tables.metadata import METADATA

_STANDS = text("state IN ('live', 'withdrawn')")
_IS_OPEN = text("state IN ('draft', 'waiting', 'returned')")

ARTICLES = Table(
    "articles",
    METADATA,
    Column("id", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Label(ArticleState), nullable=False),
    Column("author", ForeignKey("accounts.id"), nullable=False),
    Column("written", Date, nullable=False),
    Column("approver", ForeignKey("accounts.id")),
    Column("approved", Date),
    Column("word", Text, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("id", "version"),
    CheckConstraint("approver IS NULL OR approver <> author", name="four_eyes"),
    Index(
        "uq_articles_standing", "id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
    ),
    Index("uq_articles_open", "id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    sqlite_with_rowid=False,
)
"""Every version of every article that staff wrote; those that came with the program are not
here. One version of each may stand and one may be open."""

ARTICLE_ACTS = Table(
    "article_acts",
    METADATA,
    Column("article_id", String(32), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("act", Label(Act), nullable=False),
    Column("staff_id", ForeignKey("accounts.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("word", Text, nullable=False),
    PrimaryKeyConstraint("article_id", "seq"),
    sqlite_with_rowid=False,
)
"""Who did what to which version, in order. Version 0 is the article as it was shipped."""
