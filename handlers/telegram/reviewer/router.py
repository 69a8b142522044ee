"""Tying a Telegram chat to an account or to a unit's duty group: ``/noi CODE``.

The code comes from the pages or the command line, lives 15 minutes and works once.
"""

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from handlers.telegram.reviewer.menu import show_staff_menu
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk
from staff.chats import LinkedTo
from staff.errors import LinkUnusable
from staff.model import Role


def reviewer_router(services: TelegramServices) -> Router:
    """Return the router for ``/noi`` and its alias ``/lienket``, in private chats and groups.

    Stands before the citizens' router. Needs ``talk`` from the entrance middleware.
    """
    router = Router(name="reviewer")

    @router.message(Command("noi", "lienket"))
    async def on_link(message: Message, command: CommandObject, bot: Bot, talk: Talk) -> None:
        code = (command.args or "").strip()
        if not code:
            await talk.say(talk.texts("staff_chat.usage"))
            return
        is_private = message.chat.type == ChatType.PRIVATE
        try:
            linked = await services.chats.link(code, message.chat.id, is_private)
        except LinkUnusable:
            await talk.say(talk.texts("staff_chat.unusable"))
            return
        # Others in the group need not keep a code, even a used one, on their screens.
        await talk.delete([message.message_id])
        await talk.say(_welcome(linked, talk))
        locale = talk.texts.locale
        await show_staff_menu(bot, message.chat.id, services.catalog, locale, linked)

    return router


def _welcome(linked: LinkedTo, talk: Talk) -> str:
    if linked.unit is not None:
        return talk.texts("staff_chat.linked_unit", unit=linked.unit.name)
    assert linked.staff is not None
    is_official = Role.OFFICIAL in linked.staff.roles
    key = "staff_chat.linked_official" if is_official else "staff_chat.linked_staff"
    return talk.texts(key, title=linked.staff.title)
