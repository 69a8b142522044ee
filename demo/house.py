"""What the demo needs of the running house (bot, worker, inbox pages), and its settings.

How a house is made is known to ``demo/raising.py`` alone.
"""

import base64
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from starlette.types import ASGIApp

from bot.settings import Settings, read_settings
from demo.botapi import DEMO_TOKEN
from inbox.ports import InboxTransactions
from knowledge.editing import ArticleDesk
from staff.accounts import Accounts
from staff.chats import StaffChats
from staff.ports import StaffTransactions

BROADCAST_PER_SECOND: Final = 20


@dataclass(frozen=True, slots=True)
class House:
    """What the demo needs of a running system. ``start`` begins to read updates; ``close``
    ends everything and closes the database."""

    pages: ASGIApp
    accounts: Accounts
    chats: StaffChats
    articles: ArticleDesk
    staff_transactions: StaffTransactions
    inbox_transactions: InboxTransactions
    now: Callable[[], datetime]
    today: Callable[[], date]
    start: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]


RaiseHouse = Callable[[Settings], Awaitable[House]]
"""Makes a house that has its tables and is not started yet."""


def demo_settings(address: str, database: Path) -> Settings:
    """Return settings for one run: keys made now and forgotten with the process."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    oversight = X25519PrivateKey.from_private_bytes(secrets.token_bytes(32)).public_key()
    return read_settings(
        {
            "BOT_TOKEN": DEMO_TOKEN,
            "TELEGRAM_API_URL": address,
            "DATABASE_URL": f"sqlite:///{database}",
            "SECRET_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "OVERSIGHT_PUBLIC_KEY": base64.b64encode(oversight.public_bytes_raw()).decode(),
            "WEB_HOST": host,
            "WEB_PORT": port,
            "WEB_BASE_URL": address,
            "BROADCAST_PER_SECOND": str(BROADCAST_PER_SECOND),
            "LOG_LEVEL": "WARNING",
        }
    )


def forget_database(database: Path) -> None:
    """Delete the database file and its journal, if there are any; make the folder."""
    database.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
