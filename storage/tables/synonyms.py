"""The table of words that staff wrote: public words, nothing of anybody's question."""

from sqlalchemy import Column, Date, ForeignKey, String, Table, Text

from storage.tables.metadata import METADATA

SYNONYMS = Table(
    "synonyms",
    METADATA,
    Column("said", String(64), primary_key=True),
    Column("means", Text, nullable=False),
    Column("mark", String(16), nullable=False),
    Column("editor", ForeignKey("accounts.id"), nullable=False),
    Column("edited", Date, nullable=False),
    sqlite_with_rowid=False,
)
"""Rows beside those that ship with the program. ``mark`` changes with the words of a row."""
