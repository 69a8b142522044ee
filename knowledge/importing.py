"""Documents from a file to an answer: read, corrected, published, undone, removed, erased.

The use cases of imported documents. No sentences and no SQL; files are read where a hostile
one can do no harm (``knowledge.documents.reading``).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from knowledge.corrections import read_corrections
from knowledge.documents.identity import corrected
from knowledge.documents.model import Document
from knowledge.documents.reading import read_document
from knowledge.ports import DocumentStore, KnowledgeTransactions, Scrub, Today
from knowledge.proposals import Proposal, Sameness, compare, settled, taken_id
from knowledge.stream import LiveDocuments, live_documents
from knowledge.versions import (
    Act,
    DocumentChanged,
    DocumentEntry,
    DocumentInUse,
    DocumentState,
    DocumentUnknown,
    DocumentVersion,
    LookedAt,
    NothingToUndo,
    StoredDocument,
    mark_of,
    newest,
)
from staff.model import Actor
from staff.policy import Action, require

log = logging.getLogger(__name__)


class Operator(StrEnum):
    """Who acts at the command line: whoever can read the database may also change it."""

    OPERATOR = "operator"


OPERATOR: Final = Operator.OPERATOR
By = Actor | Operator
T = TypeVar("T")


class ReadFile(Protocol):
    """Reads one file; raises ``ImportRefused``."""

    def __call__(self, source: Path | bytes, filename: str, /) -> Awaitable[Document]:
        """Return the document."""
        ...


class Library:
    """Imported documents. Every act takes who asks: a staff member needs EDIT_ARTICLES.

    ``look`` opens a transaction for reading; ``changed`` is told after every act. Acts raise
    ``NotAllowed`` and ``DocumentUnknown``; given the mark of what the person had ``seen``, they
    raise ``DocumentChanged`` when somebody has changed the document since.
    """

    def __init__(
        self,
        begin: KnowledgeTransactions,
        today: Today,
        look: KnowledgeTransactions | None = None,
        read: ReadFile = read_document,
        scrub: Scrub | None = None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._begin = begin
        self._look = look or begin
        self._today = today
        self._read = read
        self._scrub = scrub
        self._changed = changed

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
            proposal = await self._propose(by, fresh, facts, known_as)
        log.info("document read", extra={"kind": proposal.sameness.value})
        return proposal

    async def correct(
        self,
        by: By,
        document_id: str,
        corrections: Mapping[str, str],
        seen: str | None = None,
    ) -> Document:
        """Set facts of the draft, or of the live version, whose correction becomes a draft.

        Returns the draft. Raises ``CorrectionInvalid``.
        """
        facts = read_corrections(corrections)
        return await self._act(
            by, Act.CORRECTED, document_id, partial(self._correct, document_id, facts), seen
        )

    async def publish(
        self,
        by: By,
        document_id: str,
        corrections: Mapping[str, str] | None = None,
        seen: str | None = None,
    ) -> None:
        """Make the draft live, in every process within a minute; first put facts right, if any
        are given, which raises ``CorrectionInvalid`` and then publishes nothing."""
        facts = read_corrections(corrections or {})

        async def act(store: DocumentStore) -> bool:
            if facts and await store.get(document_id, DocumentState.DRAFT):
                await self._correct(document_id, facts, store)
            return await store.publish(document_id)

        await self._act(by, Act.PUBLISHED, document_id, act, seen)

    async def drop(self, by: By, document_id: str, seen: str | None = None) -> None:
        """Take the draft back; what is live stays."""
        await self._act(by, Act.DROPPED, document_id, lambda it: it.drop_draft(document_id), seen)

    async def undo(self, by: By, document_id: str, seen: str | None = None) -> None:
        """Go back to what was live before (also after ``remove``), or ``NothingToUndo``."""
        await self._act(
            by, Act.UNDONE, document_id, lambda it: it.undo(document_id), seen, NothingToUndo
        )

    async def remove(self, by: By, document_id: str, seen: str | None = None) -> None:
        """Answer from it no longer; ``undo`` brings it back."""
        await self._act(by, Act.REMOVED, document_id, lambda it: it.remove(document_id), seen)

    async def erase(self, by: By, document_id: str, seen: str | None = None) -> bool:
        """Delete every version of a removed document for good, and its words from the files of
        the database; say whether those are clean already or will be at the next sweep.

        Raises ``DocumentInUse`` for one that is live or has a draft waiting. Backups made
        before still hold it.
        """
        await self._act(
            by,
            Act.ERASED,
            document_id,
            lambda it: it.erase(document_id),
            seen,
            DocumentInUse,
        )
        return self._scrub is not None and await self._scrub()

    async def look_at(self, by: By, document_id: str, *states: DocumentState) -> LookedAt:
        """Return a document's text in the first of the states it is in, beside its versions, all
        of one moment. Raises ``DocumentUnreadable`` for damage."""
        _allow(by)
        async with self._look() as transaction:
            store = transaction.documents
            stored = await _first_in(store, document_id, states)
            history = await store.history(document_id)
        document = await asyncio.to_thread(stored.document)
        return LookedAt(stored.version, document, tuple(history))

    async def journal(self, by: By, document_id: str) -> tuple[DocumentEntry, ...]:
        """Return who did what to a document on which day, oldest first."""
        _allow(by)
        async with self._look() as transaction:
            return tuple(await transaction.documents.entries(document_id))

    async def versions(self, by: By) -> tuple[DocumentVersion, ...]:
        """Return every version of every document without its text, by id and version."""
        _allow(by)
        async with self._look() as transaction:
            return tuple(await transaction.documents.versions())

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
        _allow(by)
        async with self._look() as transaction:
            history = await transaction.documents.history(document_id)
        if not history:
            raise DocumentUnknown
        return tuple(history)

    async def live(self) -> tuple[Document, ...]:
        """Return what answers may quote, replaced documents marked so.

        A version that this code cannot read any more is left out, and the log says so.
        """
        return await asyncio.to_thread(tuple, await self.stream())

    async def stream(self) -> LiveDocuments:
        """Return the same to go through one by one in another thread, none kept."""
        return await live_documents(self._look)

    async def _propose(
        self, by: By, fresh: Document, facts: Mapping[str, Any], known_as: str | None
    ) -> Proposal | None:
        """Keep the draft, unless another import has changed what is known meanwhile."""
        async with self._look() as transaction:
            versions = await transaction.documents.versions()
            known = {name: one.outline() for name, one in newest(versions).items()}
            document = settled(fresh, facts, known, known_as)
            live = await transaction.documents.get(document.id, DocumentState.LIVE)
        sameness = await asyncio.to_thread(compare, document, known, live)
        if sameness is Sameness.UNCHANGED:
            return Proposal(document, sameness)
        async with self._begin() as transaction:
            await transaction.documents.hold()
            if await transaction.documents.versions() != versions:
                return None
            await transaction.documents.put_draft(document, self._today())
            await transaction.documents.add_entry(self._entry(by, Act.READ, document.id))
            await transaction.commit()
        return Proposal(document, sameness, taken_id(fresh, document, known))

    async def _correct(
        self, document_id: str, facts: Mapping[str, Any], store: DocumentStore
    ) -> Document:
        stored = await _first_in(store, document_id, (DocumentState.DRAFT, DocumentState.LIVE))
        document = corrected(await asyncio.to_thread(stored.document), **facts)
        await store.put_draft(document, self._today())
        return document

    def _entry(self, by: By, kind: Act, document_id: str) -> DocumentEntry:
        staff_id = by.staff_id if isinstance(by, Actor) else None
        return DocumentEntry(document_id, kind, staff_id, self._today())

    async def _act(
        self,
        by: By,
        kind: Act,
        document_id: str,
        act: Callable[[DocumentStore], Awaitable[T]],
        seen: str | None,
        refusal: type[Exception] = DocumentUnknown,
    ) -> T:
        _allow(by)
        async with self._begin() as transaction:
            store = transaction.documents
            await store.hold()
            history = await store.history(document_id)
            if not history:
                raise DocumentUnknown
            if seen is not None and mark_of(history) != seen:
                raise DocumentChanged
            done = await act(store)
            if not done:
                raise refusal
            await store.add_entry(self._entry(by, kind, document_id))
            await transaction.commit()
        self._changed()
        log.info("document changed", extra={"action": kind.value})
        return done


def _allow(by: By) -> None:
    if isinstance(by, Actor):
        require(by, Action.EDIT_ARTICLES)


async def _first_in(
    store: DocumentStore, document_id: str, states: Iterable[DocumentState]
) -> StoredDocument:
    for state in states:
        stored = await store.get(document_id, state)
        if stored is not None:
            return stored
    raise DocumentUnknown
