"""Imported documents: one draft and one live version of each, and what was live before."""

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    delete,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)

from knowledge.documents.model import Document, DocumentFacts
from knowledge.documents.wire import facts_from_json, facts_to_json
from knowledge.versions import (
    DocumentEntry,
    DocumentState,
    DocumentVersion,
    StoredDocument,
    drafted,
)
from staff.model import StaffId
from storage.repositories.repository import Repository
from storage.tables.documents import DOCUMENT_ACTS, DOCUMENTS

log = logging.getLogger(__name__)

_DESCRIBED: Final = tuple(column for column in DOCUMENTS.c if column.name != "body")
_OLDEST_FIRST: Final = (DOCUMENTS.c.id, DOCUMENTS.c.version)
_IS_LIVE: Final = DOCUMENTS.c.state == DocumentState.LIVE
_IS_DRAFT: Final = DOCUMENTS.c.state == DocumentState.DRAFT


class Documents(Repository):
    """``DocumentStore`` inside one transaction."""

    async def hold(self) -> None:
        """Let nobody else change documents until this transaction ends."""
        # SQLite has one writer at a time anyway
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(
                text(f"LOCK TABLE {DOCUMENTS.name} IN SHARE ROW EXCLUSIVE MODE")
            )

    async def put_draft(self, document: Document, imported: date) -> DocumentVersion:
        """Store a draft in place of the one the document has."""
        here = DOCUMENTS.c.id == document.id
        standing: int | None = await self._value(
            select(DOCUMENTS.c.version).where(here, _IS_DRAFT).with_for_update()
        )
        highest: int | None = await self._value(select(func.max(DOCUMENTS.c.version)).where(here))
        number = standing or (highest or 0) + 1
        draft = await asyncio.to_thread(drafted, document, number, imported)
        if standing is None:
            await self._run(insert(DOCUMENTS).values(_row(draft)))
        else:
            await self._run(update(DOCUMENTS).where(here, _IS_DRAFT).values(_row(draft)))
        return draft.version

    async def drop_draft(self, document_id: str) -> bool:
        """Take the draft back; say whether there was one."""
        return await self._move(document_id, _IS_DRAFT, DocumentState.REMOVED)

    async def publish(self, document_id: str) -> bool:
        """Make the draft live and what was live past; say whether there was a draft."""
        if await self._version(document_id, DocumentState.DRAFT) is None:
            return False
        await self._move(document_id, _IS_LIVE, DocumentState.PAST)
        return await self._move(document_id, _IS_DRAFT, DocumentState.LIVE)

    async def undo(self, document_id: str) -> bool:
        """Make the newest past version live and take back what is live now."""
        earlier = await self._version(document_id, DocumentState.PAST)
        if earlier is None:
            return False
        await self._move(document_id, _IS_LIVE, DocumentState.REMOVED)
        chosen = (DOCUMENTS.c.version == earlier) & (DOCUMENTS.c.state == DocumentState.PAST)
        return await self._move(document_id, chosen, DocumentState.LIVE)

    async def remove(self, document_id: str) -> bool:
        """Make the live version past and drop the draft; say whether there was either."""
        was_draft = await self.drop_draft(document_id)
        return await self._move(document_id, _IS_LIVE, DocumentState.PAST) or was_draft

    async def erase(self, document_id: str) -> bool:
        """Delete every version; False, changing nothing, when one is live or a draft."""
        await self.hold()
        here = DOCUMENTS.c.id == document_id
        if await self._value(select(func.count()).where(here, _IS_LIVE | _IS_DRAFT)):
            return False
        return await self._run(delete(DOCUMENTS).where(here)) > 0

    async def add_entry(self, entry: DocumentEntry) -> None:
        """Append to the document's journal; call while holding."""
        here = DOCUMENT_ACTS.c.document_id == entry.document_id
        last = await self._value(select(func.max(DOCUMENT_ACTS.c.seq)).where(here))
        await self._run(
            insert(DOCUMENT_ACTS).values(
                document_id=entry.document_id,
                seq=(last or 0) + 1,
                act=entry.act,
                staff_id=entry.staff_id,
                day=entry.day,
            )
        )

    async def entries(self, document_id: str) -> list[DocumentEntry]:
        """Return the journal of one document, oldest first."""
        here = DOCUMENT_ACTS.c.document_id == document_id
        query = select(DOCUMENT_ACTS).where(here).order_by(DOCUMENT_ACTS.c.seq)
        return [
            DocumentEntry(row.document_id, row.act, _staff(row.staff_id), row.day)
            for row in await self._all(query)
        ]

    async def get(self, document_id: str, state: DocumentState) -> StoredDocument | None:
        """Return the newest version in that state with its text, or None."""
        query = _newest(select(DOCUMENTS), document_id, state)
        row = await self._first(query)
        return None if row is None else _stored(row)

    async def texts(self, chosen: Sequence[tuple[str, int]]) -> list[StoredDocument]:
        """Return these versions with their texts; without those that are not there."""
        wanted = tuple_(DOCUMENTS.c.id, DOCUMENTS.c.version).in_(chosen)
        query = select(DOCUMENTS).where(wanted).order_by(*_OLDEST_FIRST)
        return [_stored(row) for row in await self._all(query)]

    async def versions(self) -> list[DocumentVersion]:
        """Return every version of every document without its text."""
        query = select(*_DESCRIBED).order_by(*_OLDEST_FIRST)
        return [_version_of(row) for row in await self._all(query)]

    async def history(self, document_id: str) -> list[DocumentVersion]:
        """Return the versions of one document, oldest first."""
        here = DOCUMENTS.c.id == document_id
        query = select(*_DESCRIBED).where(here).order_by(*_OLDEST_FIRST)
        return [_version_of(row) for row in await self._all(query)]

    async def _version(self, document_id: str, state: DocumentState) -> int | None:
        # locked, so that two who publish at once take turns
        query = _newest(select(DOCUMENTS.c.version), document_id, state).with_for_update()
        version: int | None = await self._value(query)
        return version

    async def _move(
        self, document_id: str, chosen: ColumnElement[bool], state: DocumentState
    ) -> bool:
        here = update(DOCUMENTS).where(DOCUMENTS.c.id == document_id, chosen)
        return await self._run(here.values(state=state)) > 0


def _staff(stored: str | None) -> StaffId | None:
    return None if stored is None else StaffId(stored)


def _newest(query: Select[Any], document_id: str, state: DocumentState) -> Select[Any]:
    here = (DOCUMENTS.c.id == document_id) & (DOCUMENTS.c.state == state)
    return query.where(here).order_by(DOCUMENTS.c.version.desc()).limit(1)


def _row(stored: StoredDocument) -> dict[str, Any]:
    return {
        "id": stored.version.id,
        "version": stored.version.version,
        "state": stored.version.state,
        "fingerprint": stored.version.fingerprint,
        "facts": json.dumps(facts_to_json(stored.version.facts), ensure_ascii=False),
        "passages": stored.version.passages,
        "enumerations": stored.version.enumerations,
        "imported": stored.version.imported,
        "body": stored.body,
    }


def _stored(row: Row[Any]) -> StoredDocument:
    # without its facts nothing can be cited from it: the empty text is what cannot be read
    is_whole = _facts(row.facts) is not None
    return StoredDocument(_version_of(row), row.body if is_whole else "")


def _facts(stored: str) -> DocumentFacts | None:
    try:
        return facts_from_json(json.loads(stored))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _version_of(row: Row[Any]) -> DocumentVersion:
    """Return what is stored of a version. One whose facts cannot be read goes by its id: the
    other documents are answered from, and it can still be taken away."""
    facts = _facts(row.facts)
    if facts is None:
        log.warning("facts of a document unreadable")
    return DocumentVersion(
        id=row.id,
        version=row.version,
        state=row.state,
        fingerprint=row.fingerprint,
        facts=facts or DocumentFacts(row.id),
        passages=row.passages,
        enumerations=row.enumerations,
        imported=row.imported,
    )
