"""The command menu of a chat tied to staff: what only they can use, then what everybody can."""

import logging

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat

from handlers.telegram.commands import menu
from handlers.texts.catalog import Catalog
from staff.chats import LinkedTo
from staff.model import Role

log = logging.getLogger(__name__)


def staff_menu(catalog: Catalog, locale: str, linked: LinkedTo) -> list[BotCommand]:
    """Return the commands for a chat that was tied just now. A group gets ``/noi`` alone."""
    texts = catalog[locale]
    names = ["noi"]
    if linked.staff is not None and Role.OFFICIAL in linked.staff.roles:
        names.insert(0, "thongbao")
    own = [
        BotCommand(command=name, description=texts.plain(f"staff_chat.command.{name}"))
        for name in names
    ]
    return own if linked.staff is None else own + menu(catalog, locale)


async def show_staff_menu(
    bot: Bot, chat_id: int, catalog: Catalog, locale: str, linked: LinkedTo
) -> None:
    """Set the menu of this one chat. A refusal changes nothing: the commands work without."""
    try:
        await bot.set_my_commands(
            staff_menu(catalog, locale, linked), scope=BotCommandScopeChat(chat_id=chat_id)
        )
    except TelegramAPIError as refusal:
        log.warning("staff menu not set", extra={"error": type(refusal).__name__})
