"""Made-up offices, accounts and reports for the tests of this room; nothing in them is real."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from inbox.areas import load_areas
from inbox.casework import Casework
from inbox.categories import Category, Kind
from inbox.intake import Intake
from inbox.mailbox import Mailbox
from inbox.model import CaseNumber, Draft, Subject, When
from inbox.receipt import Receipt
from inbox.sealing import key_id, public_key_of
from staff.model import (
    Account,
    Actor,
    Recipient,
    Role,
    StaffId,
    StaffMember,
    Unit,
    UnitId,
    UnitKind,
    WrappedKey,
)
from storage.database import Database

LATER = datetime(2030, 1, 1, tzinfo=UTC)
TODAY = date(2026, 11, 20)
AREAS = load_areas()
THAI_NGUYEN, NGHE_AN = "19", "40"
QUAN_TRIEU, GIA_SANG, YEN_THANH = "05482", "05467", "17506"
SECRET_WORDS = ("zebrawords", "zebralandmark", "zebrapeople", "zebrawish")


def draft(**changes) -> Draft:
    """A report about theft in Quan Triều whose every free text holds a marked word."""
    made = Draft(
        Kind.TIP,
        Category.THEFT,
        QUAN_TRIEU,
        words="Đêm qua mất xe zebrawords ở dãy trọ",
        when=When.REPEATEDLY,
        subject=Subject.NOBODY_OFFICIAL,
        landmark="gần chợ zebralandmark",
        people="hai thanh niên zebrapeople",
        wish="mong sớm kiểm tra zebrawish",
    )
    return replace(made, **changes)


def grievance(category: Category, subject: Subject = Subject.NOBODY_OFFICIAL, **changes) -> Draft:
    """A grievance of that category."""
    return draft(kind=Kind.GRIEVANCE, category=category, subject=subject, **changes)


def unit(kind: UnitKind, area: str, tail: str = "") -> Unit:
    """An office whose id says what and where it is."""
    return Unit(UnitId(f"{kind.value}-{area}{tail}"), f"Office {kind.value}", kind, area)


def whole_province(province: str, *communes: str) -> list[Unit]:
    """Every kind of office in a province and in each of these communes."""
    below = (UnitKind.COMMUNE_POLICE, UnitKind.COMMUNE_COMMITTEE, UnitKind.FRONT)
    above = [kind for kind in UnitKind if kind not in below[:2]]
    return [
        *(unit(kind, province) for kind in above),
        *(unit(kind, commune) for commune in communes for kind in below),
    ]


def reader(of: Unit, tail: str = "a", *, is_coordinator: bool = False) -> Recipient:
    """Someone of that office with a key."""
    private = hashlib.sha256(f"{of.id}{tail}".encode()).digest()
    public = public_key_of(private)
    staff_id = StaffId(f"{of.id}-{tail}")
    return Recipient(staff_id, of.id, key_id(public), public, is_coordinator)


@dataclass(frozen=True)
class Colleague:
    """An account in the test database, with the private key its browser would hold."""

    actor: Actor
    private: bytes = field(repr=False)


_handles = count(1)


async def add_unit(database: Database, office: Unit, *, chat: bool = True) -> None:
    """Store an office with a duty chat."""
    async with database.transaction() as work:
        await work.staff.add_unit(office)
        if chat:
            await work.staff.set_unit_chat(office.id, b"sealed-address")
        await work.commit()


async def add_colleague(database: Database, office: Unit, *roles: Role) -> Colleague:
    """Store an active account of that office."""
    private = secrets.token_bytes(32)
    handle = f"staff{next(_handles)}"
    staff_id = StaffId(secrets.token_hex(8))
    held = frozenset(roles or {Role.REVIEWER})
    account = Account(
        StaffMember(staff_id, handle, handle.title(), office.id, held),
        public_key=public_key_of(private),
        wrapped_key=WrappedKey(bytes(16), 600_000, bytes(12), bytes(64)),
        sign_in_hash=secrets.token_bytes(32),
        totp_sealed=b"totp",
        totp_last_step=0,
    )
    async with database.transaction() as work:
        await work.staff.add_account(account)
        await work.commit()
    return Colleague(Actor(staff_id, office.id, held), private)


@dataclass
class Office:
    """The inbox room over a test database, with the offices of Thái Nguyên."""

    database: Database
    intake: Intake
    mailbox: Mailbox
    casework: Casework
    oversight: bytes
    units: dict[str, Unit]
    police: Colleague
    inspector: Colleague
    day: Callable[[], date]

    async def submit(self, report: Draft | None = None) -> tuple[CaseNumber, Receipt]:
        """Send a report and return what the reporter gets."""
        receipt = self.intake.new_receipt()
        return await self.intake.submit(report or draft(), receipt), receipt

    async def notices(self) -> list[tuple[str, str, dict[str, str]]]:
        """Take what waits in the outbox: unit, kind and fields of each notice."""
        async with self.database.transaction() as work:
            leased = await work.outbox.lease("test", 100, LATER, LATER + timedelta(minutes=5))
            await work.commit()
        return [
            (one.target_id, one.notice.kind.value, dict(one.notice.fields))
            for one in leased
            if one.notice
        ]

    async def stored(self, name: str) -> int:
        """Count the rows of a table."""
        async with self.database.reading() as work:
            rows = await work._connection.exec_driver_sql(f"SELECT count(*) FROM {name}")
            return int(rows.scalar_one())


async def open_office(database: Database) -> Office:
    """Fill an empty database: commune police, province inspectorate, one account in each."""
    units = {
        "police": unit(UnitKind.COMMUNE_POLICE, QUAN_TRIEU),
        "inspectorate": unit(UnitKind.POLICE_INSPECTORATE, THAI_NGUYEN),
    }
    for office in units.values():
        await add_unit(database, office)
    oversight = secrets.token_bytes(32)
    begin = database.transaction

    def day() -> date:
        return TODAY

    return Office(
        database,
        Intake(begin, public_key_of(oversight), day, secrets.token_bytes),
        Mailbox(begin, day),
        Casework(begin, day),
        oversight,
        units,
        await add_colleague(database, units["police"]),
        await add_colleague(database, units["inspectorate"]),
        day,
    )
