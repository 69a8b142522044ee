"""Trying an article before it is approved: what the bot would say with it in place.

Nothing is stored and nobody else is answered from it: the base is built for one rehearsal.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.articles.loader import Library
from knowledge.live import LiveKnowledge
from knowledge.model import Article, Reply
from staff.model import Actor
from staff.policy import Action, require

MOST: Final = 10
"""Questions of one rehearsal; more are left out."""
LONGEST: Final = 500
"""Characters of one question that are read."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One question and what it would come to."""

    question: str
    reply: Reply


class Rehearsal:
    """Answers test questions with a draft overlaid. Needs EDIT_ARTICLES, else ``NotAllowed``."""

    def __init__(self, knowledge: LiveKnowledge) -> None:
        self._knowledge = knowledge
        # building takes half a second of CPU: one at a time leaves the rest to citizens
        self._turn = asyncio.Lock()

    async def ask(self, by: Actor, draft: Article, questions: Sequence[str]) -> tuple[Tried, ...]:
        """Return what each question would come to. Blank ones are left out."""
        require(by, Action.EDIT_ARTICLES)
        asked = [line.strip()[:LONGEST] for line in questions if line.strip()][:MOST]
        if not asked:
            return ()
        async with self._turn:
            return await asyncio.to_thread(self._ask, draft, asked)

    def _ask(self, draft: Article, asked: Sequence[str]) -> tuple[Tried, ...]:
        base = self._knowledge.base
        with_draft = base.with_articles(_with(base.library, draft))
        return tuple(Tried(question, with_draft.ask(question)) for question in asked)


def _with(library: Library, draft: Article) -> Library:
    kept = tuple(article for article in library.articles if article.id != draft.id)
    return Library(library.topics, (*kept, draft))
