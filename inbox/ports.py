"""What this room needs from outside, as narrow as its use cases."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from delivery.ports import NoticeQueue
from inbox.model import (
    AuditEntry,
    CaseFilter,
    CaseHeader,
    CaseId,
    CaseNumber,
    Envelope,
    Holder,
    LookupTag,
    NewCase,
    SealedMessage,
    SealedNote,
    Status,
    StatusChange,
    Tally,
)
from staff.model import Recipient, StaffId, Unit


class CaseStore(Protocol):
    """Cases inside one transaction. Reading for staff always goes through an envelope."""

    async def add(self, case: NewCase) -> None:
        """Store header, envelopes, first message and status; ``AlreadyStored`` on a known tag."""
        ...

    async def number_taken(self, number: CaseNumber) -> bool:
        """Say whether a case has this number."""
        ...

    async def units(self) -> list[Unit]:
        """Return all units, for routing."""
        ...

    async def recipients(self) -> list[Recipient]:
        """Return every active account with the reviewer or coordinator role, with its key."""
        ...

    async def header_by_tag(self, tag: LookupTag) -> CaseHeader | None:
        """Return the case a receipt's tag finds, or None."""
        ...

    async def headers(self, reader: StaffId, wanted: CaseFilter) -> tuple[list[CaseHeader], int]:
        """Return one page of the cases ``reader`` holds an envelope of (latest change first,
        then newest day, then by number) and how many there are in all."""
        ...

    async def tally(self, reader: StaffId) -> list[Tally]:
        """Count all cases ``reader`` holds an envelope of, by status and assignee."""
        ...

    async def header(self, reader: StaffId, number: CaseNumber) -> CaseHeader | None:
        """Return the case if ``reader`` holds an envelope of it, else None."""
        ...

    async def envelope(
        self, case_id: CaseId, holder: Holder, staff_id: StaffId | None = None
    ) -> Envelope | None:
        """Return that holder's envelope, or None."""
        ...

    async def holders(self, case_id: CaseId) -> list[StaffId]:
        """Return the staff ids that hold an envelope of this case."""
        ...

    async def messages(self, case_id: CaseId) -> list[SealedMessage]:
        """Return the messages in the order they were added."""
        ...

    async def add_message(self, case_id: CaseId, message: SealedMessage) -> None:
        """Append a message and mark the case as changed that day."""
        ...

    async def notes(self, case_id: CaseId) -> list[SealedNote]:
        """Return the internal notes in order."""
        ...

    async def add_note(self, case_id: CaseId, note: SealedNote) -> None:
        """Append an internal note."""
        ...

    async def history(self, case_id: CaseId) -> list[StatusChange]:
        """Return the status changes in order, the first being SENT."""
        ...

    async def move(self, case_id: CaseId, old: Status, change: StatusChange) -> bool:
        """Move the status if it still is ``old``; say whether it was."""
        ...

    async def assign(self, case_id: CaseId, staff_id: StaffId | None) -> None:
        """Give the case to one account, or to nobody."""
        ...

    async def add_audit(self, entry: AuditEntry) -> None:
        """Append an audit entry."""
        ...

    async def audit(self, case_id: CaseId) -> list[AuditEntry]:
        """Return the audit entries of a case in order."""
        ...


class InboxTransaction(Protocol):
    """One transaction over this room's store. Leaving without ``commit`` rolls back."""

    @property
    def cases(self) -> CaseStore:
        """The store, valid until the block ends."""
        ...

    @property
    def notices(self) -> NoticeQueue:
        """Where a unit's notice is queued, in the same transaction."""
        ...

    async def commit(self) -> None:
        """Make everything since the start durable, or raise and leave nothing."""
        ...


InboxTransactions = Callable[[], AbstractAsyncContextManager[InboxTransaction]]
