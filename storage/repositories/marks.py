"""What answers are made from at this moment, in one cheap query for every process to ask."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import Select, String, literal, select, union_all

from knowledge.article_versions import STANDING
from knowledge.sources import ARTICLES as OF_ARTICLES
from knowledge.sources import DOCUMENTS as OF_DOCUMENTS
from knowledge.sources import WORDS as OF_WORDS
from knowledge.versions import DocumentState
from storage.repositories.repository import Repository
from storage.tables.articles import ARTICLES
from storage.tables.documents import DOCUMENTS
from storage.tables.synonyms import SYNONYMS


def _mark(kind: str, id_: Any, version: Any, state: Any) -> Select[Any]:
    marked = (literal(kind).label("kind"), id_.label("id"), version.label("version"))
    return select(*marked, state.cast(String).label("state"))


_LIVE: Final = (
    # the words' mark instead of the state: after an erasure the versions of an id begin anew
    _mark(OF_DOCUMENTS, DOCUMENTS.c.id, DOCUMENTS.c.version, DOCUMENTS.c.fingerprint).where(
        DOCUMENTS.c.state == DocumentState.LIVE
    ),
    _mark(OF_ARTICLES, ARTICLES.c.id, ARTICLES.c.version, ARTICLES.c.state).where(
        ARTICLES.c.state.in_(sorted(STANDING))
    ),
    _mark(OF_WORDS, SYNONYMS.c.said, literal(0), SYNONYMS.c.mark),
)
"""What is live of each kind, one select a kind: another kind of stored knowledge is added here."""


class Marks(Repository):
    """``MarkStore`` inside one transaction."""

    async def marks(self) -> dict[str, str]:
        """Return, by kind, a text that changes whenever what is live of it does."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in await self._all(union_all(*_LIVE).order_by("kind", "id", "version")):
            found[row.kind].append(f"{row.id}:{row.version}:{row.state}")
        return {kind: " ".join(marks) for kind, marks in found.items()}
