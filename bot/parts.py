"""Builds the rooms' use cases by hand, like a parts list. No network, no tasks.

What runs (bot, worker, pages) is built from these parts in ``bot/wiring.py``; the command
line manages units and staff with these parts alone.
"""

import base64
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
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
from knowledge.article_versions import ArticleVersion, overlaid
from knowledge.articles.loader import load_library
from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.documents.model import Document
from knowledge.editing import ArticleDesk
from knowledge.importing import Library
from knowledge.live import Changes
from knowledge.own_words import OwnWords
from knowledge.register import ArticleRegister
from knowledge.sources import Sources
from staff.accounts import Accounts
from staff.chats import StaffChats
from storage.database import Database
from storage.tables.documents import DOCUMENTS

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
    articles: ArticleDesk
    register: ArticleRegister
    words: OwnWords
    sources: Sources
    changes: Changes
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


def library_of(database: Database, changed: Callable[[], None] = lambda: None) -> Library:
    """Return the imported documents over a database, without the rest of the house."""
    return Library(
        database.transaction,
        today,
        database.reading,
        scrub=partial(database.scrub, DOCUMENTS),
        changed=changed,
    )


def knowledge_over(
    documents: Iterable[Document] = (),
    standing: Sequence[ArticleVersion] = (),
    earlier: KnowledgeBase | None = None,
) -> KnowledgeBase:
    """Return a base over the shipped articles, what staff put over them, and these documents;
    takes CPU. Given the base before, it keeps that one's documents as they were laid down."""
    library = overlaid(load_library(), standing)
    return earlier.with_articles(library) if earlier else load_knowledge(library, documents)


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
    changes, shipped = Changes(), load_library()
    library = library_of(database, changes.tell)
    return Parts(
        database=database,
        vault=vault,
        catalog=load_catalog(),
        areas=areas,
        library=library,
        articles=ArticleDesk(begin, today, shipped, changes.tell),
        register=ArticleRegister(look, today, shipped),
        words=OwnWords(begin, today, look, changes.tell),
        sources=Sources(look, library),
        changes=changes,
        accounts=accounts_over(settings, database),
        chats=StaffChats(begin, vault, now, chance, look),
        intake=Intake(begin, settings.oversight_public_key, today, chance, areas, look),
        mailbox=Mailbox(begin, today, look),
        casework=Casework(begin, today, look),
        subscriptions=Subscriptions(begin, vault, chance, look),
        broadcasts=Broadcasts(begin, chance, look),
    )
