"""Which Telegram chat belongs to which account or office.

A chat id comes in, a keyed tag and a sealed address are kept; the number itself is never
stored. A linked chat is a way to be told and to approve, never a way to read a report.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from staff.errors import LinkUnusable, StaffUnknown, UnitUnknown
from staff.model import Actor, LinkCode, StaffMember, Unit, UnitId
from staff.ports import Clock, Randomness, StaffTransaction, StaffTransactions, Vault

LINK_CODE_LIFE: Final = timedelta(minutes=15)
LINK_CODE_DIGITS: Final = 10
ADDRESS_CONTEXT: Final = "andan/v1/address"
CHAT_TAG_CONTEXT: Final = "andan/v1/chat-tag"
_CODE_CONTEXT = "andan/v1/link-code"


@dataclass(frozen=True, slots=True)
class LinkedTo:
    """What a chat was tied to: exactly one of the two."""

    staff: StaffMember | None
    unit: Unit | None


class StaffChats:
    """Ties chats to accounts and offices, and says who writes from a chat."""

    def __init__(
        self,
        transactions: StaffTransactions,
        vault: Vault,
        clock: Clock,
        random: Randomness,
        reading: StaffTransactions | None = None,
    ) -> None:
        self._transactions = transactions
        self._reading = reading or transactions
        self._vault = vault
        self._clock = clock
        self._random = random

    async def link_code_for_staff(self, handle: str) -> str:
        """Return ten digits, valid for 15 minutes and one use; raise ``StaffUnknown``."""
        async with self._transactions() as transaction:
            account = await transaction.staff.account(handle.strip().lower())
            if account is None or not account.member.active:
                raise StaffUnknown
            code, link = self._new_code()
            await transaction.staff.add_link_code(
                LinkCode(link, self._clock() + LINK_CODE_LIFE, staff_id=account.member.id)
            )
            await transaction.commit()
        return code

    async def link_code_for_unit(self, unit_id: UnitId) -> str:
        """Return ten digits, valid for 15 minutes and one use; raise ``UnitUnknown``."""
        async with self._transactions() as transaction:
            if await transaction.staff.unit(unit_id) is None:
                raise UnitUnknown(unit_id)
            code, link = self._new_code()
            await transaction.staff.add_link_code(
                LinkCode(link, self._clock() + LINK_CODE_LIFE, unit_id=unit_id)
            )
            await transaction.commit()
        return code

    async def link(self, code: str, chat_id: int, is_private: bool) -> LinkedTo:
        """Tie the chat to what the code stands for, and use the code up.

        An account is tied only to a private chat: in a group everybody would act in its name.
        Raises ``LinkUnusable`` for an unknown, used, expired or misplaced code; a code that
        was typed in the wrong place is used up too, since others have seen it.
        """
        async with self._transactions() as transaction:
            link = await transaction.staff.take_link_code(self._code_hash(code))
            linked = await self._tie(transaction, link, chat_id, is_private)
            await transaction.commit()
        if linked is None:
            raise LinkUnusable
        return linked

    async def actor(self, chat_id: int) -> Actor | None:
        """Return who writes from this chat, or None if no active account is tied to it."""
        async with self._reading() as transaction:
            member = await transaction.staff.member_by_chat(self._tag(chat_id))
        if member is None or not member.active:
            return None
        return Actor(member.id, member.unit_id, member.roles)

    async def _tie(
        self, transaction: StaffTransaction, link: LinkCode | None, chat_id: int, is_private: bool
    ) -> LinkedTo | None:
        if link is None or link.expires_at <= self._clock():
            return None
        address = self._vault.seal(str(chat_id).encode(), ADDRESS_CONTEXT)
        if link.staff_id is not None:
            account = await transaction.staff.account_by_id(link.staff_id)
            if account is None or not account.member.active or not is_private:
                return None
            await transaction.staff.link_staff_chat(link.staff_id, self._tag(chat_id), address)
            return LinkedTo(account.member, None)
        unit = await transaction.staff.unit(link.unit_id) if link.unit_id else None
        if unit is None:
            return None
        await transaction.staff.set_unit_chat(unit.id, address)
        return LinkedTo(None, unit)

    def _new_code(self) -> tuple[str, bytes]:
        number = int.from_bytes(self._random(16)) % 10**LINK_CODE_DIGITS
        code = f"{number:0{LINK_CODE_DIGITS}d}"
        return code, self._code_hash(code)

    def _code_hash(self, code: str) -> bytes:
        # Keyed: ten digits under a plain hash would be tried out in an hour.
        digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
        return self._vault.tag(digits.encode(), _CODE_CONTEXT)

    def _tag(self, chat_id: int) -> bytes:
        return self._vault.tag(str(chat_id).encode(), CHAT_TAG_CONTEXT)
