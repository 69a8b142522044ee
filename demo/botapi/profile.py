"""What the bot says about itself: names, descriptions, commands. Survives a reset of people."""

from typing import Any

from demo.botapi.refusals import bad_request
from demo.botapi.state import Chat

Commands = list[dict[str, Any]]
ScopeKey = tuple[Any, ...]


class Profile:
    """Texts per language and commands per scope and language."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self._commands: dict[tuple[ScopeKey, str], Commands] = {}

    def set_text(self, which: str, language: str, text: str, limit: int) -> None:
        """Keep a name or description; an empty one is removed."""
        _check_language(language)
        if len(text) > limit:
            raise bad_request(f"{which} is too long")
        if text:
            self._texts[which, language] = text
        else:
            self._texts.pop((which, language), None)

    def text(self, which: str, language: str) -> str:
        """Return the text a person with this language sees."""
        return self._texts.get((which, language)) or self._texts.get((which, ""), "")

    def set_commands(self, scope: ScopeKey, language: str, commands: Commands) -> None:
        """Replace the commands of one scope and language; none removes them."""
        _check_language(language)
        if commands:
            self._commands[scope, language] = commands
        else:
            self._commands.pop((scope, language), None)

    def commands(self, scope: ScopeKey, language: str) -> Commands:
        """Return the commands set for exactly this scope and language."""
        _check_language(language)
        return self._commands.get((scope, language), [])

    def shown_commands(self, chat: Chat, viewer: int, language: str) -> Commands:
        """Return the commands a person sees in a chat, narrowest scope first.

        Source: https://core.telegram.org/bots/api#determining-list-of-commands .
        """
        for scope in _scopes(chat, viewer):
            for code in (language, ""):
                if found := self._commands.get((scope, code)):
                    return found
        return []


def _scopes(chat: Chat, viewer: int) -> list[ScopeKey]:
    if chat.kind == "private":
        return [("chat", chat.id), ("all_private_chats",), ("default",)]
    owner = bool(chat.members) and chat.members[0] == viewer
    return [
        ("chat_member", chat.id, viewer),
        *([("chat_administrators", chat.id)] if owner else []),
        ("chat", chat.id),
        *([("all_chat_administrators",)] if owner else []),
        ("all_group_chats",),
        ("default",),
    ]


def _check_language(language: str) -> None:
    if language and not (len(language) == 2 and language.isascii() and language.islower()):
        raise bad_request("invalid language code specified")
