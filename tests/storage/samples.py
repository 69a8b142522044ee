"""Small made-up values for these tests; nothing in them is real."""

import hashlib
from datetime import UTC, date, datetime

from delivery.model import (
    Audience,
    Broadcast,
    BroadcastId,
    BroadcastState,
    Content,
    Notice,
    NoticeKind,
    SubscriberId,
    Subscription,
    Topic,
)
from inbox.categories import Category, Kind
from inbox.model import (
    Author,
    CaseHeader,
    CaseId,
    CaseNumber,
    Envelope,
    Holder,
    LookupTag,
    NewCase,
    SealedMessage,
    Status,
    Urgency,
)
from staff.model import (
    Account,
    KeyId,
    Role,
    StaffId,
    StaffMember,
    Unit,
    UnitId,
    UnitKind,
    WrappedKey,
)
from storage.database import Database

NOW = datetime(2026, 8, 3, 9, 12, 41, tzinfo=UTC)
TODAY = date(2026, 8, 3)
POLICE = Unit(UnitId("ca-a"), "Police A", UnitKind.COMMUNE_POLICE, "00001")
FRONT = Unit(UnitId("mt-a"), "Front A", UnitKind.FRONT, "00001")
LAN = StaffId("aaaa000000000001")
MINH = StaffId("bbbb000000000002")
HOA = StaffId("cccc000000000003")
NOTICE = Notice(NoticeKind.NEW_CASE, (("number", "VN-AAAAA"), ("area", "00001")))


def account(
    staff_id: StaffId, handle: str, *roles: Role, unit: Unit = POLICE, active: bool = True
) -> Account:
    """An account whose every byte string differs from another account's."""
    seed = hashlib.sha256(handle.encode()).digest()
    return Account(
        StaffMember(staff_id, handle, handle.title(), unit.id, frozenset(roles), active),
        public_key=seed,
        wrapped_key=WrappedKey(seed[:16], 600_000, seed[:12], seed * 2),
        sign_in_hash=seed[::-1],
        totp_sealed=seed[4:],
        totp_last_step=0,
    )


def case(
    name: str,
    *readers: StaffId,
    unit: Unit = POLICE,
    day: date = TODAY,
    category: Category = Category.THEFT,
) -> NewCase:
    """A stored report with one envelope per reader, the mailbox and oversight."""
    seed = hashlib.sha256(name.encode())
    case_id = CaseId(seed.hexdigest()[:32])
    envelopes = [Envelope(Holder.REVIEWER, KeyId(f"key-{one[:4]}"), one, b"r") for one in readers]
    envelopes.append(Envelope(Holder.MAILBOX, KeyId("mailbox"), None, b"m"))
    envelopes.append(Envelope(Holder.OVERSIGHT, KeyId("oversight"), None, b"o"))
    header = CaseHeader(
        case_id,
        CaseNumber(f"VN-{name}"),
        Kind.TIP,
        category,
        "00001",
        unit.id,
        Urgency.NORMAL,
        Status.SENT,
        day,
        b"case-key",
        b"notes-key",
    )
    first = SealedMessage(Author.REPORTER, b"sealed-first", day)
    return NewCase(header, LookupTag(seed.digest()), tuple(envelopes), first)


def broadcast(name: str, topic: Topic = Topic.WARNINGS, province: str | None = None) -> Broadcast:
    """A draft by LAN."""
    audience = Audience(topic, province)
    content = Content("<b>xin chào</b>", b"\x89PNG")
    return Broadcast(BroadcastId(name), LAN, content, audience, "digest", BroadcastState.DRAFT)


def subscription(name: str, province: str | None = None, *topics: Topic) -> Subscription:
    """A subscription with that id."""
    return Subscription(SubscriberId(name), province, frozenset(topics or Topic), "vi")


async def settle(database: Database) -> None:
    """Store two units and three accounts: LAN and MINH review, HOA is an official."""
    async with database.transaction() as work:
        await work.staff.add_unit(POLICE)
        await work.staff.add_unit(FRONT)
        await work.staff.add_account(account(LAN, "lan", Role.REVIEWER, Role.OFFICIAL))
        await work.staff.add_account(account(MINH, "minh", Role.COORDINATOR, unit=FRONT))
        await work.staff.add_account(account(HOA, "hoa", Role.OFFICIAL))
        await work.commit()
