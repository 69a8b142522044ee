"""Subscribers: a keyed tag to find them, a sealed address to reach them, and their choices."""

from sqlalchemy import delete, func, insert, select

from delivery.model import OutboxState, SubscriberId, Subscription, TargetKind
from storage.repositories.repository import Repository
from storage.repositories.upsert import insert_into
from storage.tables.delivery import OUTBOX, SUBSCRIBER_TOPICS, SUBSCRIBERS


class Subscribers(Repository):
    """``SubscriberStore`` inside one transaction."""

    async def put(self, tag: bytes, sealed_address: bytes, subscription: Subscription) -> None:
        """Store or replace the subscription with this tag (an existing row keeps its id)."""
        choices = {
            "address_sealed": sealed_address,
            "province_code": subscription.province_code,
            "locale": subscription.locale,
        }
        fresh = insert_into(self._connection, SUBSCRIBERS).values(
            id=subscription.id, tag=tag, **choices
        )
        row = await self._first(
            fresh.on_conflict_do_update(index_elements=["tag"], set_=choices).returning(
                SUBSCRIBERS.c.id
            )
        )
        assert row is not None
        await self._set_topics(SubscriberId(row.id), subscription)

    async def get(self, tag: bytes) -> Subscription | None:
        """Return the subscription with this tag, or None."""
        row = await self._first(select(SUBSCRIBERS).where(SUBSCRIBERS.c.tag == tag))
        if row is None:
            return None
        chosen = SUBSCRIBER_TOPICS.c.subscriber_id == row.id
        topics = await self._all(select(SUBSCRIBER_TOPICS.c.topic).where(chosen))
        return Subscription(
            SubscriberId(row.id),
            row.province_code,
            frozenset(topic.topic for topic in topics),
            row.locale,
        )

    async def drop(self, tag: bytes) -> bool:
        """Delete it together with its waiting messages; say whether it was there."""
        found = delete(SUBSCRIBERS).where(SUBSCRIBERS.c.tag == tag)
        row = await self._first(found.returning(SUBSCRIBERS.c.id))
        if row is None:
            return False
        theirs = (OUTBOX.c.target == TargetKind.SUBSCRIBER) & (OUTBOX.c.target_id == row.id)
        await self._run(delete(OUTBOX).where(theirs, OUTBOX.c.state == OutboxState.PENDING))
        return True

    async def count(self) -> int:
        """Return how many subscribers there are."""
        number: int = await self._value(select(func.count()).select_from(SUBSCRIBERS))
        return number

    async def _set_topics(self, subscriber_id: SubscriberId, wanted: Subscription) -> None:
        owned = SUBSCRIBER_TOPICS.c.subscriber_id == subscriber_id
        await self._run(delete(SUBSCRIBER_TOPICS).where(owned))
        rows = [{"topic": one, "subscriber_id": subscriber_id} for one in sorted(wanted.topics)]
        if rows:
            await self._run(insert(SUBSCRIBER_TOPICS).values(rows))
