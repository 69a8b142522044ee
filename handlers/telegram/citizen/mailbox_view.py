"""How a mailbox looks in a chat: facts, history by day, messages of both sides. Pure."""

from typing import Final

from aiogram.types import InlineKeyboardMarkup

from handlers.telegram.keyboards import button, rows
from handlers.telegram.lengths import packed
from handlers.texts.catalog import Texts
from inbox.areas import Areas
from inbox.mailbox import MailboxView
from inbox.model import Author, Status

MESSAGES_SHOWN: Final = 20
"""The newest messages of a case; older ones were read before."""


def mailbox_messages(view: MailboxView, texts: Texts, areas: Areas) -> list[str]:
    """Return Telegram messages, the facts first, the newest words last."""
    history = "\n".join(
        texts("track.change", day=f"{it.day:%d/%m/%Y}", status=texts.plain(f"status.{it.status}"))
        for it in view.history
    )
    facts = texts(
        "track.facts",
        number=view.number,
        kind=texts.plain(f"kind.{view.kind}"),
        category=texts.plain(f"category.{view.category}"),
        place=areas.label(view.area_code),
        day=f"{view.day:%d/%m/%Y}",
        status=texts.plain(f"status.{view.status}"),
    )
    head = f"{facts}\n\n{texts('track.history')}\n{history}"
    if not any(it.author is Author.REVIEWER for it in view.messages):
        head += "\n\n" + texts("track.no_reply_yet")
    blocks = [
        (
            texts(f"track.from_{it.author}", day=f"{it.day:%d/%m/%Y}"),
            it.words if it.is_readable else texts.plain("track.unreadable"),
        )
        for it in view.messages[-MESSAGES_SHOWN:]
    ]
    return [head, *packed(blocks)]


def mailbox_keyboard(view: MailboxView, texts: Texts) -> InlineKeyboardMarkup:
    """Return the buttons below a mailbox; a withdrawn report takes nothing more."""
    add = button(texts.plain("button.add"), "m:add")
    withdraw = button(texts.plain("button.withdraw"), "m:withdraw")
    lines = [] if view.status is Status.WITHDRAWN else [[add]]
    lines += [[withdraw]] if view.can_withdraw else []
    return rows(*lines, *hide_keyboard(texts).inline_keyboard)


def hide_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    """Return the button that takes a mailbox off the screen."""
    return rows([button(texts.plain("button.hide"), "m:hide")])
