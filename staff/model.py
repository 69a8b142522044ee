"""The people and offices that work here, as values. No rule needs more than this file."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

UnitId = NewType("UnitId", str)
"""Short readable label of a unit, chosen by the operator: ``ca-p-quan-trieu``."""

StaffId = NewType("StaffId", str)
"""Random label of a staff account (16 hex digits). Never a name."""

KeyId = NewType("KeyId", str)
"""First 16 hex digits of SHA-256 over a public key: tells envelopes apart, says nothing else."""


class UnitKind(StrEnum):
    """What an office is. Routing and exclusion compare kinds and areas, never names."""

    COMMUNE_POLICE = "cong_an_xa"
    PROVINCE_POLICE = "cong_an_tinh"
    POLICE_INSPECTORATE = "thanh_tra_cong_an"
    STATE_INSPECTORATE = "thanh_tra_tinh"
    COMMUNE_COMMITTEE = "ubnd_xa"
    PROVINCE_COMMITTEE = "ubnd_tinh"
    FRONT = "mttq"


class Role(StrEnum):
    """What an account may be trusted with. One account may hold several."""

    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    OFFICIAL = "official"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Unit:
    """An office that receives reports. ``area_code`` is a province or a commune code."""

    id: UnitId
    name: str
    kind: UnitKind
    area_code: str
    has_chat: bool = False


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One account. ``handle`` is what is typed at sign-in; ``title`` is shown to colleagues."""

    id: StaffId
    handle: str
    title: str
    unit_id: UnitId
    roles: frozenset[Role]
    active: bool = True


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks a use case to act. Made only from a checked session or a linked staff chat."""

    staff_id: StaffId
    unit_id: UnitId
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone a report can be sealed to: an active reviewer and the raw X25519 public key.

    A coordinator of a province's office also reads for that province; see ``inbox/routing``.
    """

    staff_id: StaffId
    unit_id: UnitId
    key_id: KeyId
    public_key: bytes
    is_coordinator: bool = False


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A private key as the browser wrapped it; the server can store it and not use it.

    PBKDF2-HMAC-SHA256 (``iterations``, ``salt`` of 16 bytes) over the passphrase gives a root;
    HKDF-SHA256 splits the root into a sign-in key and a wrapping key; ``ciphertext`` is
    AES-256-GCM (``iv`` of 12 bytes) over the PKCS#8 private key.
    """

    salt: bytes
    iterations: int
    iv: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class Account:
    """What sign-in needs to know of one account."""

    member: StaffMember
    public_key: bytes
    wrapped_key: WrappedKey
    sign_in_hash: bytes
    totp_sealed: bytes
    totp_last_step: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time door to an account that does not exist yet. Only the token's hash is kept."""

    token_hash: bytes
    handle: str
    title: str
    unit_id: UnitId
    roles: frozenset[Role]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. ``unlock_half`` opens what that browser keeps; alone, nothing."""

    token_hash: bytes
    actor: Actor
    csrf: str
    unlock_half: bytes
    last_seen: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A short-lived code that ties a Telegram chat to a staff account or to a unit."""

    code_hash: bytes
    expires_at: datetime
    staff_id: StaffId | None = None
    unit_id: UnitId | None = None
