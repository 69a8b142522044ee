"""The coordinator's side of what had no answer: to see it by topic, and to settle questions.

What citizens do is in ``knowledge/gaps.py``. Nothing here can lead back to who asked.
"""

from typing import Protocol

from knowledge.model import Article
from knowledge.ports import KnowledgeTransactions, Scrub, Today
from knowledge.unanswered import (
    AnswerUnknown,
    Overview,
    QuestionGone,
    QuestionId,
    gaps_by_topic,
    month_of,
)
from staff.model import Actor
from staff.policy import Action, require


class Answers(Protocol):
    """What may answer a question."""

    def article(self, article_id: str) -> Article | None:
        """See :meth:`KnowledgeBase.article`."""
        ...


class GapDesk:
    """Shows and settles; every act raises ``NotAllowed`` unless the actor edits articles.

    ``look`` opens transactions that only read; ``begin`` does where it is not given. ``scrub``
    takes the words of an erased question out of the database's journal too.
    """

    def __init__(
        self,
        begin: KnowledgeTransactions,
        knowledge: Answers,
        today: Today,
        look: KnowledgeTransactions | None = None,
        scrub: Scrub | None = None,
    ) -> None:
        self._begin = begin
        self._scrub = scrub
        self._look = look or begin
        self._knowledge = knowledge
        self._today = today

    async def overview(self, actor: Actor) -> Overview:
        """Return what is missing, by topic; ``NotAllowed`` unless the actor edits articles."""
        require(actor, Action.EDIT_ARTICLES)
        async with self._look() as transaction:
            refused = await transaction.gaps.refused()
            questions = await transaction.gaps.questions()
        waiting = [one for one in questions if one.answered_on is None]
        answered = tuple(one for one in questions if one.answered_on is not None)
        return Overview(
            gaps_by_topic(refused, waiting, month_of(self._today())),
            answered,
        )

    async def words(self, actor: Actor, question_id: QuestionId) -> str:
        """Return the words of a question, or "" when it is gone; ``NotAllowed`` as above."""
        require(actor, Action.EDIT_ARTICLES)
        async with self._look() as transaction:
            questions = await transaction.gaps.questions()
        return next((one.words for one in questions if one.id == question_id), "")

    async def answer(self, actor: Actor, question_id: QuestionId, article_id: str) -> None:
        """Say that an article answers; the words are kept for 30 more days.

        Raises ``NotAllowed``, ``AnswerUnknown`` for an article there is not, and
        ``QuestionGone`` if the question no longer waits.
        """
        require(actor, Action.EDIT_ARTICLES)
        if self._knowledge.article(article_id) is None:
            raise AnswerUnknown
        async with self._begin() as transaction:
            if not await transaction.gaps.answer(question_id, article_id, self._today()):
                raise QuestionGone
            await transaction.commit()

    async def drop(self, actor: Actor, question_id: QuestionId) -> None:
        """Erase a waiting question at once. Raises ``NotAllowed`` and ``QuestionGone``."""
        require(actor, Action.EDIT_ARTICLES)
        async with self._begin() as transaction:
            if not await transaction.gaps.drop(question_id):
                raise QuestionGone
            await transaction.commit()
        if self._scrub is not None:
            await self._scrub()  # where somebody reads just now, the next sweep does it
