"""Sample reports of ``page/sample/cases.toml``, sent in and worked through the real use cases.

Days in the past come from handing the use cases another "today". The duty group is not told:
fifty notices at once would bury the one a visitor is waiting for.
"""

import tomllib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from delivery.model import Notice
from delivery.ports import NoticeQueue
from inbox.areas import load_areas
from inbox.casework import Casework
from inbox.categories import Category, Kind
from inbox.intake import Intake
from inbox.model import (
    Author,
    CaseNumber,
    Danger,
    Draft,
    Reason,
    Status,
    Subject,
    When,
)
from inbox.ports import CaseStore, InboxTransaction, InboxTransactions
from inbox.sealing import seal_words
from staff.model import Actor, StaffId, StaffMember, UnitId
from staff.ports import Randomness

_FILE: Final = Path(__file__).parent / "page" / "sample" / "cases.toml"


@dataclass(frozen=True, slots=True)
class SampleCase:
    """One report and what the office did with it, a step a day (see the file's head)."""

    draft: Draft
    days: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleCases:
    """Everything the file says; ``replies`` are words by name."""

    cases: tuple[SampleCase, ...]
    replies: Mapping[str, str]


def load_cases(file: Path = _FILE) -> SampleCases:
    """Read the sample cases; raises ``KeyError`` or ``ValueError`` on a mistake in the file."""
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    return SampleCases(tuple(_case(case) for case in said["case"]), said["replies"])


class CaseLoader:
    """Sends the sample reports in, as if over the last weeks, and works some of them."""

    def __init__(
        self,
        transactions: InboxTransactions,
        oversight_public_key: bytes,
        members: Iterable[StaffMember],
        today: Callable[[], date],
        random: Randomness,
    ) -> None:
        self._transactions = _without_notices(transactions)
        self._oversight = oversight_public_key
        self._members = sorted(members, key=lambda member: member.handle)
        self._today = today
        self._random = random
        self._areas = load_areas()

    async def load(self, samples: SampleCases) -> int:
        """Store and work every sample; return how many. Each call stores them anew."""
        for case in samples.cases:
            number = await self._send_in(case)
            await self._work(number, case, samples.replies)
        return len(samples.cases)

    async def reader_of(self, number: CaseNumber) -> StaffMember | None:
        """Return the first account, by handle, that holds an envelope of the case, or None."""
        async with self._transactions() as transaction:
            for member in self._members:
                if await transaction.cases.header(member.id, number) is not None:
                    return member
        return None

    async def _send_in(self, case: SampleCase) -> CaseNumber:
        day = self._day(case, 0)
        intake = Intake(self._transactions, self._oversight, day, self._random, self._areas)
        return await intake.submit(case.draft, intake.new_receipt())

    async def _work(
        self, number: CaseNumber, case: SampleCase, replies: Mapping[str, str]
    ) -> None:
        member = await self.reader_of(number) if case.steps else None
        if member is None:
            return
        actor = Actor(member.id, member.unit_id, member.roles)
        for after, step in enumerate(case.steps, start=1):
            casework = Casework(self._transactions, self._day(case, after))
            await _take_step(casework, actor, number, step, replies)

    def _day(self, case: SampleCase, after: int) -> Callable[[], date]:
        day = self._today() - timedelta(days=max(case.days - after, 0))
        return lambda: day


async def _take_step(
    casework: Casework,
    actor: Actor,
    number: CaseNumber,
    step: str,
    replies: Mapping[str, str],
) -> None:
    what, _, with_what = step.partition(":")
    if what == "take":
        await casework.assign(actor, number, actor.staff_id)
    elif what == "reply":
        header = (await casework.open(actor, number)).header
        words = replies[with_what]
        sealed = seal_words(header.case_public_key, header.id, Author.REVIEWER, words)
        await casework.reply(actor, number, sealed)
    else:
        await casework.move(actor, number, Status(what), Reason(with_what), None)


class _NoNotices:
    """A notice queue that keeps nothing."""

    async def to_unit(self, unit_id: UnitId, notice: Notice) -> None:
        """Drop the notice."""

    async def to_staff(self, staff_id: StaffId, notice: Notice) -> None:
        """Drop the notice."""


@dataclass(frozen=True, slots=True)
class _Quiet:
    """A transaction whose notices go nowhere."""

    inner: InboxTransaction

    @property
    def cases(self) -> CaseStore:
        """The real store."""
        return self.inner.cases

    @property
    def notices(self) -> NoticeQueue:
        """A queue that keeps nothing."""
        return _NoNotices()

    async def commit(self) -> None:
        """Commit the real transaction."""
        await self.inner.commit()


def _without_notices(transactions: InboxTransactions) -> InboxTransactions:
    @asynccontextmanager
    async def quiet() -> AsyncIterator[InboxTransaction]:
        async with transactions() as transaction:
            yield _Quiet(transaction)

    return quiet


def _case(said: Mapping[str, Any]) -> SampleCase:
    draft = Draft(
        kind=Kind(said["kind"]),
        category=Category(said["category"]),
        area_code=said["area"],
        words=said["words"],
        danger=Danger(said.get("danger", Danger.NO)),
        when=When(said.get("when", When.UNKNOWN)),
        subject=Subject(said.get("subject", Subject.NOBODY_OFFICIAL)),
        landmark=said.get("landmark", ""),
        wish=said.get("wish", ""),
    )
    return SampleCase(draft, said["days"], tuple(said.get("then", ())))
