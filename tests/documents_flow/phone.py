"""A citizen's phone over a bot that quotes documents of our own making."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from typing import cast

from aiogram import Bot

from handlers.telegram.app import BOT_DEFAULTS, build_dispatcher
from knowledge.ask import KnowledgeBase
from knowledge.documents.model import Document
from knowledge.gaps import Gaps
from knowledge.live import LiveKnowledge
from knowledge.model import Context, Intent, Quote, Reply, Suggestion
from knowledge.votes import Votes
from tests.citizen.transport import Call, RecordingSession, check_limits
from tests.citizen.world import ARTICLE, DAY, Person, Shelves, World, now, open_world

_QUOTED = re.compile(r"</?blockquote(?: expandable)?>")


class QuotingSession(RecordingSession):
    """Lets block quotations through, which Telegram allows; they must be closed in order."""

    def _show(self, call: Call) -> None:
        tags = _QUOTED.findall(call.text)
        assert [tag.startswith("</") for tag in tags] == [False, True] * (len(tags) // 2)
        check_limits(replace(call, text=_QUOTED.sub("", call.text)))
        self.calls.append(call)
        self.on_screen[call.message_id] = call


class Base(Shelves):
    """Knowledge whose replies and quotations a test sets; remembers the contexts it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.quotes: dict[str, Quote] = {}
        self.contexts: list[Context | None] = []

    def ask(self, text: str, context: Context | None = None) -> Reply:
        self.contexts.append(context)
        return self.replies.get(text, Reply(Intent.REFUSE))

    def may_be_danger(self, text: str) -> bool:
        return False

    def quote(self, passage_id: str) -> Quote | None:
        return self.quotes.get(passage_id)

    def will_quote(self, text: str, quote: Quote, *other: Quote, with_article: bool = False):
        """Answer ``text`` with quotations."""
        article = ARTICLE if with_article else None
        context = Context(text, quote.document_id)
        self.replies[text] = Reply(
            Intent.ANSWER, article, quote=quote, other=other, context=context
        )
        self.quotes |= {one.passage_id: one for one in (quote, *other)}

    def will_suggest(self, text: str, *found: Suggestion):
        self.replies[text] = Reply(Intent.SUGGEST, suggestions=found)


class Clock:
    """A clock a test moves."""

    def __init__(self) -> None:
        self.moment = now()

    def __call__(self) -> datetime:
        return self.moment

    def wait(self, minutes: int) -> None:
        self.moment += timedelta(minutes=minutes)


async def open_quoting(
    folder: Path, base: KnowledgeBase | Base, documents: Sequence[Document] = (), **changes: object
) -> tuple[World, Person, Clock]:
    """Return a world whose bot answers from ``base`` and browses ``documents``."""
    world, clock = await open_world(folder), Clock()
    live = LiveKnowledge(cast(KnowledgeBase, base), documents)
    services = replace(
        world.services,
        knowledge=live,
        gaps=Gaps(world.database.transaction, live, lambda: DAY, token_bytes),
        votes=Votes(world.database.transaction, live, lambda: DAY),
        shelf=live.shelf,
        clock=clock,
        **changes,  # type: ignore[arg-type]
    )
    session = QuotingSession()
    world.services, world.session = services, session
    world.bot = Bot("42:TEST", session=session, default=BOT_DEFAULTS)
    world.dispatcher = build_dispatcher(services, world.storage)
    return world, world.person(), clock
