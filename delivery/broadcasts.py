"""Broadcasts: written by one official, approved by another, then sent to a frozen audience.

Four eyes and the frozen text live here and nowhere else. A draft cannot be edited: another
text is another broadcast, so an approval can only mean what its digest covers.
"""

from typing import Final

from delivery.content import SHOWN_DIGEST, cleaned, digest_of, is_digest
from delivery.errors import (
    BroadcastUnknown,
    NobodyToApprove,
    SameOfficial,
    TextChanged,
    WrongState,
)
from delivery.model import (
    Audience,
    Broadcast,
    BroadcastId,
    BroadcastState,
    Content,
    Notice,
    NoticeKind,
    Progress,
    TargetKind,
)
from delivery.ports import DeliveryTransaction, DeliveryTransactions
from staff.errors import NotAllowed
from staff.model import Actor, Role, StaffId
from staff.policy import Action, require
from staff.ports import Randomness

EVERYWHERE: Final = "everywhere"
"""Value of a notice's ``area`` field when the audience is not narrowed to a province."""

DRAFT_DAYS: Final = 7
"""How long a draft waits for its second official."""


class Broadcasts:
    """Every act on a broadcast; each is one transaction and checks the actor first."""

    def __init__(
        self,
        transactions: DeliveryTransactions,
        random: Randomness,
        reading: DeliveryTransactions | None = None,
    ) -> None:
        self._transactions = transactions
        self._reading = reading or transactions
        self._random = random

    async def compose(self, actor: Actor, content: Content, audience: Audience) -> Broadcast:
        """Store a draft and return it with its digest.

        The markup is cleaned here, so what is stored is what is sent. Raises ``NotAllowed``
        or ``ContentInvalid``.
        """
        require(actor, Action.COMPOSE_BROADCAST)
        content = cleaned(content)
        draft = Broadcast(
            id=BroadcastId(self._random(8).hex()),
            author=actor.staff_id,
            content=content,
            audience=audience,
            digest=digest_of(content, audience),
            state=BroadcastState.DRAFT,
        )
        async with self._transactions() as transaction:
            await transaction.broadcasts.add(draft)
            await transaction.commit()
        return draft

    async def audience_size(self, audience: Audience) -> int:
        """Return how many subscribers match now; the number may change until approval."""
        async with self._reading() as transaction:
            return await transaction.broadcasts.audience_size(audience)

    async def submit(self, actor: Actor, broadcast_id: BroadcastId) -> None:
        """Ask every other official for approval, by a notice in their own chat.

        Only the author may ask (``NotAllowed``). Raises ``BroadcastUnknown``, ``WrongState``
        when it is no draft any more, ``NobodyToApprove`` when there is no second official
        who can be reached: one without a chat would never hear of it.
        """
        require(actor, Action.COMPOSE_BROADCAST)
        async with self._transactions() as transaction:
            draft = await _draft(transaction, broadcast_id)
            if draft.author != actor.staff_id:
                raise NotAllowed(Action.COMPOSE_BROADCAST.value)
            officials = await transaction.broadcasts.officials(Role.OFFICIAL)
            others = [official for official in officials if official != draft.author]
            reached = [one for one in others if await _has_chat(transaction, one)]
            if not reached:
                raise NobodyToApprove
            notice = _notice(NoticeKind.APPROVAL_WANTED, draft)
            for official in reached:
                await transaction.notices.to_staff(official, notice)
            await transaction.commit()

    async def approve(self, actor: Actor, broadcast_id: BroadcastId, digest: str) -> int:
        """Start sending: freeze the audience as outbox rows and return how many there are.

        Raises ``BroadcastUnknown``, ``SameOfficial`` for the author, ``WrongState`` unless it
        still is a draft, ``TextChanged`` when ``digest`` (at least its shown part) is another.
        Two approvals at once: one wins, the other gets ``WrongState``.
        """
        require(actor, Action.APPROVE_BROADCAST)
        async with self._transactions() as transaction:
            draft = await _draft_for(transaction, actor, broadcast_id, digest)
            await _advance(transaction, draft, BroadcastState.SENDING, actor)
            size = await transaction.broadcasts.freeze_audience(draft.id, draft.audience)
            await transaction.commit()
        return size

    async def decline(self, actor: Actor, broadcast_id: BroadcastId, digest: str) -> None:
        """Refuse a draft as the second official; the author is told by a notice.

        Raises what :meth:`approve` raises: the author uses :meth:`cancel`.
        """
        require(actor, Action.APPROVE_BROADCAST)
        async with self._transactions() as transaction:
            draft = await _draft_for(transaction, actor, broadcast_id, digest)
            await _advance(transaction, draft, BroadcastState.CANCELLED)
            await transaction.notices.to_staff(
                draft.author, _notice(NoticeKind.BROADCAST_DECLINED, draft)
            )
            await transaction.commit()

    async def cancel(self, actor: Actor, broadcast_id: BroadcastId) -> int:
        """Drop a draft or stop what is being sent; return how many messages were held back.

        Any official may: stopping a wrong text must not wait for its author. What is already
        on its way cannot be called back. Raises ``BroadcastUnknown`` or ``WrongState``.
        """
        require(actor, Action.CANCEL_BROADCAST)
        async with self._transactions() as transaction:
            broadcast = await _known(transaction, broadcast_id)
            if broadcast.state not in (BroadcastState.DRAFT, BroadcastState.SENDING):
                raise WrongState(broadcast.state.value)
            await _advance(transaction, broadcast, BroadcastState.CANCELLED)
            held_back = await transaction.broadcasts.cancel_pending(broadcast_id)
            await transaction.commit()
        return held_back

    async def progress(self, broadcast_id: BroadcastId) -> Progress:
        """Return the counts by state; raise ``BroadcastUnknown``."""
        async with self._reading() as transaction:
            await _known(transaction, broadcast_id)
            return await transaction.broadcasts.progress(broadcast_id)

    async def get(self, broadcast_id: BroadcastId) -> Broadcast:
        """Return the broadcast; raise ``BroadcastUnknown``."""
        async with self._reading() as transaction:
            return await _known(transaction, broadcast_id)

    async def progress_place(self, broadcast: Broadcast) -> tuple[bytes | None, int | None]:
        """Return the author's sealed address and the progress message shown there, if any."""
        async with self._reading() as transaction:
            address = await transaction.outbox.address(TargetKind.STAFF, broadcast.author)
            return address, await transaction.broadcasts.progress_message(broadcast.id)

    async def remember_progress(self, broadcast_id: BroadcastId, message_id: int) -> None:
        """Keep which message in the author's chat shows the progress."""
        async with self._transactions() as transaction:
            await transaction.broadcasts.remember_progress_message(broadcast_id, message_id)
            await transaction.commit()


async def _has_chat(transaction: DeliveryTransaction, official: StaffId) -> bool:
    return await transaction.outbox.address(TargetKind.STAFF, official) is not None


async def _known(transaction: DeliveryTransaction, broadcast_id: BroadcastId) -> Broadcast:
    broadcast = await transaction.broadcasts.get(broadcast_id)
    if broadcast is None:
        raise BroadcastUnknown(broadcast_id)
    return broadcast


async def _draft(transaction: DeliveryTransaction, broadcast_id: BroadcastId) -> Broadcast:
    broadcast = await _known(transaction, broadcast_id)
    if broadcast.state is not BroadcastState.DRAFT:
        raise WrongState(broadcast.state.value)
    return broadcast


async def _draft_for(
    transaction: DeliveryTransaction, actor: Actor, broadcast_id: BroadcastId, digest: str
) -> Broadcast:
    """Return the draft if this actor is a second official who saw this very text."""
    if (await _known(transaction, broadcast_id)).author == actor.staff_id:
        raise SameOfficial
    draft = await _draft(transaction, broadcast_id)
    stored = digest_of(draft.content, draft.audience)
    # Computed again from what is stored: a row changed behind our back is not sent either.
    if stored != draft.digest or not is_digest(digest, stored):
        raise TextChanged
    return draft


async def _advance(
    transaction: DeliveryTransaction,
    broadcast: Broadcast,
    new: BroadcastState,
    approver: Actor | None = None,
) -> None:
    staff_id = approver.staff_id if approver else None
    if not await transaction.broadcasts.advance(broadcast.id, broadcast.state, new, staff_id):
        raise WrongState(new.value)


def _notice(kind: NoticeKind, broadcast: Broadcast) -> Notice:
    return Notice(
        kind,
        (
            ("broadcast", broadcast.id),
            ("digest", broadcast.digest[:SHOWN_DIGEST]),
            ("topic", broadcast.audience.topic.value),
            ("area", broadcast.audience.province_code or EVERYWHERE),
        ),
    )
