"""What officials decide about a broadcast that exists: look, approve, decline, stop.

Every refusal of the use cases has an answer here; the rules themselves are delivery's.
"""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from delivery.errors import BroadcastUnknown, DeliveryError, SameOfficial, TextChanged, WrongState
from delivery.model import Broadcast, BroadcastState
from handlers.telegram.filters import InPrivate, Pressed
from handlers.telegram.official import pages
from handlers.telegram.official.buttons import (
    DECIDE,
    Decision,
    DecisionButton,
    read_decision,
)
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from staff.errors import NotAllowed
from staff.model import Actor
from staff.policy import Action, require


def deciding_router(services: TelegramServices) -> Router:
    """Return the router of the decision buttons."""
    router = Router(name="official-deciding")

    @router.callback_query(InPrivate(), Pressed(DECIDE))
    async def on_press(query: CallbackQuery, value: str, bot: Bot, talk: Talk) -> None:
        pressed = read_decision(value)
        if pressed is None:
            await alert(query, talk.texts.plain("official.old_button"))
            return
        try:
            actor = await services.chats.actor(talk.chat_id)
            if actor is None:
                raise NotAllowed
            await _decide(pressed, actor, _Place(query, bot, talk, services))
        except (DeliveryError, NotAllowed) as refusal:
            key = await _refusal_key(refusal, pressed, services)
            await alert(query, talk.texts.plain(key))

    return router


class _Place:
    """Where a button was pressed, and what can be done there."""

    __slots__ = ("bot", "query", "services", "talk")

    def __init__(
        self, query: CallbackQuery, bot: Bot, talk: Talk, services: TelegramServices
    ) -> None:
        self.query = query
        self.bot = bot
        self.talk = talk
        self.services = services

    async def conclude(self, key: str, **values: object) -> None:
        """Put the result in place of the message with the buttons, or below it."""
        await acknowledge(self.query)
        words = self.talk.texts(key, **values)
        shown = self.query.message.message_id if self.query.message else 0
        if not await self.talk.change(shown, words):
            await self.talk.say(words)


async def _decide(pressed: DecisionButton, actor: Actor, place: _Place) -> None:
    broadcasts = place.services.broadcasts
    match pressed.decision:
        case Decision.VIEW:
            require(actor, Action.APPROVE_BROADCAST)
            await _show(await broadcasts.get(pressed.broadcast_id), actor, place)
        case Decision.APPROVE:
            size = await broadcasts.approve(actor, pressed.broadcast_id, pressed.digest)
            await place.conclude("official.approved", size=size)
        case Decision.DECLINE:
            await broadcasts.decline(actor, pressed.broadcast_id, pressed.digest)
            await place.conclude("official.declined")
        case Decision.CANCEL:
            await broadcasts.cancel(actor, pressed.broadcast_id)
            await place.conclude("official.draft_cancelled")
        case Decision.STOP:
            # The progress message stays: the worker writes the final counts into it.
            held_back = await broadcasts.cancel(actor, pressed.broadcast_id)
            await alert(place.query, place.talk.texts.plain("official.stopped", count=held_back))


async def _show(broadcast: Broadcast, actor: Actor, place: _Place) -> None:
    """Show a draft with the buttons this official may press; anything else is refused."""
    if broadcast.state is not BroadcastState.DRAFT:
        raise WrongState(broadcast.state.value)
    await acknowledge(place.query)
    texts, talk = place.talk.texts, place.talk
    size = await place.services.broadcasts.audience_size(broadcast.audience)
    await pages.show_broadcast(place.bot, talk.chat_id, broadcast)
    named = pages.audience_words(texts, place.services.areas, broadcast.audience)
    words = texts("official.decide", size=size, code=broadcast.digest[:8], **named)
    decisions = [Decision.APPROVE, Decision.DECLINE]
    if broadcast.author == actor.staff_id:
        decisions = [Decision.CANCEL]
    await talk.say(words, pages.decision_keyboard(texts, broadcast, *decisions))


async def _refusal_key(
    refusal: DeliveryError | NotAllowed, pressed: DecisionButton, services: TelegramServices
) -> str:
    match refusal:
        case SameOfficial():
            return "official.refused.same_official"
        case TextChanged():
            return "official.refused.text_changed"
        case BroadcastUnknown():
            return "official.refused.unknown"
        case NotAllowed():
            return "official.refused.not_allowed"
        case WrongState():
            state = (await services.broadcasts.get(pressed.broadcast_id)).state
            return f"official.refused.{state.value}"
        case _:
            return "official.old_button"
