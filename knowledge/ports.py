"""What this room needs from outside, as narrow as its use cases."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol

from knowledge.documents.model import Document
from knowledge.versions import DocumentState, DocumentVersion, StoredDocument

Today = Callable[[], date]
"""Returns the present day where the bot is run."""


class DocumentStore(Protocol):
    """Imported documents and their versions, inside one transaction.

    A live version never changes; a correction makes a new one. So the pairs of id and version
    that are live say whether anything has changed.
    """

    async def hold(self) -> None:
        """Let nobody else change documents until this transaction ends."""
        ...

    async def put_draft(self, document: Document, imported: date) -> DocumentVersion:
        """Store a draft of a document, in place of the one it has; version numbers only grow."""
        ...

    async def drop_draft(self, document_id: str) -> bool:
        """Take the draft back; say whether there was one."""
        ...

    async def publish(self, document_id: str) -> bool:
        """Make the draft live and what was live past; say whether there was a draft."""
        ...

    async def undo(self, document_id: str) -> bool:
        """Make the newest past version live and take back what is live now, if anything is;
        False, changing nothing, when there is no past version."""
        ...

    async def remove(self, document_id: str) -> bool:
        """Make the live version past and drop the draft; say whether there was either.
        ``undo`` brings a removed document back."""
        ...

    async def get(self, document_id: str, state: DocumentState) -> StoredDocument | None:
        """Return the newest version in that state with its text, or None."""
        ...

    async def live(self) -> list[StoredDocument]:
        """Return every live version with its text, ordered by id."""
        ...

    async def live_versions(self) -> list[tuple[str, int]]:
        """Return id and version of all that is live, ordered by id; cheap."""
        ...

    async def versions(self) -> list[DocumentVersion]:
        """Return every version of every document without its text, by id and version."""
        ...

    async def history(self, document_id: str) -> list[DocumentVersion]:
        """Return the versions of one document, oldest first; none for an unknown id."""
        ...


class KnowledgeTransaction(Protocol):
    """One transaction over this room's store. Leaving without ``commit`` rolls back."""

    @property
    def documents(self) -> DocumentStore:
        """The store, valid until the block ends."""
        ...

    async def commit(self) -> None:
        """Make everything since the start durable, or raise and leave nothing."""
        ...


KnowledgeTransactions = Callable[[], AbstractAsyncContextManager[KnowledgeTransaction]]
