"""Every table, by room. Importing this package makes :data:`METADATA` complete."""

from storage.tables import delivery, inbox, staff
from storage.tables.metadata import METADATA

__all__ = ["METADATA", "delivery", "inbox", "staff"]
