"""What people think of answers: 👍 and 👎 as bare numbers for an article or a passage and month.

Nobody's vote is kept: neither who pressed, nor when, nor what was asked.
"""

from typing import Final, Protocol

from knowledge.model import Article, Quote
from knowledge.ports import KnowledgeTransactions, Today
from knowledge.unanswered import Tally, month_of
from staff.model import Actor
from staff.policy import Action, require

SHOWN: Final = 20
"""Answers in the table of those that people found wanting."""


class Shelf(Protocol):
    """What of the knowledge can be voted on."""

    def article(self, article_id: str) -> Article | None:
        """See :meth:`KnowledgeBase.article`."""
        ...

    def quote(self, passage_id: str) -> Quote | None:
        """See :meth:`KnowledgeBase.quote`."""
        ...


class Votes:
    """Counts presses and shows where 👎 gather.

    ``look`` opens transactions that only read; ``begin`` does where it is not given.
    """

    def __init__(
        self,
        begin: KnowledgeTransactions,
        knowledge: Shelf,
        today: Today,
        look: KnowledgeTransactions | None = None,
    ) -> None:
        self._begin = begin
        self._look = look or begin
        self._knowledge = knowledge
        self._today = today

    def target(self, name: str) -> str | None:
        """Return what is voted on (an article's id, or "document#passage"), or None if there is
        no such thing now: a forged or old button must not make rows."""
        if "#" in name:
            quote = self._knowledge.quote(name)
            return quote.passage_id if quote else None
        article = self._knowledge.article(name)
        return article.id if article else None

    async def count(self, target: str, *, is_up: bool) -> None:
        """Add one to a number; ``target`` is what :meth:`target` returned."""
        async with self._begin() as transaction:
            await transaction.votes.add(month_of(self._today()), target, is_up=is_up)
            await transaction.commit()

    async def worst(self, actor: Actor) -> list[Tally]:
        """Return the answers with the most 👎, the most first; none without any.

        Raises ``NotAllowed`` unless the actor edits articles. Small numbers are shown as they
        are: they name nobody, and one 👎 may point at an error.
        """
        require(actor, Action.EDIT_ARTICLES)
        async with self._look() as transaction:
            return await transaction.votes.worst(month_of(self._today()), SHOWN)
