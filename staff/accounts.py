"""Accounts: invitation, sign-in, sessions. The server checks a person, and can read nothing.

What may not live here: passphrases, unwrapped private keys, cookies, sentences. Every
refusal of a sign-in looks the same, whichever part was wrong.
"""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from staff.enrolment import (
    ITERATIONS,
    Enrolment,
    Invitations,
    hash_of,
    new_token,
    normal_handle,
    totp_context,
)
from staff.errors import SignInRefused, SignInThrottled, StaffUnknown
from staff.model import (
    Account,
    Actor,
    Invitation,
    Role,
    Session,
    StaffId,
    StaffMember,
    Unit,
    UnitId,
    WrappedKey,
)
from staff.ports import Clock, OneTimeCodes, Randomness, StaffTransactions, Vault

IDLE_LIMIT: Final = timedelta(minutes=30)
ABSOLUTE_LIMIT: Final = timedelta(hours=12)
_TOUCH_EVERY = timedelta(minutes=1)  # a write for each request would cost more than it tells
_NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session. ``token`` goes into the cookie and nowhere else."""

    token: str = field(repr=False)
    csrf: str = field(repr=False)
    wrapped_key: WrappedKey
    public_key: bytes
    member: StaffMember


class SignInTries:
    """Counts tries of each handle in this process's memory, for a bounded number of handles.

    Five tries are free; each further one waits 30 seconds, doubling up to 15 minutes. After an
    hour without a try a handle starts anew. Handles that do not exist count the same.
    """

    FREE = 5
    FIRST_WAIT_S = 30
    LONGEST_WAIT_S = 900
    FORGET_AFTER = timedelta(hours=1)

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._tries: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def start(self, handle: str, now: datetime) -> None:
        """Count a try before it is checked; raise ``SignInThrottled`` if it comes too soon."""
        count, last = self._tries.get(handle, (0, now))
        if now - last > self.FORGET_AFTER:
            count = 0
        wait_s = self._wait_s(count) - (now - last).total_seconds()
        if count >= self.FREE and wait_s > 0:
            raise SignInThrottled(int(wait_s) + 1)
        self._tries[handle] = (count + 1, now)
        self._tries.move_to_end(handle)
        while len(self._tries) > self._limit:
            self._tries.popitem(last=False)

    def forget(self, handle: str) -> None:
        """Drop the count after a success."""
        self._tries.pop(handle, None)

    def _wait_s(self, count: int) -> int:
        doublings = min(max(count - self.FREE, 0), 10)
        return min(int(self.FIRST_WAIT_S * 2**doublings), self.LONGEST_WAIT_S)


class Accounts:
    """What pages and the command line may ask about accounts."""

    def __init__(
        self,
        transactions: StaffTransactions,
        vault: Vault,
        codes: OneTimeCodes,
        clock: Clock,
        random: Randomness,
        reading: StaffTransactions | None = None,
    ) -> None:
        self._transactions = transactions
        self._reading = reading or transactions
        self._vault = vault
        self._codes = codes
        self._clock = clock
        self._random = random
        self._tries = SignInTries()
        self._invitations = Invitations(transactions, vault, codes, clock, random)

    async def invite(
        self,
        handle: str,
        title: str,
        unit_id: UnitId,
        roles: Iterable[Role],
        *,
        again: bool = False,
    ) -> str:
        """Return a one-time token valid for 72 hours. See :meth:`Invitations.invite`."""
        return await self._invitations.invite(handle, title, unit_id, roles, again=again)

    async def invitation(self, token: str) -> Invitation:
        """Return the open invitation or raise ``InvitationUnusable``."""
        return await self._invitations.find(token)

    async def begin_enrolment(self, token: str) -> tuple[str, str]:
        """Return (code secret, otpauth address); the secret is stored only by :meth:`enrol`."""
        return await self._invitations.begin(token)

    async def enrol(self, token: str, enrolment: Enrolment) -> StaffMember:
        """Make the account, once. Raises ``EnrolmentInvalid`` or ``InvitationUnusable``."""
        return await self._invitations.accept(token, enrolment)

    async def challenge(self, handle: str) -> tuple[bytes, int]:
        """Return salt and iterations of the handle's key.

        An unknown handle gets a salt that is made up but always the same, so that asking tells
        nobody who works here.
        """
        handle = normal_handle(handle)
        made_up = self._vault.tag(handle.encode(), "andan/v1/no-such-account")[:16]
        account = await self._account(handle)
        return (account.wrapped_key.salt if account else made_up), ITERATIONS

    async def sign_in(self, handle: str, sign_in_key: bytes, totp_code: str) -> SignedIn:
        """Open a session of at most 12 hours, 30 minutes idle.

        Raises ``SignInThrottled``, or ``SignInRefused`` for an unknown or inactive account, a
        wrong key, a wrong code and a code that was used before: one answer for all of them.
        """
        handle, now = normal_handle(handle), self._clock()
        self._tries.start(handle, now)
        account = await self._account(handle)
        step = self._checked_step(account, sign_in_key, totp_code, now)
        if account is None or step is None:
            raise SignInRefused
        token = new_token(self._random)
        session = self._new_session(account.member, token, now)
        async with self._transactions() as transaction:
            if not await transaction.staff.use_totp_step(account.member.id, step):
                raise SignInRefused
            await transaction.staff.add_session(session)
            await transaction.commit()
        self._tries.forget(handle)
        return SignedIn(
            token, session.csrf, account.wrapped_key, account.public_key, account.member
        )

    async def session(self, token: str) -> Session | None:
        """Return the live session and mark it as seen, or None; a session past its limits is
        deleted."""
        token_hash, now = hash_of(token), self._clock()
        async with self._reading() as transaction:
            session = await transaction.staff.session(token_hash)
        if session is None:
            return None
        alive = now < session.expires_at and now - session.last_seen < IDLE_LIMIT
        if alive and now - session.last_seen < _TOUCH_EVERY:
            return session
        async with self._transactions() as transaction:
            if alive:
                await transaction.staff.touch_session(token_hash, now)
            else:
                await transaction.staff.drop_session(token_hash)
            await transaction.commit()
        return session if alive else None

    async def sign_out(self, token: str) -> None:
        """End the session; a token that opens none is fine."""
        async with self._transactions() as transaction:
            await transaction.staff.drop_session(hash_of(token))
            await transaction.commit()

    async def members(self) -> list[StaffMember]:
        """Return the public part of every account, ordered by handle."""
        async with self._reading() as transaction:
            return await transaction.staff.members()

    async def units(self) -> list[Unit]:
        """Return every office, ordered by id."""
        async with self._reading() as transaction:
            return await transaction.staff.units()

    async def wrapped_key(self, staff_id: StaffId) -> WrappedKey:
        """Return the account's own wrapped key, for a tab that has lost it.

        Raises ``StaffUnknown``. Call it only with the id of a checked session.
        """
        async with self._reading() as transaction:
            account = await transaction.staff.account_by_id(staff_id)
        if account is None:
            raise StaffUnknown
        return account.wrapped_key

    async def deactivate(self, handle: str) -> None:
        """Switch an account off and end its sessions; raise ``StaffUnknown``."""
        await self._set_active(handle, active=False)

    async def activate(self, handle: str) -> None:
        """Switch an account on again; raise ``StaffUnknown``."""
        await self._set_active(handle, active=True)

    async def renew_code(self, handle: str) -> tuple[str, str]:
        """Give the account a fresh code secret and end its sessions; return (secret, otpauth
        address), shown once. For a lost phone: the passphrase and the keys stay.

        Raises ``StaffUnknown``.
        """
        secret = self._codes.new_secret()
        async with self._transactions() as transaction:
            account = await transaction.staff.account(normal_handle(handle))
            if account is None:
                raise StaffUnknown
            member = account.member
            sealed = self._vault.seal(secret.encode(), totp_context(member.id))
            await transaction.staff.set_totp(member.id, sealed, 0)
            await transaction.staff.drop_sessions_of(member.id)
            await transaction.commit()
        return secret, self._codes.enrolment_uri(secret, member.handle)

    async def opens_secrets(self) -> bool:
        """Say whether the vault's key still opens what accounts have sealed under it."""
        for member in await self.members():
            account = await self._account(member.handle)
            if account is None:
                continue
            try:
                self._vault.open(account.totp_sealed, totp_context(member.id))
            except ValueError:
                return False
            return True
        return True

    async def _set_active(self, handle: str, *, active: bool) -> None:
        async with self._transactions() as transaction:
            account = await transaction.staff.account(normal_handle(handle))
            if account is None:
                raise StaffUnknown
            await transaction.staff.set_active(account.member.id, active)
            if not active:
                await transaction.staff.drop_sessions_of(account.member.id)
            await transaction.commit()

    async def _account(self, handle: str) -> Account | None:
        async with self._reading() as transaction:
            return await transaction.staff.account(handle)

    def _checked_step(
        self, account: Account | None, sign_in_key: bytes, code: str, now: datetime
    ) -> int | None:
        stored = account.sign_in_hash if account else _NO_HASH
        same = hmac.compare_digest(hashlib.sha256(sign_in_key).digest(), stored)
        if account is None or not same or not account.member.active:
            return None
        secret = self._vault.open(account.totp_sealed, totp_context(account.member.id))
        return self._codes.matching_step(secret.decode(), code, now)

    def _new_session(self, member: StaffMember, token: str, now: datetime) -> Session:
        return Session(
            token_hash=hash_of(token),
            actor=Actor(member.id, member.unit_id, member.roles),
            csrf=new_token(self._random),
            unlock_half=self._random(32),
            last_seen=now,
            expires_at=now + ABSOLUTE_LIMIT,
        )
