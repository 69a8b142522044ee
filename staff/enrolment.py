"""How an account comes to be: an invitation, a key made in the browser, a first code.

What may not live here: sessions and sign-in (``accounts``), any private key, any passphrase.
The lengths are those of the formats in ``WrappedKey``.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from staff.errors import EnrolmentInvalid, InvitationUnusable, UnitUnknown
from staff.model import (
    Account,
    Invitation,
    Role,
    StaffId,
    StaffMember,
    UnitId,
    WrappedKey,
)
from staff.ports import Clock, OneTimeCodes, Randomness, StaffTransactions, Vault

ITERATIONS: Final = 600_000
"""PBKDF2-SHA256 rounds. One value for all, so that a made-up challenge looks like a real one."""

INVITATION_HOURS: Final = 72
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}\Z")
_TOTP_SECRET = re.compile(r"[A-Z2-7]{16,64}\Z")
_WRAPPED_BYTES = 64  # 48 bytes of PKCS#8 X25519 and the 16-byte tag of AES-GCM
_TITLE_LIMIT = 80
_FIELD_PRIME = 2**255 - 19
_SMALL_ORDER = frozenset(
    {
        0,
        1,
        _FIELD_PRIME - 1,
        int("00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0", 16),
        int("57119fd0dd4e22d8868e1c58c45c44045bef839c55b1d0b1248c50a3bc959c5f", 16),
    }
)
"""Points nothing can be sealed to (RFC 7748 section 6.1): one such key in an account would
make every report to that office fail."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a browser sends to make an account. Nothing in it opens a report."""

    public_key: bytes
    wrapped_key: WrappedKey
    sign_in_key: bytes = field(repr=False)
    totp_secret: str = field(repr=False)
    totp_code: str = field(repr=False)


class Invitations:
    """The way from an operator's word to an account."""

    def __init__(
        self,
        transactions: StaffTransactions,
        vault: Vault,
        codes: OneTimeCodes,
        clock: Clock,
        random: Randomness,
    ) -> None:
        self._transactions = transactions
        self._vault = vault
        self._codes = codes
        self._clock = clock
        self._random = random

    async def invite(
        self,
        handle: str,
        title: str,
        unit_id: UnitId,
        roles: Iterable[Role],
        *,
        again: bool = False,
    ) -> str:
        """Store an invitation and return its token, shown once and valid for 72 hours.

        ``again`` puts it in the place of an open one, whose link then opens nothing.
        Raises ``EnrolmentInvalid`` (handle, title, roles), ``UnitUnknown``, ``HandleTaken``.
        """
        handle, title, granted = normal_handle(handle), title.strip(), frozenset(roles)
        _require(_HANDLE.match(handle) is not None, "handle")
        _require(0 < len(title) <= _TITLE_LIMIT, "title")
        _require(bool(granted), "roles")
        token = new_token(self._random)
        expires = self._clock() + timedelta(hours=INVITATION_HOURS)
        async with self._transactions() as transaction:
            if await transaction.staff.unit(unit_id) is None:
                raise UnitUnknown(unit_id)
            # An invitation that ran out must not keep its handle until the next sweep.
            await transaction.staff.drop_expired(self._clock())
            if again:
                await transaction.staff.drop_invitation(handle)
            await transaction.staff.add_invitation(
                Invitation(hash_of(token), handle, title, unit_id, granted, expires)
            )
            await transaction.commit()
        return token

    async def find(self, token: str) -> Invitation:
        """Return the open invitation; raise ``InvitationUnusable`` if unknown, used or old."""
        async with self._transactions() as transaction:
            invitation = await transaction.staff.invitation(hash_of(token))
        if invitation is None or invitation.expires_at <= self._clock():
            raise InvitationUnusable
        return invitation

    async def begin(self, token: str) -> tuple[str, str]:
        """Return a fresh code secret and its otpauth address; nothing is stored yet."""
        invitation = await self.find(token)
        secret = self._codes.new_secret()
        return secret, self._codes.enrolment_uri(secret, invitation.handle)

    async def accept(self, token: str, enrolment: Enrolment) -> StaffMember:
        """Turn the invitation into an account, once.

        Raises ``InvitationUnusable``, or ``EnrolmentInvalid`` with the invitation kept, so
        that a mistyped first code can be tried again.
        """
        invitation = await self.find(token)
        step = self._checked_step(enrolment)
        member = self._member(invitation)
        async with self._transactions() as transaction:
            if not await transaction.staff.take_invitation(invitation.token_hash):
                raise InvitationUnusable
            await transaction.staff.add_account(self._account(member, enrolment, step))
            await transaction.commit()
        return member

    def _checked_step(self, enrolment: Enrolment) -> int:
        check_lengths(enrolment)
        step = self._codes.matching_step(enrolment.totp_secret, enrolment.totp_code, self._clock())
        if step is None:
            raise EnrolmentInvalid("totp_code")
        return step

    def _member(self, invitation: Invitation) -> StaffMember:
        return StaffMember(
            id=StaffId(self._random(8).hex()),
            handle=invitation.handle,
            title=invitation.title,
            unit_id=invitation.unit_id,
            roles=invitation.roles,
        )

    def _account(self, member: StaffMember, enrolment: Enrolment, step: int) -> Account:
        return Account(
            member=member,
            public_key=enrolment.public_key,
            wrapped_key=enrolment.wrapped_key,
            sign_in_hash=hashlib.sha256(enrolment.sign_in_key).digest(),
            totp_sealed=self._vault.seal(enrolment.totp_secret.encode(), totp_context(member.id)),
            totp_last_step=step,
        )


def check_lengths(enrolment: Enrolment) -> None:
    """Raise ``EnrolmentInvalid`` unless every part has the shape its format demands. Pure."""
    wrapped = enrolment.wrapped_key
    _require(len(enrolment.public_key) == 32, "public_key")
    point = int.from_bytes(enrolment.public_key, "little") % 2**255 % _FIELD_PRIME
    _require(point not in _SMALL_ORDER, "public_key")
    _require(len(wrapped.salt) == 16, "salt")
    _require(wrapped.iterations == ITERATIONS, "iterations")
    _require(len(wrapped.iv) == 12, "iv")
    _require(len(wrapped.ciphertext) == _WRAPPED_BYTES, "ciphertext")
    _require(len(enrolment.sign_in_key) == 32, "sign_in_key")
    _require(_TOTP_SECRET.match(enrolment.totp_secret) is not None, "totp_secret")


def normal_handle(handle: str) -> str:
    """Return the handle as it is stored: people type capitals and spaces."""
    return handle.strip().lower()


def new_token(random: Randomness) -> str:
    """Return 32 random bytes as text that fits an address and a cookie."""
    return urlsafe_b64encode(random(32)).rstrip(b"=").decode()


def hash_of(token: str) -> bytes:
    """Return what is stored instead of a token. Plain SHA-256: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).digest()


def totp_context(staff_id: StaffId) -> str:
    """Return the vault context of an account's code secret: one cannot stand in for another."""
    return f"andan/v1/totp|{staff_id}"


def _require(holds: bool, part: str) -> None:
    if not holds:
        raise EnrolmentInvalid(part)
