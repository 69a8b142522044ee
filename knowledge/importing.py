"""Documents from a file to an answer: read, corrected, published, undone, removed.

The use cases of imported documents. No sentences and no SQL; files are read where a hostile
one can do no harm (``knowledge.documents.reading``).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol

from knowledge.corrections import read_corrections
from knowledge.documents.errors import Refusal
from knowledge.documents.identity import corrected, merge, settle
from knowledge.documents.model import Document
from knowledge.documents.reading import read_document
from knowledge.ports import DocumentStore, KnowledgeTransactions, Today
from knowledge.versions import (
    DocumentState,
    DocumentUnreadable,
    DocumentVersion,
    StoredDocument,
    newest,
    standing,
)
from staff.model import Actor
from staff.policy import Action, require

log = logging.getLogger(__name__)


class DocumentUnknown(Exception):
    """No document (or no version in the state the act needs) has that id."""


class NothingToUndo(Exception):
    """The document has no earlier version to go back to; removing it is another act."""


class Operator(StrEnum):
    """Who acts at the command line: whoever can read the database may also change it."""

    OPERATOR = "operator"


OPERATOR: Final = Operator.OPERATOR
By = Actor | Operator


class Sameness(StrEnum):
    """How what was read compares to what is known."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    """Word for word and fact for fact what is live: nothing to publish, no draft is kept."""


class ReadFile(Protocol):
    """Reads one file; raises ``ImportRefused``."""

    def __call__(self, source: Path | bytes, filename: str, /) -> Awaitable[Document]:
        """Return the document."""
        ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document as read, for a person to look at before it goes live."""

    document: Document
    sameness: Sameness
    taken: str | None = None
    """The id it would have had, if another document holds that: perhaps it is that one."""


class Library:
    """Imported documents. Every act takes who asks: a staff member needs EDIT_ARTICLES.

    ``look`` opens a transaction for reading. Acts raise ``NotAllowed`` and
    :class:`DocumentUnknown`.
    """

    def __init__(
        self,
        begin: KnowledgeTransactions,
        today: Today,
        look: KnowledgeTransactions | None = None,
        read: ReadFile = read_document,
    ) -> None:
        self._begin = begin
        self._look = look or begin
        self._today = today
        self._read = read

    async def read(
        self,
        by: By,
        source: Path | bytes,
        filename: str,
        corrections: Mapping[str, str] | None = None,
        known_as: str | None = None,
    ) -> Proposal:
        """Read one file into a draft, with what the person already knows better put right.

        The same document again becomes a new version of the one that is known, keeping what a
        person confirmed; ``known_as`` says which one where neither words nor number tell.
        Raises ``ImportRefused`` (nothing is stored then) and ``CorrectionInvalid``.
        """
        _allow(by)
        facts = read_corrections(corrections or {})
        fresh = await self._read(source, filename)
        proposal = None
        while proposal is None:
            proposal = await self._propose(fresh, facts, known_as)
        log.info("document read", extra={"kind": proposal.sameness.value})
        return proposal

    async def correct(self, by: By, document_id: str, corrections: Mapping[str, str]) -> Document:
        """Set facts of the draft, or of the live version, whose correction becomes a draft.

        Returns the draft. Raises ``CorrectionInvalid``.
        """
        _allow(by)
        facts = read_corrections(corrections)
        async with self._begin() as transaction:
            store = transaction.documents
            stored = await _draft_or_live(store, document_id)
            document = corrected(await asyncio.to_thread(stored.document), **facts)
            await store.put_draft(document, self._today())
            await transaction.commit()
        return document

    async def publish(self, by: By, document_id: str) -> None:
        """Make the draft live, in every process within a minute."""
        await self._act(by, "published", lambda store: store.publish(document_id), DocumentUnknown)

    async def drop(self, by: By, document_id: str) -> None:
        """Take the draft back; what is live stays."""
        await self._act(by, "draft dropped", lambda store: store.drop_draft(document_id))

    async def undo(self, by: By, document_id: str) -> None:
        """Go back to what was live before (also after ``remove``), or :class:`NothingToUndo`."""
        await self._known(by, document_id)
        await self._act(by, "undone", lambda store: store.undo(document_id), NothingToUndo)

    async def remove(self, by: By, document_id: str) -> None:
        """Answer from it no longer; ``undo`` brings it back."""
        await self._act(by, "removed", lambda store: store.remove(document_id))

    async def documents(self, by: By) -> tuple[DocumentVersion, ...]:
        """Return what is known of each document, by id: live if it is, else the newest."""
        _allow(by)
        async with self._look() as transaction:
            versions = await transaction.documents.versions()
        shown = newest(versions)
        shown |= {one.id: one for one in versions if one.state is DocumentState.LIVE}
        return tuple(shown[name] for name in sorted(shown))

    async def history(self, by: By, document_id: str) -> tuple[DocumentVersion, ...]:
        """Return every version of a document, oldest first."""
        return await self._known(by, document_id)

    async def stamp(self) -> str:
        """Return a text that changes whenever what is live does. Cheap; for any process."""
        async with self._look() as transaction:
            live = await transaction.documents.live_versions()
        return " ".join(f"{name}:{version}" for name, version in live)

    async def live(self) -> tuple[Document, ...]:
        """Return what answers may quote, replaced documents marked so.

        A version that this code cannot read any more is left out, and the log says so.
        """
        async with self._look() as transaction:
            stored = await transaction.documents.live()
        return await asyncio.to_thread(_understood, stored)

    async def _propose(
        self, fresh: Document, facts: Mapping[str, Any], known_as: str | None
    ) -> Proposal | None:
        """Keep the draft, unless another import has changed what is known meanwhile."""
        async with self._look() as transaction:
            versions = await transaction.documents.versions()
            known = {name: one.outline() for name, one in newest(versions).items()}
            document = _settled(fresh, facts, known, known_as)
            live = await transaction.documents.get(document.id, DocumentState.LIVE)
        sameness = await asyncio.to_thread(_compare, document, known, live)
        if sameness is Sameness.UNCHANGED:
            return Proposal(document, sameness)
        async with self._begin() as transaction:
            await transaction.documents.hold()
            if await transaction.documents.versions() != versions:
                return None
            await transaction.documents.put_draft(document, self._today())
            await transaction.commit()
        return Proposal(document, sameness, _taken(fresh, document, known))

    async def _known(self, by: By, document_id: str) -> tuple[DocumentVersion, ...]:
        _allow(by)
        async with self._look() as transaction:
            history = await transaction.documents.history(document_id)
        if not history:
            raise DocumentUnknown
        return tuple(history)

    async def _act(
        self,
        by: By,
        action: str,
        act: Callable[[DocumentStore], Awaitable[bool]],
        refusal: type[Exception] = DocumentUnknown,
    ) -> None:
        _allow(by)
        async with self._begin() as transaction:
            if not await act(transaction.documents):
                raise refusal
            await transaction.commit()
        log.info("document changed", extra={"action": action})


def _allow(by: By) -> None:
    if isinstance(by, Actor):
        require(by, Action.EDIT_ARTICLES)


def _settled(
    fresh: Document,
    facts: Mapping[str, Any],
    known: Mapping[str, Document],
    known_as: str | None,
) -> Document:
    # facts before, because a number tells documents apart; and after, as the newest word
    read = corrected(fresh, **facts)
    if known_as is None:
        return corrected(settle(read, known), **facts)
    if known_as not in known:
        raise DocumentUnknown
    return corrected(merge(known[known_as], read), **facts)


def _taken(fresh: Document, document: Document, known: Mapping[str, Document]) -> str | None:
    is_aside = document.id not in known and document.id != fresh.id
    return fresh.id if is_aside else None


def _compare(
    document: Document, known: Mapping[str, Document], live: StoredDocument | None
) -> Sameness:
    if document.id not in known:
        return Sameness.NEW
    if live is None or live.version.fingerprint != document.fingerprint:
        return Sameness.UPDATE
    try:
        return Sameness.UNCHANGED if live.document() == document else Sameness.UPDATE
    except DocumentUnreadable:
        return Sameness.UPDATE


async def _draft_or_live(store: DocumentStore, document_id: str) -> StoredDocument:
    for state in (DocumentState.DRAFT, DocumentState.LIVE):
        stored = await store.get(document_id, state)
        if stored is not None:
            return stored
    raise DocumentUnknown


def _understood(stored: list[StoredDocument]) -> tuple[Document, ...]:
    documents = []
    for one in stored:
        try:
            documents.append(one.document())
        except DocumentUnreadable:
            log.warning("document unreadable", extra={"kind": Refusal.MALFORMED.value})
    return standing(documents)
