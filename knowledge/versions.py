"""Versions of imported documents as values: what is stored of each, and in what state it is.

No file and no database here; ``knowledge/importing.py`` decides, ``storage`` keeps.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from knowledge.documents.identity import superseded
from knowledge.documents.model import Document, DocumentFacts
from knowledge.documents.wire import facts_to_json, from_json, to_json
from staff.model import StaffId


class DocumentState(StrEnum):
    """What a version is to those who ask. A document has at most one DRAFT and one LIVE."""

    DRAFT = "draft"
    """Read, shown to a person, not answered from yet."""
    LIVE = "live"
    PAST = "past"
    """Was live; an undo may bring it back."""
    REMOVED = "removed"
    """Taken back by an undo, or a draft that was dropped; stays in the history only."""


class DocumentUnknown(Exception):
    """No document (or no version in the state the act needs) has that id."""


class NothingToUndo(Exception):
    """The document has no earlier version to go back to; removing it is another act."""


class DocumentChanged(Exception):
    """Somebody has changed the document since the person looked: to be looked at again."""


class DocumentInUse(Exception):
    """Only a removed document is erased; this one is live or has a draft waiting."""


class DocumentUnreadable(Exception):
    """A stored document is of another version of this code, or damaged: import it again."""


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One version without its text. ``fingerprint`` is of the document's words."""

    id: str
    version: int
    state: DocumentState
    fingerprint: str
    facts: DocumentFacts
    passages: int
    enumerations: int
    imported: date

    def outline(self) -> Document:
        """Return a document without text: enough to tell whether another one is the same."""
        return Document(self.id, self.facts, "", (), (), "", self.fingerprint)


class Act(StrEnum):
    """What the journal of a document says was done."""

    READ = "read"
    """A file was read into the draft."""
    CORRECTED = "corrected"
    PUBLISHED = "published"
    DROPPED = "dropped"
    UNDONE = "undone"
    REMOVED = "removed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One line of a document's journal; without ``staff_id`` it was the operator at the command
    line. Outlives the document: who erased it stays known."""

    document_id: str
    act: Act
    staff_id: StaffId | None
    day: date


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One version with its text as ``knowledge.documents.wire`` writes it."""

    version: DocumentVersion
    body: str = field(repr=False)

    def document(self) -> Document:
        """Return the document with the version's facts.

        Takes CPU for a long document: call it off the event loop. Raises
        :class:`DocumentUnreadable`.
        """
        try:
            return replace(from_json(self.body), facts=self.version.facts)
        except (ValueError, KeyError, TypeError):
            raise DocumentUnreadable(self.version.id) from None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One version with its text, and every version there was at that moment, oldest first."""

    version: DocumentVersion
    document: Document = field(repr=False)
    history: tuple[DocumentVersion, ...]

    @property
    def mark(self) -> str:
        """What an act needs to know that this is still so."""
        return mark_of(self.history)


def mark_of(history: Sequence[DocumentVersion]) -> str:
    """Return a short text that changes with any version's state, words or facts."""
    held = [
        (one.version, one.state, one.fingerprint, one.passages, facts_to_json(one.facts))
        for one in history
    ]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()[:32]


def drafted(document: Document, version: int, imported: date) -> StoredDocument:
    """Return a document as the draft it is stored as."""
    described = DocumentVersion(
        id=document.id,
        version=version,
        state=DocumentState.DRAFT,
        fingerprint=document.fingerprint,
        facts=document.facts,
        passages=len(document.passages),
        enumerations=len(document.enumerations),
        imported=imported,
    )
    return StoredDocument(described, to_json(document))


def newest(versions: Iterable[DocumentVersion]) -> dict[str, DocumentVersion]:
    """Return the newest version of each document that was not taken back, by id.

    A document of which every version was taken back is represented by the newest of those.
    """
    found: dict[str, DocumentVersion] = {}
    for one in versions:
        best = found.get(one.id)
        if best is None or _rank(one) > _rank(best):
            found[one.id] = one
    return found


def standing(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return live documents, those that another live one says it replaces marked so.

    Worked out each time instead of stored, so that undoing the newer one needs no mending.
    """
    replacing = [one for one in documents if one.facts.replaces]
    marked = []
    for document in documents:
        for newer in replacing:
            document = superseded(document, newer)
        marked.append(document)
    return tuple(marked)


def _rank(version: DocumentVersion) -> tuple[bool, int]:
    return version.state is not DocumentState.REMOVED, version.version
