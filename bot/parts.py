"""Builds the rooms' use cases by hand, like a parts list. No network, no tasks.

What runs (bot, worker, pages) is built from these parts in ``bot/wiring.py``; the command
line manages units and staff with these parts alone.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from bot.codes import TotpCodes
from bot.settings import Settings
from bot.vault import KeyVault
from delivery.broadcasts import Broadcasts
from delivery.subscriptions import Subscriptions
from handlers.texts.catalog import Catalog, load_catalog
from inbox.areas import Areas, load_areas
from inbox.casework import Casework
from inbox.intake import Intake
from inbox.mailbox import Mailbox
from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.documents.model import Document
from knowledge.importing import Library
from staff.accounts import Accounts
from staff.chats import StaffChats
from storage.database import Database

VIET_NAM: Final = timezone(timedelta(hours=7), "ICT")
"""Viet Nam has one time zone and no daylight saving: a report's day is a day there."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Every use case of the house over one database."""

    database: Database
    vault: KeyVault
    catalog: Catalog
    areas: Areas
    library: Library
    accounts: Accounts
    chats: StaffChats
    intake: Intake
    mailbox: Mailbox
    casework: Casework
    subscriptions: Subscriptions
    broadcasts: Broadcasts


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in Viet Nam."""
    return datetime.now(VIET_NAM).date()


def library_of(database: Database) -> Library:
    """Return the imported documents over a database, without the rest of the house."""
    return Library(database.transaction, today, database.reading)


def knowledge_over(documents: tuple[Document, ...]) -> KnowledgeBase:
    """Return a base over the articles and these documents; takes CPU."""
    return load_knowledge(documents=documents)


def accounts_over(settings: Settings, database: Database) -> Accounts:
    """Return the accounts alone, for who need not wait for the answers to be loaded."""
    vault = KeyVault(base64.b64decode(settings.secret_key.reveal()))
    begin, look = database.transaction, database.reading
    return Accounts(begin, vault, TotpCodes(), now, secrets.token_bytes, look)


def assemble(settings: Settings) -> Parts:
    """Return the use cases; opens no connection yet (the database connects when first used)."""
    database = Database(settings.database_url.reveal())
    vault = KeyVault(base64.b64decode(settings.secret_key.reveal()))
    chance, areas = secrets.token_bytes, load_areas()
    begin, look = database.transaction, database.reading
    return Parts(
        database=database,
        vault=vault,
        catalog=load_catalog(),
        areas=areas,
        library=library_of(database),
        accounts=accounts_over(settings, database),
        chats=StaffChats(begin, vault, now, chance, look),
        intake=Intake(begin, settings.oversight_public_key, today, chance, areas, look),
        mailbox=Mailbox(begin, today, look),
        casework=Casework(begin, today, look),
        subscriptions=Subscriptions(begin, vault, chance, look),
        broadcasts=Broadcasts(begin, chance, look),
    )
