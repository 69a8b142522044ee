"""What the Telegram edge is given: use cases and a few facts about this installation.

Values only; building them is the work of ``bot/wiring.py``.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from delivery.broadcasts import Broadcasts
from delivery.subscriptions import Subscriptions
from handlers.telegram.patience import Patience
from handlers.texts.catalog import Catalog
from inbox.areas import Areas
from inbox.intake import Intake
from inbox.mailbox import Mailbox
from knowledge.ask import KnowledgeBase
from knowledge.gaps import Gaps
from knowledge.live import LiveKnowledge
from knowledge.shelf import ShelfDocument
from knowledge.votes import Votes
from staff.chats import StaffChats
from staff.ports import Clock, Randomness


@dataclass(frozen=True, slots=True)
class TelegramServices:
    """Everything a handler may call. ``operator_name`` is plain text, shown to citizens.

    ``bot_username`` (without @) is shown on the page about false bots when it is known.
    ``shelf`` returns the documents quoted from at this moment, to browse.
    ``patience`` says how fast one chat may write before it is asked to slow down.
    """

    intake: Intake
    mailbox: Mailbox
    knowledge: KnowledgeBase | LiveKnowledge
    gaps: Gaps
    votes: Votes
    areas: Areas
    subscriptions: Subscriptions
    broadcasts: Broadcasts
    chats: StaffChats
    catalog: Catalog
    clock: Clock
    operator_name: str
    web_base_url: str
    bot_username: str | None = None
    shelf: Callable[[], tuple[ShelfDocument, ...]] = tuple
    random: Randomness = secrets.token_bytes
    patience: Patience = field(default_factory=Patience)
