"""Keeps what the running bot answers from equal to the live documents of the database.

Documents are published by other processes (the command line, a page elsewhere); each process
looks every twenty seconds whether anything has changed, and only then builds anew.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from bot.runtime import wait_for_stop
from knowledge.ask import KnowledgeBase
from knowledge.documents.model import Document
from knowledge.importing import Library
from knowledge.live import LiveKnowledge

log = logging.getLogger(__name__)

EVERY_S: Final = 20.0
"""A publication is to be seen within a minute; building takes its part of that."""

Build = Callable[[tuple[Document, ...]], KnowledgeBase]
"""Makes a base over the documents; takes CPU."""


class LibraryWatch:
    """Exchanges the base when what is live has changed. Harmless in several processes."""

    def __init__(
        self, library: Library, knowledge: LiveKnowledge, build: Build, every_s: float = EVERY_S
    ) -> None:
        self._library = library
        self._knowledge = knowledge
        self._build = build
        self._every_s = every_s
        self._stamp = ""

    async def run(self, stop: asyncio.Event) -> None:
        """Look until the stop; a failing database is left to the supervisor, and the answers
        meanwhile come from what was known."""
        while True:
            await self.refresh()
            if await wait_for_stop(stop, self._every_s):
                return

    async def refresh(self) -> bool:
        """Build anew if what is live has changed since the last time; say whether it had.

        The building is done in a thread: questions are answered from the old base meanwhile.
        """
        stamp = await self._library.stamp()
        if stamp == self._stamp:
            return False
        started = time.monotonic()
        documents = await self._library.live()
        base = await asyncio.to_thread(self._build, documents)
        self._knowledge.exchange(base, documents)
        # the stamp of before: a change during the building is seen at the next look
        self._stamp = stamp
        spent = round((time.monotonic() - started) * 1000)
        log.info("library loaded", extra={"count": len(documents), "milliseconds": spent})
        return True
