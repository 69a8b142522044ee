"""The table of words that staff wrote."""

import json
import logging

from sqlalchemy import delete, insert, select, text

from knowledge.word_rows import OwnWord
from staff.model import StaffId
from storage.repositories.repository import Repository
from storage.tables.synonyms import SYNONYMS

log = logging.getLogger(__name__)


class OwnWordRows(Repository):
    """``OwnWordStore`` inside one transaction."""

    async def hold(self) -> None:
        """Let nobody else change rows until this transaction ends."""
        # SQLite has one writer at a time anyway
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(
                text(f"LOCK TABLE {SYNONYMS.name} IN SHARE ROW EXCLUSIVE MODE")
            )

    async def rows(self) -> list[OwnWord]:
        """Return every row, by what people say.

        One whose meanings cannot be read means nothing: nobody's answers wait for it to be
        mended, and it can be changed or taken away like any other.
        """
        found = await self._all(select(SYNONYMS))
        # sorted here: the two databases do not agree on the order of marked letters
        return sorted(
            (
                OwnWord(row.said, _meanings(row.means), StaffId(row.editor), row.edited)
                for row in found
            ),
            key=lambda row: row.said,
        )

    async def put(self, row: OwnWord) -> None:
        """Store a row that is not there yet."""
        await self._run(
            insert(SYNONYMS).values(
                said=row.said,
                means=json.dumps(row.means, ensure_ascii=False),
                mark=row.mark,
                editor=row.editor,
                edited=row.edited,
            )
        )

    async def drop(self, said: str) -> bool:
        """Delete a row; say whether it was there."""
        return await self._run(delete(SYNONYMS).where(SYNONYMS.c.said == said)) > 0


def _meanings(stored: str) -> tuple[str, ...]:
    try:
        means = json.loads(stored)
    except (ValueError, RecursionError):
        means = None
    if isinstance(means, list) and all(isinstance(one, str) for one in means):
        return tuple(means)
    log.warning("row of words unreadable")
    return ()
