"""What answers may quote, gone through one document at a time.

As documents a large library takes several times the memory of what is laid down of it; so each
is read, laid down and let go before the next.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.documents.errors import Refusal
from knowledge.documents.identity import superseded
from knowledge.documents.model import Document
from knowledge.normalise import clean, fold
from knowledge.ports import KnowledgeTransactions
from knowledge.versions import (
    DocumentState,
    DocumentUnreadable,
    DocumentVersion,
    StoredDocument,
)

log = logging.getLogger(__name__)

_AT_ONCE: Final = 2_000
"""Passages (about 3 MB as stored) that are fetched at a time; one document may have more."""
_MOST_AT_ONCE: Final = 100
"""Documents; a database takes only so many values in one question."""


class Interrupted(Exception):
    """Nobody waits for the rest any more."""


class LiveDocuments:
    """Every live document, by id, replaced ones marked so; made by :func:`live_documents`.

    To be gone through in another thread while the loop it was made in runs and reads; each time
    reads anew. What was removed meanwhile is left out, and so is a version that this code cannot
    read any more, which the log says. Raises what reading raises.
    """

    def __init__(
        self,
        look: KnowledgeTransactions,
        live: Sequence[DocumentVersion],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._look = look
        self._live = live
        self._loop = loop
        self._replacing: dict[str, list[Document]] = {}
        for one in live:
            for number in one.facts.replaces:
                self._replacing.setdefault(fold(clean(number)), []).append(one.outline())
        self._is_stopped = False

    def stop(self) -> None:
        """Let whoever is going through get :class:`Interrupted` instead of much more."""
        self._is_stopped = True

    def __iter__(self) -> Iterator[Document]:
        """Yield the documents. Takes CPU. RuntimeError in the loop's own thread, which would
        wait for itself for ever."""
        if asyncio._get_running_loop() is self._loop:
            raise RuntimeError("to be gone through in another thread")
        for some in _batches(self._live):
            if self._is_stopped:
                raise Interrupted
            reading = asyncio.run_coroutine_threadsafe(self._read(some), self._loop)
            for stored in reading.result():
                document = _understood(stored)
                if document is not None:
                    yield self._marked(document)

    async def _read(self, some: Sequence[tuple[str, int]]) -> list[StoredDocument]:
        async with self._look() as transaction:
            return await transaction.documents.texts(some)

    def _marked(self, document: Document) -> Document:
        # worked out each time, so that undoing the newer one needs no mending
        for newer in self._replacing.get(fold(clean(document.facts.number or "")), ()):
            document = superseded(document, newer)
        return document


async def live_documents(look: KnowledgeTransactions) -> LiveDocuments:
    """Return what is live at this moment, nothing of its text read yet."""
    async with look() as transaction:
        versions = await transaction.documents.versions()
    live = [one for one in versions if one.state is DocumentState.LIVE]
    return LiveDocuments(look, live, asyncio.get_running_loop())


def _batches(live: Sequence[DocumentVersion]) -> Iterator[list[tuple[str, int]]]:
    some: list[tuple[str, int]] = []
    size = 0
    for one in live:
        some.append((one.id, one.version))
        size += one.passages
        if size >= _AT_ONCE or len(some) >= _MOST_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _understood(stored: StoredDocument) -> Document | None:
    try:
        return stored.document()
    except DocumentUnreadable:
        log.warning("document unreadable", extra={"kind": Refusal.MALFORMED.value})
        return None
