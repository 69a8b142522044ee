"""Everything stored that answers are made from, read for the process that answers.

Marks say what has changed; only that is read again, because laying down a large library takes
a minute and an article a moment.
"""

from collections.abc import Mapping
from typing import Final

from knowledge.article_versions import ArticleVersion
from knowledge.importing import Library
from knowledge.ports import KnowledgeTransactions
from knowledge.query import Synonyms
from knowledge.stream import LiveDocuments
from knowledge.word_rows import as_synonyms

DOCUMENTS: Final = "documents"
ARTICLES: Final = "articles"
WORDS: Final = "words"


class Sources:
    """Reads what is live; for any process, no matter who asks."""

    def __init__(self, look: KnowledgeTransactions, library: Library) -> None:
        self._look = look
        self._library = library

    async def marks(self) -> Mapping[str, str]:
        """Return, by kind (:data:`DOCUMENTS`, :data:`ARTICLES`, …), a text that changes whenever
        what is live of that kind does; a kind without anything live is absent. Cheap."""
        async with self._look() as transaction:
            return await transaction.marks.marks()

    async def documents(self) -> LiveDocuments:
        """Return what answers may quote; see :meth:`Library.stream`."""
        return await self._library.stream()

    async def articles(self) -> tuple[ArticleVersion, ...]:
        """Return the versions that stand over the shipped articles."""
        async with self._look() as transaction:
            return tuple(await transaction.articles.standing())

    async def words(self) -> Synonyms:
        """Return the rows that staff added to the table of words."""
        async with self._look() as transaction:
            return as_synonyms(await transaction.words.rows())
