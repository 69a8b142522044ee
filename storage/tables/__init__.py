"""Every table, by room. Importing this package makes :data:`METADATA` complete."""

from storage.tables import articles, delivery, documents, gaps, inbox, staff, synonyms
from storage.tables.metadata import METADATA

__all__ = [
    "METADATA",
    "articles",
    "delivery",
    "documents",
    "gaps",
    "inbox",
    "staff",
    "synonyms",
]
