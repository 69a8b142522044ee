"""Staff accounts and the Telegram chats tied to them."""

from typing import Any

from sqlalchemy import Row, Select, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from staff.errors import HandleTaken
from staff.model import Account, StaffId, StaffMember, UnitId, WrappedKey
from storage.failures import violates
from storage.repositories.repository import Repository
from storage.tables.staff import ACCOUNTS

MEMBER_COLUMNS = (
    ACCOUNTS.c.id,
    ACCOUNTS.c.handle,
    ACCOUNTS.c.title,
    ACCOUNTS.c.unit_id,
    ACCOUNTS.c.roles,
    ACCOUNTS.c.active,
)


def member_of(row: Row[Any]) -> StaffMember:
    """Read a row that has :data:`MEMBER_COLUMNS`."""
    return StaffMember(
        StaffId(row.id), row.handle, row.title, UnitId(row.unit_id), row.roles, row.active
    )


def _account_of(row: Row[Any]) -> Account:
    key = WrappedKey(row.wrap_salt, row.wrap_iterations, row.wrap_iv, row.wrap_ciphertext)
    return Account(
        member=member_of(row),
        public_key=row.public_key,
        wrapped_key=key,
        sign_in_hash=row.sign_in_hash,
        totp_sealed=row.totp_sealed,
        totp_last_step=row.totp_last_step,
    )


def _row_of(account: Account) -> dict[str, Any]:
    member, key = account.member, account.wrapped_key
    return {
        "id": member.id,
        "handle": member.handle,
        "title": member.title,
        "unit_id": member.unit_id,
        "roles": member.roles,
        "active": member.active,
        "public_key": account.public_key,
        "wrap_salt": key.salt,
        "wrap_iterations": key.iterations,
        "wrap_iv": key.iv,
        "wrap_ciphertext": key.ciphertext,
        "sign_in_hash": account.sign_in_hash,
        "totp_sealed": account.totp_sealed,
        "totp_last_step": account.totp_last_step,
    }


class Accounts(Repository):
    """The account part of ``StaffStore``."""

    async def add_account(self, account: Account) -> None:
        """Store a new account; raise ``HandleTaken`` on a taken handle."""
        if await self._handle_used(account.member.handle):
            raise HandleTaken
        try:
            await self._run(insert(ACCOUNTS).values(_row_of(account)))
        except IntegrityError as error:
            if violates(error, "accounts", "handle"):
                raise HandleTaken from None
            raise

    async def account(self, handle: str) -> Account | None:
        """Return the account with this handle, active or not, or None."""
        return await self._account(select(ACCOUNTS).where(ACCOUNTS.c.handle == handle))

    async def account_by_id(self, staff_id: StaffId) -> Account | None:
        """Return the account with this id, or None."""
        return await self._account(select(ACCOUNTS).where(ACCOUNTS.c.id == staff_id))

    async def members(self) -> list[StaffMember]:
        """Return every account's public part, ordered by handle."""
        query = select(*MEMBER_COLUMNS).order_by(ACCOUNTS.c.handle)
        return [member_of(row) for row in await self._all(query)]

    async def set_active(self, staff_id: StaffId, active: bool) -> None:
        """Switch an account on or off."""
        await self._run(update(ACCOUNTS).where(ACCOUNTS.c.id == staff_id).values(active=active))

    async def use_totp_step(self, staff_id: StaffId, step: int) -> bool:
        """Advance the last used step; False if it was already used or passed."""
        fresh = (ACCOUNTS.c.id == staff_id) & (ACCOUNTS.c.totp_last_step < step)
        return await self._run(update(ACCOUNTS).where(fresh).values(totp_last_step=step)) == 1

    async def set_totp(self, staff_id: StaffId, sealed: bytes, last_step: int) -> None:
        """Replace the sealed code secret and the step used last."""
        chosen = update(ACCOUNTS).where(ACCOUNTS.c.id == staff_id)
        await self._run(chosen.values(totp_sealed=sealed, totp_last_step=last_step))

    async def link_staff_chat(self, staff_id: StaffId, chat_tag: bytes, sealed: bytes) -> None:
        """Tie a chat to an account: one chat per account, one account per chat."""
        older = update(ACCOUNTS).where(ACCOUNTS.c.chat_tag == chat_tag)
        await self._run(older.values(chat_tag=None, chat_sealed=None))
        chosen = update(ACCOUNTS).where(ACCOUNTS.c.id == staff_id)
        await self._run(chosen.values(chat_tag=chat_tag, chat_sealed=sealed))

    async def member_by_chat(self, chat_tag: bytes) -> StaffMember | None:
        """Return the active account tied to this chat, or None."""
        tied = (ACCOUNTS.c.chat_tag == chat_tag) & ACCOUNTS.c.active
        row = await self._first(select(*MEMBER_COLUMNS).where(tied))
        return None if row is None else member_of(row)

    async def staff_chat(self, staff_id: StaffId) -> bytes | None:
        """Return the sealed address of the account's own chat, or None."""
        query = select(ACCOUNTS.c.chat_sealed).where(ACCOUNTS.c.id == staff_id)
        sealed: bytes | None = await self._value(query)
        return sealed

    async def _handle_used(self, handle: str) -> bool:
        return bool(await self._value(select(exists().where(ACCOUNTS.c.handle == handle))))

    async def _account(self, query: Select[Any]) -> Account | None:
        row = await self._first(query)
        return None if row is None else _account_of(row)
