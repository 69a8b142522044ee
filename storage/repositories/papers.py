"""What gathers in a case: messages, notes, status changes and audit entries, each in order."""

from typing import Any

from sqlalchemy import Table, func, insert, literal, select, update

from inbox.errors import CaseUnknown
from inbox.model import (
    AuditEntry,
    CaseId,
    SealedMessage,
    SealedNote,
    Status,
    StatusChange,
)
from staff.model import StaffId
from storage.repositories.repository import Repository
from storage.tables.columns import random_id
from storage.tables.inbox import AUDIT, CASES, HISTORY, MESSAGES, NOTES


class Papers(Repository):
    """The paper part of ``CaseStore``. Who may read is asked before, by envelope."""

    async def messages(self, case_id: CaseId) -> list[SealedMessage]:
        """Return the messages in the order they were added."""
        rows = await self._of_case(MESSAGES, case_id)
        return [SealedMessage(row.author, row.sealed, row.day) for row in rows]

    async def add_message(self, case_id: CaseId, message: SealedMessage) -> None:
        """Append a message and mark the case as changed; ``CaseUnknown`` if it is gone."""
        chosen = update(CASES).where(CASES.c.id == case_id)
        if not await self._run(chosen.values(changed_on=message.day)):
            raise CaseUnknown
        await self._append_message(case_id, message)

    async def notes(self, case_id: CaseId) -> list[SealedNote]:
        """Return the internal notes in order."""
        rows = await self._of_case(NOTES, case_id)
        return [SealedNote(StaffId(row.staff_id), row.sealed, row.day) for row in rows]

    async def add_note(self, case_id: CaseId, note: SealedNote) -> None:
        """Append an internal note; ``CaseUnknown`` if the case is gone."""
        await self._hold(case_id)
        row = {"staff_id": note.staff_id, "day": note.day, "sealed": note.sealed}
        await self._append(NOTES, case_id, row)

    async def history(self, case_id: CaseId) -> list[StatusChange]:
        """Return the status changes in order, the first being SENT."""
        rows = await self._of_case(HISTORY, case_id)
        return [StatusChange(row.status, row.reason, row.day) for row in rows]

    async def move(self, case_id: CaseId, old: Status, change: StatusChange) -> bool:
        """Move the status if it still is ``old``; say whether it was."""
        unmoved = (CASES.c.id == case_id) & (CASES.c.status == old)
        new = {"status": change.status, "changed_on": change.day}
        if not await self._run(update(CASES).where(unmoved).values(new)):
            return False
        await self._append_change(case_id, change)
        return True

    async def add_audit(self, entry: AuditEntry) -> None:
        """Append an audit entry."""
        row = {
            "id": random_id(),
            "staff_id": entry.staff_id,
            "action": entry.action,
            "detail": entry.detail,
            "day": entry.day,
        }
        if entry.case_id is None:
            await self._run(insert(AUDIT).values(case_id=None, seq=0, **row))
            return
        await self._hold(entry.case_id)
        await self._append(AUDIT, entry.case_id, row)

    async def audit(self, case_id: CaseId) -> list[AuditEntry]:
        """Return the audit entries of a case in order."""
        return [
            AuditEntry(
                row.action,
                row.day,
                None if row.staff_id is None else StaffId(row.staff_id),
                CaseId(row.case_id),
                row.detail,
            )
            for row in await self._of_case(AUDIT, case_id)
        ]

    async def _append_message(self, case_id: CaseId, message: SealedMessage) -> None:
        row = {"author": message.author, "day": message.day, "sealed": message.sealed}
        await self._append(MESSAGES, case_id, row)

    async def _append_change(self, case_id: CaseId, change: StatusChange) -> None:
        row = {"status": change.status, "reason": change.reason, "day": change.day}
        await self._append(HISTORY, case_id, row)

    async def _hold(self, case_id: CaseId) -> None:
        """Keep others from appending to this case until the transaction ends.

        PostgreSQL would otherwise give two of them the same number; SQLite has one writer.
        """
        query = select(CASES.c.id).where(CASES.c.id == case_id).with_for_update()
        if await self._value(query) is None:
            raise CaseUnknown

    async def _append(self, table: Table, case_id: CaseId, row: dict[str, Any]) -> None:
        last = select(func.max(table.c.seq)).where(table.c.case_id == case_id)
        seq = func.coalesce(last.scalar_subquery(), literal(0)) + 1
        await self._run(insert(table).values(case_id=case_id, seq=seq, **row))

    async def _of_case(self, table: Table, case_id: CaseId) -> list[Any]:
        return await self._all(
            select(table).where(table.c.case_id == case_id).order_by(table.c.seq)
        )
