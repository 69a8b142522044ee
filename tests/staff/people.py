"""People to test with: what a browser would send, without the browser's slow rounds."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pyotp
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from staff.accounts import Accounts
from staff.enrolment import ITERATIONS, Enrolment
from staff.model import Role, StaffMember, UnitId, WrappedKey

UNIT = UnitId("ca-p-thu")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass
class SetClock:
    """A clock that stands still until moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Person:
    """Someone with an account, and the secrets only that person has."""

    member: StaffMember
    private: X25519PrivateKey
    sign_in_key: bytes
    totp_secret: str

    def code(self, now: datetime) -> str:
        return pyotp.TOTP(self.totp_secret).at(now)


def enrolment_for(private: X25519PrivateKey, secret: str, now: datetime) -> Enrolment:
    wrapped = WrappedKey(
        secrets.token_bytes(16), ITERATIONS, secrets.token_bytes(12), secrets.token_bytes(64)
    )
    return Enrolment(
        public_key=private.public_key().public_bytes_raw(),
        wrapped_key=wrapped,
        sign_in_key=secrets.token_bytes(32),
        totp_secret=secret,
        totp_code=pyotp.TOTP(secret).at(now),
    )


async def enrol(
    accounts: Accounts,
    clock: SetClock,
    handle: str = "cb-1",
    unit_id: UnitId = UNIT,
    roles: frozenset[Role] = frozenset({Role.REVIEWER}),
) -> Person:
    """Invite and enrol someone, and move the clock to the next code."""
    token = await accounts.invite(handle, f"Cán bộ {handle}", unit_id, roles)
    secret, _ = await accounts.begin_enrolment(token)
    private = X25519PrivateKey.generate()
    enrolment = enrolment_for(private, secret, clock.now)
    member = await accounts.enrol(token, enrolment)
    clock.move(seconds=30)
    return Person(member, private, enrolment.sign_in_key, secret)


def with_wrapped(enrolment: Enrolment, **changes: object) -> Enrolment:
    """Return the enrolment with parts of its wrapped key replaced."""
    return replace(enrolment, wrapped_key=replace(enrolment.wrapped_key, **changes))  # type: ignore[arg-type]
