"""Everything that is not text: pictures, voices, contacts, polls, edits, and being blocked.

Nothing of it is kept or downloaded. A contact or a location is deleted at once: it says who
or where someone is.
"""

from typing import Final

from aiogram import Router
from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.telegram.citizen.questions import answer_question
from handlers.telegram.citizen.reporting import remember_message
from handlers.telegram.citizen.states import ALBUM, Standing
from handlers.telegram.conversation import Languages
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, alert

KINDS: Final = {
    ContentType.STICKER: "odd.sticker",
    ContentType.VOICE: "odd.voice",
    ContentType.AUDIO: "odd.voice",
    ContentType.VIDEO_NOTE: "odd.voice",
    ContentType.CONTACT: "odd.contact",
    ContentType.LOCATION: "odd.location",
    ContentType.VENUE: "odd.location",
    ContentType.POLL: "odd.poll",
    ContentType.STORY: "odd.story",
    ContentType.DICE: "odd.dice",
    ContentType.GAME: "odd.dice",
    ContentType.PHOTO: "odd.media",
    ContentType.VIDEO: "odd.media",
    ContentType.ANIMATION: "odd.media",
    ContentType.DOCUMENT: "odd.media",
    ContentType.PAID_MEDIA: "odd.media",
    ContentType.UNKNOWN: "odd.other",
    ContentType.ANY: "odd.other",
}
"""What is said to each kind a person can send; other kinds are Telegram's own service messages
(a pinned message, a new background) and are not answered."""

TELLING: Final = frozenset({ContentType.CONTACT, ContentType.LOCATION, ContentType.VENUE})


def add_other_messages(router: Router, services: TelegramServices) -> None:
    """Answer what no other one took."""

    @router.message()
    async def on_message(message: Message, talk: Talk, state: FSMContext) -> None:
        key = KINDS.get(ContentType(message.content_type))
        if key is None or await _is_rest_of_album(message, state):
            return
        if message.content_type in TELLING:
            await talk.delete([message.message_id])
        if await state.get_state() == Standing.reporting.state:
            key = key if message.content_type in TELLING else "form.only_words"
            said = await talk.say(talk.texts(key))
            await remember_message(state, message.message_id, said)
            return
        await talk.say(talk.texts(key))
        if message.caption:
            await answer_question(message.caption, talk, state, services)

    @router.edited_message()
    async def on_edit(_message: Message, talk: Talk) -> None:
        await talk.say(talk.texts("odd.edited"))

    @router.callback_query()
    async def on_old_button(query: CallbackQuery, talk: Talk) -> None:
        await alert(query, talk.texts.plain("error.old_button"))


def add_membership(router: Router, services: TelegramServices, languages: Languages) -> None:
    """Add what hears of being blocked: nothing of that chat is kept then."""

    @router.my_chat_member()
    async def on_membership(update: ChatMemberUpdated, state: FSMContext) -> None:
        if update.chat.type != ChatType.PRIVATE:
            return
        if update.new_chat_member.status == ChatMemberStatus.KICKED:
            await state.clear()
            languages.forget(update.chat.id)
            await services.subscriptions.unsubscribe(update.chat.id)


async def _is_rest_of_album(message: Message, state: FSMContext) -> bool:
    """Pictures of one album come one by one; only the first is answered."""
    album = message.media_group_id
    if album is None:
        return False
    if (await state.get_data()).get(ALBUM) == album:
        return True
    await state.update_data({ALBUM: album})
    return False
