"""Who asked to be told what. An address comes in, a keyed tag and a sealed address stay.

A subscription knows no name and no report; the tag's context differs from the one of staff
chats, so the two tables cannot be joined.
"""

from collections.abc import Iterable
from typing import Final

from delivery.errors import ContentInvalid
from delivery.model import SubscriberId, Subscription, Topic
from delivery.ports import DeliveryTransactions
from staff.ports import Randomness, Vault

ADDRESS_CONTEXT: Final = "andan/v1/address"
SUBSCRIBER_TAG_CONTEXT: Final = "andan/v1/subscriber-tag"


class Subscriptions:
    """The opt-in list, seen from one chat at a time."""

    def __init__(
        self,
        transactions: DeliveryTransactions,
        vault: Vault,
        random: Randomness,
        reading: DeliveryTransactions | None = None,
    ) -> None:
        self._transactions = transactions
        self._reading = reading or transactions
        self._vault = vault
        self._random = random

    async def subscribe(
        self,
        chat_id: int,
        province_code: str | None,
        topics: Iterable[Topic],
        locale: str = "vi",
    ) -> Subscription:
        """Store or replace this chat's choices; without a province those of every one.

        Refuses an empty choice with ``ContentInvalid("no_topic")``: leaving is
        :meth:`unsubscribe`, which deletes the row.
        """
        chosen = frozenset(topics)
        if not chosen:
            raise ContentInvalid("no_topic")
        fresh = SubscriberId(self._random(16).hex())
        tag = self._tag(chat_id)
        address = self._vault.seal(str(chat_id).encode(), ADDRESS_CONTEXT)
        async with self._transactions() as transaction:
            await transaction.subscribers.put(
                tag, address, Subscription(fresh, province_code, chosen, locale)
            )
            stored = await transaction.subscribers.get(tag)
            await transaction.commit()
        return stored or Subscription(fresh, province_code, chosen, locale)

    async def unsubscribe(self, chat_id: int) -> bool:
        """Delete the row and its waiting messages; say whether there was one."""
        async with self._transactions() as transaction:
            was_there = await transaction.subscribers.drop(self._tag(chat_id))
            await transaction.commit()
        return was_there

    async def current(self, chat_id: int) -> Subscription | None:
        """Return this chat's choices, or None."""
        async with self._reading() as transaction:
            return await transaction.subscribers.get(self._tag(chat_id))

    def _tag(self, chat_id: int) -> bytes:
        return self._vault.tag(str(chat_id).encode(), SUBSCRIBER_TAG_CONTEXT)
