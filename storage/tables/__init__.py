"""Every table, by room. Importing this package makes :data:`METADATA` complete."""

from storage.tables import delivery, documents, inbox, staff
from storage.tables.metadata import METADATA

__all__ = ["METADATA", "delivery", "documents", "inbox", "staff"]
