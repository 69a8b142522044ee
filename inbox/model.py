"""Reports, cases and envelopes as values, and the status moves that are allowed."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

from inbox.categories import Category, Kind
from staff.model import KeyId, StaffId, UnitId

CaseId = NewType("CaseId", str)
"""32 random hex digits; binds every ciphertext of the case. Never shown to a person."""

CaseNumber = NewType("CaseNumber", str)
"""Random short label such as ``VN-K7QF3``: for talking about a case. Not secret, not ordered."""

LookupTag = NewType("LookupTag", bytes)
"""32 bytes derived from a receipt: finds the case and opens nothing."""


class Danger(StrEnum):
    """The reporter's answer to the first question."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class When(StrEnum):
    """When it happens, as coarse as people remember it."""

    NOW = "now"
    TODAY = "today"
    THIS_WEEK = "this_week"
    REPEATEDLY = "repeatedly"
    UNKNOWN = "unknown"


class Subject(StrEnum):
    """Which office, if any, the report is about. Those offices are excluded before sealing."""

    NOBODY_OFFICIAL = "nobody"
    COMMUNE_POLICE = "cong_an_xa"
    COMMUNE_COMMITTEE = "ubnd_xa"
    PROVINCE_POLICE = "cong_an_tinh"
    PROVINCE_COMMITTEE = "ubnd_tinh"
    UNSURE = "unsure"


class Urgency(StrEnum):
    """How soon someone should look; the targets are the operator's."""

    URGENT = "khan"
    HIGH = "cao"
    NORMAL = "thuong"


class Status(StrEnum):
    """What a reporter is told about a case. Families: :data:`FAMILY`."""

    SENT = "moi_gui"
    RECEIVED = "da_tiep_nhan"
    NEEDS_INFORMATION = "can_bo_sung"
    FORWARDED = "da_chuyen"
    VERIFYING = "dang_xac_minh"
    RESOLVED = "da_giai_quyet"
    UNFOUNDED = "khong_du_co_so"
    OUT_OF_SCOPE = "khong_thuoc_tham_quyen"
    MEDIATED = "hoa_giai_thanh"
    MEDIATION_FAILED = "hoa_giai_khong_thanh"
    MERGED = "trung"
    WITHDRAWN = "da_rut"


class Family(StrEnum):
    """The six coarse states staff filter by."""

    NEW = "new"
    IN_REVIEW = "in_review"
    NEEDS_INFORMATION = "needs_information"
    RESOLVED = "resolved"
    DECLINED = "declined"
    CLOSED = "closed"


FAMILY: dict[Status, Family] = {
    Status.SENT: Family.NEW,
    Status.RECEIVED: Family.IN_REVIEW,
    Status.NEEDS_INFORMATION: Family.NEEDS_INFORMATION,
    Status.FORWARDED: Family.IN_REVIEW,
    Status.VERIFYING: Family.IN_REVIEW,
    Status.RESOLVED: Family.RESOLVED,
    Status.UNFOUNDED: Family.DECLINED,
    Status.OUT_OF_SCOPE: Family.DECLINED,
    Status.MEDIATED: Family.RESOLVED,
    Status.MEDIATION_FAILED: Family.CLOSED,
    Status.MERGED: Family.CLOSED,
    Status.WITHDRAWN: Family.CLOSED,
}

OPEN_FAMILIES = frozenset({Family.NEW, Family.IN_REVIEW, Family.NEEDS_INFORMATION})
"""What still waits for somebody to do something."""

_OPEN = frozenset({Status.RECEIVED, Status.NEEDS_INFORMATION, Status.FORWARDED, Status.VERIFYING})
_ENDED = frozenset(
    {
        Status.RESOLVED,
        Status.UNFOUNDED,
        Status.OUT_OF_SCOPE,
        Status.MEDIATED,
        Status.MEDIATION_FAILED,
        Status.MERGED,
    }
)

MOVES: dict[Status, frozenset[Status]] = {
    Status.SENT: _OPEN | _ENDED,
    **{status: (_OPEN | _ENDED) - {status} for status in _OPEN},
    **{status: frozenset({Status.VERIFYING}) for status in _ENDED},
    Status.WITHDRAWN: frozenset(),
}
"""Which status a reviewer may move a case to. A closed case reopens only to VERIFYING."""


class Reason(StrEnum):
    """Why a status was moved: a closed list, so that figures need no words."""

    FIRST_LOOK = "first_look"
    MISSING_DETAILS = "missing_details"
    OTHER_AUTHORITY = "other_authority"
    CHECKING_STARTED = "checking_started"
    HANDLED = "handled"
    NOT_ENOUGH_TO_CHECK = "not_enough_to_check"
    NOT_AN_OFFENCE = "not_an_offence"
    PARTIES_AGREED = "parties_agreed"
    PARTIES_DISAGREED = "parties_disagreed"
    SAME_AS_EARLIER = "same_as_earlier"
    NEW_INFORMATION = "new_information"


class Author(StrEnum):
    """Which side of a case wrote a message."""

    REPORTER = "reporter"
    REVIEWER = "reviewer"


class Holder(StrEnum):
    """Who an envelope of the case's private key is made for."""

    REVIEWER = "reviewer"
    MAILBOX = "mailbox"
    OVERSIGHT = "oversight"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a citizen means to send. Lives in memory only; has no field for an identity.

    ``words`` is 15 to 4,000 characters of what was seen or heard. ``landmark``, ``people``
    and ``wish`` are optional free text; empty means skipped.
    """

    kind: Kind
    category: Category
    area_code: str
    words: str = field(repr=False)
    danger: Danger = Danger.NO
    when: When = When.UNKNOWN
    subject: Subject = Subject.NOBODY_OFFICIAL
    landmark: str = field(default="", repr=False)
    people: str = field(default="", repr=False)
    wish: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A case's private key, sealed to one holder. ``key_id`` tells whose public key."""

    holder: Holder
    key_id: KeyId
    staff_id: StaffId | None
    sealed: bytes


@dataclass(frozen=True, slots=True)
class SealedMessage:
    """One message of a case, sealed to the case key. ``day`` is all the time that is kept."""

    author: Author
    sealed: bytes
    day: date


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A move of status with its reason. ``status`` is the one moved to."""

    status: Status
    reason: Reason | None
    day: date


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """The part of a case that is not sealed: enough to list, filter and route."""

    id: CaseId
    number: CaseNumber
    kind: Kind
    category: Category
    area_code: str
    unit_id: UnitId
    urgency: Urgency
    status: Status
    day: date
    case_public_key: bytes
    notes_public_key: bytes
    assignee: StaffId | None = None
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """A whole report as it is stored in one transaction."""

    header: CaseHeader
    tag: LookupTag
    envelopes: tuple[Envelope, ...]
    first_message: SealedMessage


@dataclass(frozen=True, slots=True)
class SealedNote:
    """An internal note, sealed to the notes key that no mailbox envelope holds."""

    staff_id: StaffId
    sealed: bytes
    day: date


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which case. ``detail`` is an enum value or empty: never words."""

    action: str
    day: date
    staff_id: StaffId | None
    case_id: CaseId | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a reviewer narrows a list by. ``None`` means any. ``page`` counts from 0.

    ``unassigned`` means open and nobody's: a closed case waits for nobody. With a ``family``
    given it only means nobody's.
    """

    unit_id: UnitId | None = None
    kind: Kind | None = None
    category: Category | None = None
    family: Family | None = None
    since: date | None = None
    until: date | None = None
    mine: bool = False
    unassigned: bool = False
    page: int = 0
    page_size: int = 50


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a reader's cases stand at one status with one assignee."""

    status: Status
    assignee: StaffId | None
    count: int
