"""The staff's side of a case. Words come and go sealed: nothing here can read them.

Every act takes the actor first, asks ``staff.policy``, and leaves an audit entry in the same
transaction. Whether an actor has a case at all follows from holding an envelope of it.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from inbox.errors import CaseChanged, CaseUnknown, MoveNotAllowed
from inbox.journal import Act, entry
from inbox.model import (
    FAMILY,
    MOVES,
    OPEN_FAMILIES,
    AuditEntry,
    Author,
    CaseFilter,
    CaseHeader,
    CaseNumber,
    Envelope,
    Family,
    Holder,
    Reason,
    SealedMessage,
    SealedNote,
    Status,
    StatusChange,
)
from inbox.ports import InboxTransaction, InboxTransactions
from inbox.sealing import check_sealed
from staff.errors import NotAllowed
from staff.model import Actor, StaffId
from staff.policy import Action, require

_MOST_ON_A_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list, and how many cases there are in all."""

    headers: tuple[CaseHeader, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many cases an actor has: by family, the own ones, and the open ones nobody has."""

    families: Mapping[Family, int]
    mine: int
    unassigned: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.families.values())


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case as a reviewer's browser gets it. ``colleagues`` hold an envelope of it too."""

    header: CaseHeader
    envelope: Envelope
    messages: tuple[SealedMessage, ...]
    notes: tuple[SealedNote, ...]
    history: tuple[StatusChange, ...]
    audit: tuple[AuditEntry, ...]
    colleagues: tuple[StaffId, ...]


class Casework:
    """Reading and working cases.

    Each act on a case raises ``NotAllowed`` if the actor's roles do not grant it, and
    ``CaseUnknown`` if there is no such case or none for this actor: one answer for both.
    ``reading`` opens transactions that only look, and wait for no writer.
    """

    def __init__(
        self,
        transactions: InboxTransactions,
        today: Callable[[], date],
        reading: InboxTransactions | None = None,
    ) -> None:
        self._transactions = transactions
        self._reading = reading or transactions
        self._today = today

    async def list(self, actor: Actor, wanted: CaseFilter) -> CasePage:
        """Return one page of the actor's cases, latest change first. Leaves no audit entry."""
        require(actor, Action.LIST_CASES)
        size = min(max(wanted.page_size, 1), _MOST_ON_A_PAGE)
        bounded = replace(wanted, page=max(wanted.page, 0), page_size=size)
        async with self._reading() as transaction:
            headers, total = await transaction.cases.headers(actor.staff_id, bounded)
        return CasePage(tuple(headers), total)

    async def counts(self, actor: Actor) -> CaseCounts:
        """Return how many cases the actor has, counted at one moment."""
        require(actor, Action.LIST_CASES)
        async with self._reading() as transaction:
            tallies = await transaction.cases.tally(actor.staff_id)
        families = dict.fromkeys(Family, 0)
        mine = unassigned = 0
        for one in tallies:
            family = FAMILY[one.status]
            families[family] += one.count
            mine += one.count if one.assignee == actor.staff_id else 0
            if one.assignee is None and family in OPEN_FAMILIES:
                unassigned += one.count
        return CaseCounts(families, mine, unassigned)

    async def open(self, actor: Actor, number: CaseNumber) -> OpenCase:
        """Return the case with the actor's own envelope; audited once per account and day.

        The entry is durable before the envelope is handed out.
        """
        case = await self._read(actor, number)
        opened = entry(Act.OPEN_CASE, case.header.id, self._today(), actor.staff_id)
        if opened in case.audit:
            return case
        async with self._case(actor, Action.OPEN_CASE, number) as (transaction, header):
            if opened not in await transaction.cases.audit(header.id):
                await transaction.cases.add_audit(opened)
                await transaction.commit()
        return replace(case, audit=(*case.audit, opened))

    async def _read(self, actor: Actor, number: CaseNumber) -> OpenCase:
        require(actor, Action.OPEN_CASE)
        async with self._reading() as transaction:
            cases = transaction.cases
            header = await cases.header(actor.staff_id, number)
            if header is None:
                raise CaseUnknown
            envelope = await cases.envelope(header.id, Holder.REVIEWER, actor.staff_id)
            if envelope is None:
                raise CaseUnknown
            return OpenCase(
                header=header,
                envelope=envelope,
                messages=tuple(await cases.messages(header.id)),
                notes=tuple(await cases.notes(header.id)),
                history=tuple(await cases.history(header.id)),
                audit=tuple(await cases.audit(header.id)),
                colleagues=tuple(await cases.holders(header.id)),
            )

    async def reply(
        self, actor: Actor, number: CaseNumber, sealed: bytes, seen: int | None = None
    ) -> None:
        """Add a message for the reporter. Raises ``SealInvalid`` on a blob of wrong size.

        ``seen`` is how many messages the actor has read: if there are others by now, raises
        ``CaseChanged``, so that two colleagues do not answer the same words.
        """
        check_sealed(sealed)
        async with self._case(actor, Action.REPLY, number) as (transaction, header):
            await _check_seen(transaction, header, seen)
            await self._add_reply(transaction, header, sealed)
            await self._audit(transaction, header, actor, Act.REPLY)
            await transaction.commit()

    async def note(self, actor: Actor, number: CaseNumber, sealed: bytes) -> None:
        """Add an internal note, sealed to the notes key. Raises ``SealInvalid``."""
        check_sealed(sealed)
        async with self._case(actor, Action.WRITE_NOTE, number) as (transaction, header):
            note = SealedNote(actor.staff_id, sealed, self._today())
            await transaction.cases.add_note(header.id, note)
            await self._audit(transaction, header, actor, Act.WRITE_NOTE)
            await transaction.commit()

    async def move(
        self,
        actor: Actor,
        number: CaseNumber,
        status: Status,
        reason: Reason,
        sealed_words: bytes | None = None,
        seen: int | None = None,
    ) -> None:
        """Move the status, with a reason, and with words for the reporter if given.

        Raises ``MoveNotAllowed`` if the table of moves has no such one, or a colleague moved
        the case meanwhile; then the words are not sent either. Raises ``SealInvalid``, and
        ``CaseChanged`` for words that answer an older state (see :meth:`reply`).
        """
        if sealed_words is not None:
            check_sealed(sealed_words)
        async with self._case(actor, Action.MOVE_STATUS, number) as (transaction, header):
            change = StatusChange(status, reason, self._today())
            if status not in MOVES[header.status]:
                raise MoveNotAllowed
            if not await transaction.cases.move(header.id, header.status, change):
                raise MoveNotAllowed
            if sealed_words is not None:
                await _check_seen(transaction, header, seen)
                await self._add_reply(transaction, header, sealed_words)
            await self._audit(transaction, header, actor, Act.MOVE_STATUS, status.value)
            await transaction.commit()

    async def assign(self, actor: Actor, number: CaseNumber, staff_id: StaffId | None) -> None:
        """Give the case to one account that can open it, or back to nobody.

        Raises ``NotAllowed`` for an account without an envelope: it could not read the case.
        """
        async with self._case(actor, Action.ASSIGN, number) as (transaction, header):
            if staff_id is not None and staff_id not in await transaction.cases.holders(header.id):
                raise NotAllowed(Action.ASSIGN.value)
            await transaction.cases.assign(header.id, staff_id)
            act = Act.RELEASE if staff_id is None else Act.ASSIGN
            await self._audit(transaction, header, actor, act)
            await transaction.commit()

    @asynccontextmanager
    async def _case(
        self, actor: Actor, action: Action, number: CaseNumber
    ) -> AsyncIterator[tuple[InboxTransaction, CaseHeader]]:
        """Open a transaction over a case the actor may do this to."""
        require(actor, action)
        async with self._transactions() as transaction:
            header = await transaction.cases.header(actor.staff_id, number)
            if header is None:
                raise CaseUnknown
            yield transaction, header

    async def _add_reply(
        self, transaction: InboxTransaction, header: CaseHeader, sealed: bytes
    ) -> None:
        message = SealedMessage(Author.REVIEWER, sealed, self._today())
        await transaction.cases.add_message(header.id, message)

    async def _audit(
        self,
        transaction: InboxTransaction,
        header: CaseHeader,
        actor: Actor,
        act: Act,
        detail: str = "",
    ) -> None:
        done = entry(act, header.id, self._today(), actor.staff_id, detail)
        await transaction.cases.add_audit(done)


async def _check_seen(transaction: InboxTransaction, header: CaseHeader, seen: int | None) -> None:
    if seen is not None and seen != len(await transaction.cases.messages(header.id)):
        raise CaseChanged
