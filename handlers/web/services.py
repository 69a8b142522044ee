"""What the pages are given: use cases and settings, nothing they could decide with."""

from dataclasses import dataclass

from handlers.texts.catalog import Catalog
from inbox.areas import Areas
from inbox.casework import Casework
from knowledge.editing import ArticleDesk
from knowledge.gap_desk import GapDesk
from knowledge.importing import Library
from knowledge.live import LiveKnowledge
from knowledge.own_words import OwnWords
from knowledge.register import ArticleRegister
from knowledge.rehearsal import Rehearsal
from knowledge.votes import Votes
from staff.accounts import Accounts
from staff.ports import Clock


@dataclass(frozen=True)
class WebServices:
    """Everything ``build_web`` needs.

    ``secure_cookies`` is False only for a demonstration over plain http on this machine.
    """

    accounts: Accounts
    casework: Casework
    library: Library
    articles: ArticleDesk
    register: ArticleRegister
    words: OwnWords
    rehearsal: Rehearsal
    knowledge: LiveKnowledge
    gaps: GapDesk
    votes: Votes
    areas: Areas
    catalog: Catalog
    clock: Clock
    operator_name: str
    secure_cookies: bool
