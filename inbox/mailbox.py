"""The reporter's side of a case, opened by the receipt and by nothing else.

Plaintext passes through to the edge and is kept nowhere. This side never touches the internal
notes: its envelope holds no key to them.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from delivery.model import Notice, NoticeKind
from inbox import rules
from inbox.categories import Category, Kind
from inbox.errors import MoveNotAllowed, ReceiptUnknown, SealInvalid
from inbox.journal import Act, entry
from inbox.model import (
    Author,
    CaseHeader,
    CaseNumber,
    Envelope,
    Holder,
    Reason,
    SealedMessage,
    Status,
    StatusChange,
)
from inbox.ports import InboxTransaction, InboxTransactions
from inbox.receipt import Receipt, ReceiptKeys, derive
from inbox.sealing import open_envelope, open_words, seal_words

WITHDRAWABLE: Final = frozenset(
    {
        Status.SENT,
        Status.RECEIVED,
        Status.NEEDS_INFORMATION,
        Status.FORWARDED,
        Status.VERIFYING,
    }
)
"""A case that has an outcome keeps it: withdrawing would rewrite what was decided."""

_REOPENED_BY_WORDS: Final = frozenset({Status.NEEDS_INFORMATION, Status.UNFOUNDED})


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """A message as the reporter reads it; ``is_readable`` is False for one that is broken."""

    author: Author
    words: str = field(repr=False)
    day: date
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class MailboxView:
    """What a receipt shows: where the case stands and what was said."""

    number: CaseNumber
    kind: Kind
    category: Category
    area_code: str
    day: date
    status: Status
    history: tuple[StatusChange, ...]
    messages: tuple[OpenMessage, ...]

    @property
    def can_withdraw(self) -> bool:
        """Whether ``withdraw`` would be accepted now."""
        return self.status in WITHDRAWABLE


class Mailbox:
    """The reporter's own window. Each call derives the keys anew and forgets them."""

    def __init__(
        self,
        transactions: InboxTransactions,
        today: Callable[[], date],
        reading: InboxTransactions | None = None,
    ) -> None:
        self._transactions = transactions
        self._reading = reading or transactions
        self._today = today

    async def look(self, receipt: Receipt) -> MailboxView:
        """Return the case's state and its messages, opened. Raises ``ReceiptUnknown``.

        Leaves no trace: nobody can see that, or when, a reporter looked.
        """
        keys = await asyncio.to_thread(derive, receipt)
        async with self._reading() as transaction:
            header = await _find(transaction, keys)
            envelope = await transaction.cases.envelope(header.id, Holder.MAILBOX)
            sealed = await transaction.cases.messages(header.id)
            history = await transaction.cases.history(header.id)
        if envelope is None:
            raise ReceiptUnknown
        messages = await asyncio.to_thread(_open_all, header, envelope, keys, sealed)
        return MailboxView(
            number=header.number,
            kind=header.kind,
            category=header.category,
            area_code=header.area_code,
            day=header.day,
            status=header.status,
            history=tuple(history),
            messages=messages,
        )

    async def add(self, receipt: Receipt, words: str) -> None:
        """Seal a further message to the case and tell its unit.

        A case that waited for information, or lacked it, goes back to being checked. Raises
        ``DraftInvalid`` (1 to 4,000 characters) or ``ReceiptUnknown``.
        """
        rules.check_words(words)
        keys = await asyncio.to_thread(derive, receipt)
        day = self._today()
        async with self._transactions() as transaction:
            header = await _find(transaction, keys)
            sealed = seal_words(
                header.case_public_key, header.id, Author.REPORTER, rules.tidy(words)
            )
            cases = transaction.cases
            await cases.add_message(header.id, SealedMessage(Author.REPORTER, sealed, day))
            if header.status in _REOPENED_BY_WORDS:
                change = StatusChange(Status.VERIFYING, Reason.NEW_INFORMATION, day)
                await cases.move(header.id, header.status, change)
            await cases.add_audit(entry(Act.REPORTER_MESSAGE, header.id, day))
            await transaction.notices.to_unit(header.unit_id, _notice(header, day))
            await transaction.commit()

    async def withdraw(self, receipt: Receipt) -> None:
        """Mark the case as withdrawn; twice is as once.

        A sign of crime may still be checked. Raises ``ReceiptUnknown``, or ``MoveNotAllowed``
        for a case that has an outcome already.
        """
        keys = await asyncio.to_thread(derive, receipt)
        day = self._today()
        async with self._transactions() as transaction:
            header = await _find(transaction, keys)
            if header.status is Status.WITHDRAWN:
                return
            if header.status not in WITHDRAWABLE:
                raise MoveNotAllowed
            change = StatusChange(Status.WITHDRAWN, None, day)
            if not await transaction.cases.move(header.id, header.status, change):
                raise MoveNotAllowed
            await transaction.cases.add_audit(entry(Act.WITHDRAWN, header.id, day))
            await transaction.commit()


async def _find(transaction: InboxTransaction, keys: ReceiptKeys) -> CaseHeader:
    header = await transaction.cases.header_by_tag(keys.tag)
    if header is None:
        raise ReceiptUnknown
    return header


def _open_all(
    header: CaseHeader, envelope: Envelope, keys: ReceiptKeys, sealed: Sequence[SealedMessage]
) -> tuple[OpenMessage, ...]:
    case_private, _ = open_envelope(
        Holder.MAILBOX, envelope.sealed, header.id, keys.mailbox_private
    )
    return tuple(_open(message, case_private, header) for message in sealed)


def _open(message: SealedMessage, case_private: bytes, header: CaseHeader) -> OpenMessage:
    # A reviewer's browser seals, and the server cannot check what is inside: one broken
    # message must not take the whole mailbox from the reporter.
    try:
        words = open_words(message.sealed, case_private, header.id, message.author)
    except SealInvalid:
        return OpenMessage(message.author, "", message.day, is_readable=False)
    return OpenMessage(message.author, rules.tidy(words), message.day)


def _notice(header: CaseHeader, day: date) -> Notice:
    fields = (
        ("number", header.number),
        ("category", header.category.value),
        ("area", header.area_code),
        ("day", day.isoformat()),
    )
    return Notice(NoticeKind.NEW_MESSAGE, fields)
