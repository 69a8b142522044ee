"""Cases and their envelopes. A reader finds only cases an envelope was made for."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from inbox.errors import AlreadyStored
from inbox.model import (
    FAMILY,
    OPEN_FAMILIES,
    CaseFilter,
    CaseHeader,
    CaseId,
    CaseNumber,
    Envelope,
    Family,
    Holder,
    LookupTag,
    NewCase,
    Status,
    StatusChange,
    Tally,
)
from staff.model import KeyId, Recipient, Role, StaffId, Unit, UnitId
from storage.failures import violates
from storage.repositories.papers import Papers
from storage.repositories.units import UNIT_COLUMNS, unit_of
from storage.tables.inbox import CASES, ENVELOPES
from storage.tables.staff import ACCOUNTS

_READERS = frozenset({Role.REVIEWER, Role.COORDINATOR})
_CHANGED = func.coalesce(CASES.c.changed_on, CASES.c.day)


class Cases(Papers):
    """``CaseStore`` inside one transaction."""

    async def add(self, case: NewCase) -> None:
        """Store header, envelopes, first message and status; ``AlreadyStored`` on a known tag."""
        if await self._value(select(exists().where(CASES.c.tag == case.tag))):
            raise AlreadyStored
        try:
            await self._run(insert(CASES).values(_row_of(case)))
        except IntegrityError as error:
            # The id is random too: meeting it again means the very same submission.
            if violates(error, "cases", "tag") or violates(error, "cases", "id"):
                raise AlreadyStored from None
            raise
        header = case.header
        await self._run(insert(ENVELOPES).values(_envelope_rows(case)))
        await self._append_message(header.id, case.first_message)
        await self._append_change(header.id, StatusChange(header.status, None, header.day))

    async def number_taken(self, number: CaseNumber) -> bool:
        """Say whether a case has this number."""
        return bool(await self._value(select(exists().where(CASES.c.number == number))))

    async def units(self) -> list[Unit]:
        """Return all units, for routing."""
        return [unit_of(row) for row in await self._all(select(*UNIT_COLUMNS).order_by("id"))]

    async def recipients(self) -> list[Recipient]:
        """Return every active reviewer or coordinator with the public key, ordered by id."""
        account = ACCOUNTS.c
        columns = (account.id, account.unit_id, account.roles, account.public_key)
        query = select(*columns).where(account.active).order_by(account.id)
        return [_recipient(row) for row in await self._all(query) if row.roles & _READERS]

    async def header_by_tag(self, tag: LookupTag) -> CaseHeader | None:
        """Return the case a receipt's tag finds, or None."""
        return await self._header(CASES.c.tag == tag)

    async def headers(self, reader: StaffId, wanted: CaseFilter) -> tuple[list[CaseHeader], int]:
        """Return one page (latest change first, then newest day, then by number) and how many
        there are."""
        where = [_readable_by(reader), *_conditions(reader, wanted)]
        total = await self._value(select(func.count()).select_from(CASES).where(*where))
        page = (
            select(CASES)
            .where(*where)
            .order_by(_CHANGED.desc(), CASES.c.day.desc(), CASES.c.number)
            .limit(wanted.page_size)
            .offset(wanted.page * wanted.page_size)
        )
        return [_header_of(row) for row in await self._all(page)], total

    async def tally(self, reader: StaffId) -> list[Tally]:
        """Count all cases ``reader`` holds an envelope of, by status and assignee."""
        by = (CASES.c.status, CASES.c.assignee)
        counted = select(*by, func.count().label("cases")).where(_readable_by(reader))
        return [
            Tally(row.status, None if row.assignee is None else StaffId(row.assignee), row.cases)
            for row in await self._all(counted.group_by(*by))
        ]

    async def header(self, reader: StaffId, number: CaseNumber) -> CaseHeader | None:
        """Return the case if ``reader`` holds an envelope of it, else None."""
        return await self._header((CASES.c.number == number) & _readable_by(reader))

    async def envelope(
        self, case_id: CaseId, holder: Holder, staff_id: StaffId | None = None
    ) -> Envelope | None:
        """Return that holder's envelope, or None. A reviewer's needs ``staff_id``."""
        row = await self._first(
            select(ENVELOPES).where(
                ENVELOPES.c.case_id == case_id,
                ENVELOPES.c.holder == holder,
                ENVELOPES.c.staff_id.is_not_distinct_from(staff_id),
            )
        )
        return None if row is None else Envelope(holder, KeyId(row.key_id), staff_id, row.sealed)

    async def holders(self, case_id: CaseId) -> list[StaffId]:
        """Return the staff ids that hold an envelope of this case, ordered by id."""
        held = (ENVELOPES.c.case_id == case_id) & ENVELOPES.c.staff_id.is_not(None)
        query = select(ENVELOPES.c.staff_id).where(held).distinct().order_by("staff_id")
        return [StaffId(row.staff_id) for row in await self._all(query)]

    async def assign(self, case_id: CaseId, staff_id: StaffId | None) -> None:
        """Give the case to one account, or to nobody."""
        await self._run(update(CASES).where(CASES.c.id == case_id).values(assignee=staff_id))

    async def _header(self, where: ColumnElement[bool]) -> CaseHeader | None:
        row = await self._first(select(CASES).where(where))
        return None if row is None else _header_of(row)


def _readable_by(reader: StaffId) -> ColumnElement[bool]:
    return CASES.c.id.in_(select(ENVELOPES.c.case_id).where(ENVELOPES.c.staff_id == reader))


def _conditions(reader: StaffId, wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    equal = {
        CASES.c.unit_id: wanted.unit_id,
        CASES.c.kind: wanted.kind,
        CASES.c.category: wanted.category,
        CASES.c.assignee: reader if wanted.mine else None,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if wanted.family is not None:
        yield CASES.c.status.in_(_statuses(frozenset({wanted.family})))
    if wanted.since is not None:
        yield CASES.c.day >= wanted.since
    if wanted.until is not None:
        yield CASES.c.day <= wanted.until
    if wanted.unassigned:
        yield CASES.c.assignee.is_(None)
        if wanted.family is None:
            yield CASES.c.status.in_(_statuses(OPEN_FAMILIES))


def _statuses(families: frozenset[Family]) -> list[Status]:
    return [status for status, family in FAMILY.items() if family in families]


def _recipient(row: Row[Any]) -> Recipient:
    key_id = KeyId(hashlib.sha256(row.public_key).hexdigest()[:16])
    is_coordinator = Role.COORDINATOR in row.roles
    return Recipient(StaffId(row.id), UnitId(row.unit_id), key_id, row.public_key, is_coordinator)


def _header_of(row: Row[Any]) -> CaseHeader:
    return CaseHeader(
        id=CaseId(row.id),
        number=CaseNumber(row.number),
        kind=row.kind,
        category=row.category,
        area_code=row.area_code,
        unit_id=UnitId(row.unit_id),
        urgency=row.urgency,
        status=row.status,
        day=row.day,
        case_public_key=row.case_public_key,
        notes_public_key=row.notes_public_key,
        assignee=None if row.assignee is None else StaffId(row.assignee),
        changed_on=row.changed_on,
    )


def _row_of(case: NewCase) -> dict[str, Any]:
    header = case.header
    return {
        "id": header.id,
        "tag": case.tag,
        "number": header.number,
        "kind": header.kind,
        "category": header.category,
        "area_code": header.area_code,
        "unit_id": header.unit_id,
        "urgency": header.urgency,
        "status": header.status,
        "day": header.day,
        "changed_on": header.changed_on,
        "assignee": header.assignee,
        "case_public_key": header.case_public_key,
        "notes_public_key": header.notes_public_key,
    }


def _envelope_rows(case: NewCase) -> list[dict[str, Any]]:
    return [
        {
            "case_id": case.header.id,
            "holder": envelope.holder,
            "key_id": envelope.key_id,
            "staff_id": envelope.staff_id,
            "sealed": envelope.sealed,
        }
        for envelope in case.envelopes
    ]
