"""Which keyboards Telegram accepts, and how they read back."""

from typing import Any

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from demo.botapi.entities import link
from demo.botapi.refusals import bad_request

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply

_INLINE_KINDS = (
    "url",
    "callback_data",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
)


def inline_keyboard(markup: Markup | None) -> dict[str, Any] | None:
    """Return the inline keyboard a message holds, if ``markup`` is one. Refuses bad buttons."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return None
    rows = [row for row in markup.inline_keyboard if row]
    if sum(map(len, rows)) > 100:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_inline(button)
    shown = [[b.model_dump(exclude_none=True) for b in row] for row in rows]
    return {"inline_keyboard": shown} if shown else None


def _check_inline(button: InlineKeyboardButton) -> None:
    if not button.text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    kinds = [kind for kind in _INLINE_KINDS if getattr(button, kind) is not None]
    if not kinds:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(kinds) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.url is not None and link(button.url) is None:
        raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")
    if button.copy_text is not None and not 1 <= len(button.copy_text.text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def reply_keyboard(
    markup: Markup | None, current: dict[str, Any] | None, private: bool
) -> dict[str, Any] | None:
    """Return the keyboard under the input field after this message. Refuses bad buttons."""
    if markup is None or isinstance(markup, InlineKeyboardMarkup):
        return current
    if isinstance(markup, ReplyKeyboardRemove):
        return None
    if isinstance(markup, ReplyKeyboardMarkup):
        for row in markup.keyboard:
            for button in row:
                _check_reply(button, private)
    placeholder = markup.input_field_placeholder
    if placeholder is not None and not 1 <= len(placeholder) <= 64:
        raise bad_request("input field placeholder must have from 1 to 64 characters")
    shown = markup.model_dump(exclude_none=True)
    return shown if shown.get("keyboard") or isinstance(markup, ForceReply) else None


def _check_reply(button: KeyboardButton, private: bool) -> None:
    if not button.text.strip():
        raise bad_request("keyboard button text must be non-empty")
    if not private and button.request_contact:
        raise bad_request("phone number can be requested in private chats only")
    if not private and button.request_location:
        raise bad_request("location can be requested in private chats only")
