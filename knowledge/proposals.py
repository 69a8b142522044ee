"""How a file that was read compares to the documents that are known, as values.

No store here; ``knowledge/importing.py`` asks and keeps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from knowledge.documents.identity import corrected, merge, settle
from knowledge.documents.model import Document
from knowledge.versions import DocumentUnknown, DocumentUnreadable, StoredDocument


class Sameness(StrEnum):
    """How what was read compares to what is known."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    """Word for word and fact for fact what is live: nothing to publish, no draft is kept."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document as read, for a person to look at before it goes live."""

    document: Document
    sameness: Sameness
    taken: str | None = None
    """The id it would have had, if another document holds that: perhaps it is that one."""


def settled(
    fresh: Document,
    facts: Mapping[str, Any],
    known: Mapping[str, Document],
    known_as: str | None,
) -> Document:
    """Return a reading under the id it shall have, with the facts a person set.

    ``known_as`` says which document it is; raises ``DocumentUnknown`` if there is none of it.
    """
    # facts before, because a number tells documents apart; and after, as the newest word
    read = corrected(fresh, **facts)
    if known_as is None:
        return corrected(settle(read, known), **facts)
    if known_as not in known:
        raise DocumentUnknown
    return corrected(merge(known[known_as], read), **facts)


def taken_id(fresh: Document, document: Document, known: Mapping[str, Document]) -> str | None:
    """Return the id a new document would have had, if another one holds that."""
    is_aside = document.id not in known and document.id != fresh.id
    return fresh.id if is_aside else None


def compare(
    document: Document, known: Mapping[str, Document], live: StoredDocument | None
) -> Sameness:
    """Say whether a reading is new, newer or what is live. Takes CPU for a long document."""
    if document.id not in known:
        return Sameness.NEW
    if live is None or live.version.fingerprint != document.fingerprint:
        return Sameness.UPDATE
    try:
        return Sameness.UNCHANGED if live.document() == document else Sameness.UPDATE
    except DocumentUnreadable:
        return Sameness.UPDATE
