"""The citizen's commands: their names, their menu, and what else means the same."""

from typing import Final

from aiogram.types import BotCommand

from handlers.telegram.keyboards import DOORS, SIDE_DOORS, plain_words
from handlers.texts.catalog import LOCALES, Catalog

COMMANDS: Final = (
    "start",
    "hoi",
    "baotin",
    "gopy",
    "tracuu",
    "khancap",
    "nhanthongbao",
    "tatthongbao",
    "riengtu",
    "trogiup",
    "kiemtra",
    "ngonngu",
    "huy",
)
"""The menu, in order. The same names in every language: people read them to each other."""

_ALIASES: Final = {"help": "trogiup", "privacy": "riengtu", "language": "ngonngu", "stop": "huy"}

_WORDS: Final = {
    "huỷ": "huy",
    "hủy": "huy",
    "huỷ bỏ": "huy",
    "hủy bỏ": "huy",
    "thoát": "huy",
    "cancel": "huy",
    "bắt đầu": "start",
    "bat dau": "start",
    "menu": "start",
    "english": "ngonngu",
    "tiếng anh": "ngonngu",
    "tieng anh": "ngonngu",
}
"""Typed instead of a command. "huy" without its mark is also a person's name."""

_LONGEST_SAID: Final = 40


def menu(catalog: Catalog, locale: str) -> list[BotCommand]:
    """Return what setMyCommands is given for private chats in one language."""
    texts = catalog[locale]
    return [
        BotCommand(command=name, description=texts.plain(f"command.{name}")) for name in COMMANDS
    ]


class DoorNames:
    """Finds the door a text means: "/tracuu", "/tracuu@bot", or a label of the keyboard."""

    def __init__(self, catalog: Catalog, bot_username: str | None = None) -> None:
        self._bot_username = (bot_username or "").lower()
        self._labels = {
            catalog[locale].plain(f"door.{name}"): name
            for locale in LOCALES
            for name in (*DOORS, *SIDE_DOORS)
        }
        self._spoken = {plain_words(label): name for label, name in self._labels.items()}
        self._commands = {name: name for name in COMMANDS} | _ALIASES

    def of(self, text: str) -> tuple[str, str] | None:
        """Return the door and what follows its command, or None if the text is no door.

        A command nobody knows is the door ``unknown``, except one meant for another bot.
        """
        if not text.startswith("/"):
            name = self._labels.get(text) or self._said(text)
            return (name, "") if name else None
        command, _, payload = text[1:].partition(" ")
        name, _, username = command.partition("@")
        if username and self._bot_username and username.lower() != self._bot_username:
            return None
        return self._commands.get(name.lower(), "unknown"), payload.strip()

    def _said(self, text: str) -> str | None:
        """The door whose label was typed, without its picture and with or without marks."""
        if len(text) > _LONGEST_SAID:
            return None
        return _WORDS.get(text.strip(" .!").lower()) or self._spoken.get(plain_words(text))
