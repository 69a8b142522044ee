"""Keeps what the running bot answers from equal to what is live in the database.

Documents, articles and words go live in any process (the command line, a page here or elsewhere);
each process looks every two seconds whether anything has changed, and builds anew only what has.
The process in which something was approved is woken and does not wait.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from knowledge.article_versions import ArticleVersion
from knowledge.ask import KnowledgeBase
from knowledge.documents.model import Document
from knowledge.live import LiveKnowledge
from knowledge.shelf import Shelving
from knowledge.sources import DOCUMENTS, Sources

log = logging.getLogger(__name__)

EVERY_S: Final = 2.0
"""What is approved elsewhere is to be answered from within a few seconds."""

Build = Callable[
    [Iterable[Document], Sequence[ArticleVersion], KnowledgeBase | None], KnowledgeBase
]
"""Makes a base over documents and what stands over the shipped articles; takes CPU. Given the
base before, it keeps that one's documents and is handed none. Documents come one by one and are
not to be kept: all of them together take several times the memory of what is laid down."""


class LibraryWatch:
    """Exchanges the base when what is live has changed. Harmless in several processes."""

    def __init__(
        self, sources: Sources, knowledge: LiveKnowledge, build: Build, every_s: float = EVERY_S
    ) -> None:
        self._sources = sources
        self._knowledge = knowledge
        self._build = build
        self._every_s = every_s
        self._marks: Mapping[str, str] = {}
        self._is_woken = False
        self._waiting: asyncio.Timeout | None = None

    def wake(self) -> None:
        """Look now instead of at the next turn; call in the loop that runs the watch."""
        self._is_woken = True
        if self._waiting is not None and not self._waiting.expired():
            self._waiting.reschedule(asyncio.get_running_loop().time())

    async def run(self, stop: asyncio.Event) -> None:
        """Look until the stop; a failing database is left to the supervisor, and the answers
        meanwhile come from what was known."""
        while True:
            self._is_woken = False
            await self.refresh()
            if await self._has_stopped(stop):
                return

    async def refresh(self) -> bool:
        """Build anew what has changed since the last time; say whether anything had.

        The building is done in a thread: questions are answered from the old base meanwhile.
        """
        marks = await self._sources.marks()
        if marks == self._marks:
            return False
        started = time.monotonic()
        # Whatever else has changed, documents are read and laid down only when they have. What
        # is added to the sources is read here and handed on to the building.
        keeps = marks.get(DOCUMENTS) == self._marks.get(DOCUMENTS)
        documents = None if keeps else await self._sources.documents()
        articles, words = await self._sources.articles(), await self._sources.words()
        earlier = self._knowledge.base if keeps else None
        passing = Shelving(documents or ())
        try:
            base = await asyncio.to_thread(self._build, passing, articles, earlier)
        finally:
            if documents:
                documents.stop()  # the thread goes on by itself when this task is cancelled
        base = await asyncio.to_thread(base.with_synonyms, words)
        self._knowledge.exchange(base, None if keeps else passing.shelf)
        # the marks of before: a change during the building is seen at the next look
        self._marks = marks
        spent = round((time.monotonic() - started) * 1000)
        log.info("library loaded", extra={"count": len(articles), "milliseconds": spent})
        return True

    async def _has_stopped(self, stop: asyncio.Event) -> bool:
        """Wait for the stop, the next turn or a call, whichever is first; say if it was the
        stop."""
        if self._is_woken:
            return stop.is_set()
        try:
            async with asyncio.timeout(self._every_s) as self._waiting:
                await stop.wait()
        except TimeoutError:
            return False
        finally:
            self._waiting = None
        return True
