"""A Bot API in memory: records every call, answers as Telegram would, refuses on request."""

import html
import re
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessages,
    EditMessageReplyMarkup,
    EditMessageText,
    GetMe,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import Chat, InlineKeyboardMarkup, Message, User

from handlers.telegram.lengths import units

_TAGS = re.compile(r"</?(b|i|code|blockquote)>")


@dataclass(frozen=True)
class Call:
    """One request: its method and what a person would notice of it."""

    name: str
    text: str
    keyboard: Any = None
    message_id: int = 0
    deleted: tuple[int, ...] = ()
    is_protected: bool = False

    @property
    def buttons(self) -> dict[str, str]:
        """Labels and data of the inline buttons."""
        if not isinstance(self.keyboard, InlineKeyboardMarkup):
            return {}
        return {
            it.text: it.callback_data or "" for row in self.keyboard.inline_keyboard for it in row
        }


class RecordingSession(BaseSession):
    """Answers the methods the citizen's bot uses; any other one fails the test."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.unexpected: list[str] = []
        self.on_screen: dict[int, Call] = {}
        self._refusals: deque[tuple[str, type[TelegramAPIError]]] = deque()
        self._next_id = 1000

    def refuse(self, method: str, error: type[TelegramAPIError] = TelegramBadRequest) -> None:
        """Let the next call of ``method`` fail."""
        self._refusals.append((method, error))

    async def close(self) -> None:
        """Nothing to close."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> Any:
        name = type(method).__name__
        if self._refusals and self._refusals[0][0] == name:
            _, error = self._refusals.popleft()
            raise error(method=method, message="refused")
        match method:
            case SendMessage():
                return self._send(bot, method)
            case EditMessageText():
                return self._edit(bot, method)
            case EditMessageReplyMarkup():
                return self._edit_buttons(bot, method)
            case DeleteMessages():
                assert 1 <= len(method.message_ids) <= 100
                self.calls.append(Call(name, "", deleted=tuple(method.message_ids)))
                for message_id in method.message_ids:
                    self.on_screen.pop(message_id, None)
                return True
            case AnswerCallbackQuery():
                assert len(method.text or "") <= 200
                self.calls.append(Call(name, method.text or ""))
                return True
            case GetMe():  # aiogram's Command filter, once, for "/command@name"
                return User(id=42, is_bot=True, first_name="B", username="AnDanBot")
            case _:
                self.unexpected.append(name)
                raise AssertionError(f"unexpected call of {name}")

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        raise AssertionError("nothing is ever downloaded")
        yield b""  # type: ignore[unreachable]  # makes this a generator, as in the base

    def _send(self, bot: Bot, method: SendMessage) -> Message:
        self._next_id += 1
        call = Call(
            "SendMessage",
            method.text,
            method.reply_markup,
            self._next_id,
            is_protected=method.protect_content is True,
        )
        self._show(call)
        return _message(bot, int(method.chat_id), self._next_id, method.text)

    def _edit(self, bot: Bot, method: EditMessageText) -> Message:
        assert method.message_id is not None
        text = method.text or ""
        shown = self.on_screen.get(method.message_id)
        if shown is None:
            raise TelegramBadRequest(method=method, message="message to edit not found")
        if shown.text == text and shown.keyboard == method.reply_markup:
            raise TelegramBadRequest(method=method, message="message is not modified")
        self._show(Call("EditMessageText", text, method.reply_markup, method.message_id))
        return _message(bot, int(method.chat_id or 0), method.message_id, text)

    def _edit_buttons(self, bot: Bot, method: EditMessageReplyMarkup) -> Message:
        assert method.message_id is not None
        shown = self.on_screen.get(method.message_id)
        if shown is None:
            raise TelegramBadRequest(method=method, message="message to edit not found")
        if shown.keyboard == method.reply_markup:
            raise TelegramBadRequest(method=method, message="message is not modified")
        name = type(method).__name__
        self._show(replace(shown, name=name, keyboard=method.reply_markup))
        return _message(bot, int(method.chat_id or 0), method.message_id, shown.text)

    def _show(self, call: Call) -> None:
        check_limits(call)
        self.calls.append(call)
        self.on_screen[call.message_id] = call


def check_limits(call: Call) -> None:
    """Refuse what Telegram refuses: lengths, tags, buttons."""
    visible = html.unescape(_TAGS.sub("", call.text))
    assert 1 <= units(visible) <= 4096
    assert "<" not in _TAGS.sub("", call.text), call.text
    for tag in ("b", "i", "code", "blockquote"):
        assert call.text.count(f"<{tag}>") == call.text.count(f"</{tag}>"), call.text
    for label, data in call.buttons.items():
        assert 1 <= len(label) <= 40
        assert 1 <= len(data.encode()) <= 64
    assert len(call.buttons) <= 100


def _message(bot: Bot, chat_id: int, message_id: int, text: str) -> Message:
    chat = Chat(id=chat_id, type="private")
    sent = Message(message_id=message_id, date=0, chat=chat, text=text)  # type: ignore[arg-type]
    return sent.as_(bot)
