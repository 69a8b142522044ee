"""Tables of what had no answer, and of votes on answers. No column for a person or an hour.

Questions have random ids and the tables no rowid, so that nothing tells which came first or
what came just before a report; counts are bare numbers for a topic or an answer and a month.
"""

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.metadata import METADATA

REFUSED = Table(
    "refused_questions",
    METADATA,
    Column("month", Date, nullable=False),
    Column("topic", String(64), nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("month", "topic"),
    sqlite_with_rowid=False,
)
"""``month`` is its first day."""

QUESTIONS = Table(
    "sent_questions",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("day", Date, nullable=False),
    Column("topic", String(64), nullable=False),
    Column("words", Text, nullable=False),
    Column("sameness", String(64), nullable=False),
    Column("count", Integer, nullable=False),
    Column("article_id", String(64)),
    Column("answered_on", Date),
    UniqueConstraint("day", "sameness"),
    Index(None, "answered_on"),
    sqlite_with_rowid=False,
)
"""Stored after the person saw the words and agreed. A row goes with its words, as a whole."""

VOTES = Table(
    "answer_votes",
    METADATA,
    Column("month", Date, nullable=False),
    Column("target", String(96), nullable=False),
    Column("up", Integer, nullable=False),
    Column("down", Integer, nullable=False),
    PrimaryKeyConstraint("month", "target"),
    sqlite_with_rowid=False,
)
"""``target`` is an article's id, or a document's with "#" and the number of a passage."""
