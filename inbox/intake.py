"""Taking a report in: check, route, seal, store. No parameter here can carry an identity.

A report's words are in this module from ``submit`` until they are sealed. Nothing is logged:
a log line has a time of day, and that is more than a report may keep.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from delivery.model import Notice, NoticeKind
from inbox import rules
from inbox.areas import Areas, load_areas
from inbox.crockford import random_letters
from inbox.journal import Act, entry
from inbox.model import (
    Author,
    CaseHeader,
    CaseId,
    CaseNumber,
    Draft,
    Envelope,
    Holder,
    LookupTag,
    NewCase,
    SealedMessage,
    Status,
)
from inbox.ports import CaseStore, InboxTransactions
from inbox.receipt import Receipt, derive, new_receipt
from inbox.routing import Route, choose
from inbox.sealing import (
    CaseKeys,
    key_id,
    new_case_keys,
    public_key_of,
    seal_envelope,
    seal_report,
)
from staff.model import StaffId
from staff.ports import Randomness

_NUMBER_TRIES: Final = 20
_CASE_ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What is left of a draft once it is sealed."""

    case_id: CaseId
    tag: LookupTag
    case_public: bytes
    notes_public: bytes
    envelopes: tuple[Envelope, ...]
    first_message: bytes


class Intake:
    """The way in for reports.

    ``oversight_public_key`` is the raw X25519 key whose private half is kept offline: every
    report has an envelope for it. ``today`` returns the day in Viet Nam.
    """

    def __init__(
        self,
        transactions: InboxTransactions,
        oversight_public_key: bytes,
        today: Callable[[], date],
        random: Randomness,
        areas: Areas | None = None,
        reading: InboxTransactions | None = None,
    ) -> None:
        self._transactions = transactions
        self._reading = reading or transactions
        self._oversight = oversight_public_key
        self._today = today
        self._random = random
        self._areas = areas or load_areas()

    def check(self, draft: Draft) -> None:
        """Raise ``DraftInvalid`` naming the first part that breaks a rule. Stores nothing."""
        rules.check_draft(draft, self._areas)

    async def ensure_openable(self, draft: Draft) -> None:
        """Raise ``NobodyCanOpen`` now rather than after the receipt was shown and copied."""
        await self._route(draft)

    def new_receipt(self) -> Receipt:
        """Return a fresh receipt, to be shown and typed back before ``submit``."""
        return new_receipt(self._random)

    async def submit(self, draft: Draft, receipt: Receipt) -> CaseNumber:
        """Seal the draft to its readers and store it whole, in one transaction.

        The excluded offices are left out before anything is sealed. When this returns the
        report is durable: the unit's notice and the audit entry with it. Raises
        ``DraftInvalid``; ``NobodyCanOpen`` (nothing stored); ``AlreadyStored`` if a case with
        this receipt exists, which is how a repeated submission ends.
        """
        self.check(draft)
        tidy = rules.tidy_draft(draft)
        route = await self._route(tidy)
        # Before the write transaction, which others wait for; and off the event loop.
        sealed = await asyncio.to_thread(self._seal, tidy, receipt, route)
        return await self._store(tidy, route, sealed)

    async def _route(self, draft: Draft) -> Route:
        async with self._reading() as transaction:
            units = await transaction.cases.units()
            recipients = await transaction.cases.recipients()
        return choose(draft, units, recipients, self._areas.province_of)

    def _seal(self, draft: Draft, receipt: Receipt, route: Route) -> _Sealed:
        secrets = derive(receipt)
        case_id = CaseId(self._random(_CASE_ID_BYTES).hex())
        keys = new_case_keys(self._random)
        return _Sealed(
            case_id,
            secrets.tag,
            keys.case_public,
            keys.notes_public,
            tuple(self._envelopes(case_id, keys, route, public_key_of(secrets.mailbox_private))),
            seal_report(keys, case_id, draft),
        )

    def _envelopes(
        self, case_id: CaseId, keys: CaseKeys, route: Route, mailbox_public: bytes
    ) -> Iterable[Envelope]:
        holders: list[tuple[Holder, StaffId | None, bytes]] = [
            (Holder.REVIEWER, reader.staff_id, reader.public_key) for reader in route.recipients
        ]
        holders.append((Holder.MAILBOX, None, mailbox_public))
        holders.append((Holder.OVERSIGHT, None, self._oversight))
        for holder, staff_id, public in holders:
            sealed = seal_envelope(holder, keys, case_id, public)
            yield Envelope(holder, key_id(public), staff_id, sealed)

    async def _store(self, draft: Draft, route: Route, sealed: _Sealed) -> CaseNumber:
        day = self._today()
        async with self._transactions() as transaction:
            number = await self._free_number(transaction.cases)
            await transaction.cases.add(_new_case(draft, route, sealed, number, day))
            await transaction.cases.add_audit(entry(Act.SUBMITTED, sealed.case_id, day))
            await transaction.notices.to_unit(route.unit_id, _notice(draft, number, day))
            await transaction.commit()
        return number

    async def _free_number(self, cases: CaseStore) -> CaseNumber:
        for _ in range(_NUMBER_TRIES):
            number = CaseNumber(f"VN-{random_letters(self._random, 5)}")
            if not await cases.number_taken(number):
                return number
        raise RuntimeError("no free case number")


def _new_case(
    draft: Draft, route: Route, sealed: _Sealed, number: CaseNumber, day: date
) -> NewCase:
    header = CaseHeader(
        id=sealed.case_id,
        number=number,
        kind=draft.kind,
        category=draft.category,
        area_code=draft.area_code,
        unit_id=route.unit_id,
        urgency=rules.urgency_of(draft),
        status=Status.SENT,
        day=day,
        case_public_key=sealed.case_public,
        notes_public_key=sealed.notes_public,
    )
    first = SealedMessage(Author.REPORTER, sealed.first_message, day)
    return NewCase(header, sealed.tag, sealed.envelopes, first)


def _notice(draft: Draft, number: CaseNumber, day: date) -> Notice:
    fields = (
        ("number", number),
        ("category", draft.category.value),
        ("area", draft.area_code),
        ("day", day.isoformat()),
    )
    return Notice(NoticeKind.NEW_CASE, fields)
