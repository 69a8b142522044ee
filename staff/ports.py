"""What this room needs from outside, as narrow as its use cases."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from staff.model import (
    Account,
    Invitation,
    LinkCode,
    Session,
    StaffId,
    StaffMember,
    Unit,
    UnitId,
)

Clock = Callable[[], datetime]
"""Returns the present moment, timezone-aware, in UTC."""

Randomness = Callable[[int], bytes]
"""Returns that many unpredictable bytes (``secrets.token_bytes`` outside tests)."""


class Vault(Protocol):
    """Seals small server secrets under a key that is not in the database."""

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Return ciphertext bound to ``context``; never the same twice."""
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the plaintext, or raise ``ValueError`` if key or context differ."""
        ...

    def tag(self, value: bytes, context: str) -> bytes:
        """Return a 32-byte keyed fingerprint: equal for equal input, useless without the key."""
        ...


class OneTimeCodes(Protocol):
    """RFC 6238 codes of six digits, thirty seconds."""

    def new_secret(self) -> str:
        """Return a fresh base32 secret."""
        ...

    def enrolment_uri(self, secret: str, handle: str) -> str:
        """Return the otpauth:// address an authenticator app reads from a QR code."""
        ...

    def matching_step(self, secret: str, code: str, now: datetime) -> int | None:
        """Return the time step the code belongs to (one step of drift either way), or None."""
        ...


class StaffStore(Protocol):
    """Accounts, invitations, sessions and units, inside one transaction."""

    async def add_unit(self, unit: Unit) -> None:
        """Store a new unit, or update name, kind and area of the one with the same id."""
        ...

    async def unit(self, unit_id: UnitId) -> Unit | None:
        """Return the unit, or None."""
        ...

    async def units(self) -> list[Unit]:
        """Return all units ordered by id."""
        ...

    async def set_unit_chat(self, unit_id: UnitId, sealed_address: bytes | None) -> None:
        """Remember (or forget) the sealed address of the unit's duty chat."""
        ...

    async def unit_chat(self, unit_id: UnitId) -> bytes | None:
        """Return the sealed address of the unit's duty chat, or None."""
        ...

    async def add_invitation(self, invitation: Invitation) -> None:
        """Store an invitation; raise ``HandleTaken`` if an account or open invitation has it."""
        ...

    async def drop_invitation(self, handle: str) -> None:
        """Delete the invitation for this handle, if there is one."""
        ...

    async def invitation(self, token_hash: bytes) -> Invitation | None:
        """Return the open invitation with this hash, or None."""
        ...

    async def take_invitation(self, token_hash: bytes) -> bool:
        """Delete the invitation; say whether it was there (so that two tabs cannot both win)."""
        ...

    async def drop_expired(self, now: datetime) -> int:
        """Delete invitations, sessions and link codes whose time is over; return how many."""
        ...

    async def set_totp(self, staff_id: StaffId, sealed: bytes, last_step: int) -> None:
        """Replace the sealed code secret of an account and the step used last."""
        ...

    async def add_account(self, account: Account) -> None:
        """Store a new account; raise ``HandleTaken`` on a taken handle."""
        ...

    async def account(self, handle: str) -> Account | None:
        """Return the account with this handle, active or not, or None."""
        ...

    async def account_by_id(self, staff_id: StaffId) -> Account | None:
        """Return the account with this id, or None."""
        ...

    async def members(self) -> list[StaffMember]:
        """Return every account's public part, ordered by handle."""
        ...

    async def set_active(self, staff_id: StaffId, active: bool) -> None:
        """Switch an account on or off."""
        ...

    async def use_totp_step(self, staff_id: StaffId, step: int) -> bool:
        """Advance the last used step to ``step``; False if it was already used or passed."""
        ...

    async def add_session(self, session: Session) -> None:
        """Store a session."""
        ...

    async def session(self, token_hash: bytes) -> Session | None:
        """Return the session of an active account, or None."""
        ...

    async def touch_session(self, token_hash: bytes, seen: datetime) -> None:
        """Move a session's last-seen mark."""
        ...

    async def drop_session(self, token_hash: bytes) -> None:
        """Delete one session."""
        ...

    async def drop_sessions_of(self, staff_id: StaffId) -> None:
        """Delete every session of an account."""
        ...

    async def add_link_code(self, link: LinkCode) -> None:
        """Store a link code."""
        ...

    async def take_link_code(self, code_hash: bytes) -> LinkCode | None:
        """Delete and return the link code, or None; a code works once."""
        ...

    async def link_staff_chat(self, staff_id: StaffId, chat_tag: bytes, sealed: bytes) -> None:
        """Tie a Telegram chat (keyed tag + sealed address) to an account, replacing older ties."""
        ...

    async def member_by_chat(self, chat_tag: bytes) -> StaffMember | None:
        """Return the active account tied to this chat, or None."""
        ...

    async def staff_chat(self, staff_id: StaffId) -> bytes | None:
        """Return the sealed address of the account's own chat, or None."""
        ...


class StaffTransaction(Protocol):
    """One transaction over this room's store. Leaving without ``commit`` rolls back."""

    @property
    def staff(self) -> StaffStore:
        """The store, valid until the block ends."""
        ...

    async def commit(self) -> None:
        """Make everything since the start durable, or raise and leave nothing."""
        ...


StaffTransactions = Callable[[], AbstractAsyncContextManager[StaffTransaction]]
