"""What the bot could not answer: counted by topic, and sent to staff in words by who agrees.
What staff do with it is in ``knowledge/gap_desk.py``.

Counting keeps a number for each topic and month, never words. Words are stored only by
:meth:`Gaps.send`, which an edge calls after the person has seen them and agreed; danger,
reports and opinions are never stored here.
"""

import hashlib
from collections.abc import Collection, Sequence
from typing import Final, Protocol

from knowledge.article_ranking import Ranked
from knowledge.confidence import SUGGEST_FROM
from knowledge.masking import presentable
from knowledge.model import Context, Intent, Reply, Suggestion
from knowledge.normalise import clean, fold
from knowledge.ports import KnowledgeTransactions, Today
from knowledge.unanswered import (
    OTHER,
    MaySend,
    NotSendable,
    QuestionId,
    SentQuestion,
    TooMany,
    month_of,
)
from staff.ports import Randomness

NEAR_FROM: Final = 0.4
"""Closeness from which a refused question is counted under the topic of the nearest article:
looking at those of ``tests/knowledge/questions.jsonl``, what lies below has nothing in common."""
SUGGESTED: Final = 3
FEWEST_WORDS: Final = 2
"""With letters, after masking: less is no question anybody could answer."""
ANSWERED_DAYS: Final = 30
"""How long the words of an answered question are kept."""
OPEN_DAYS: Final = 180
"""How long words are kept that nobody settles; the person was told so."""

MOST_KEPT: Final = 5_000
"""Questions stored at a time: the page reads them all, and a flood is nothing anybody answers."""

_WHY_NOT: Final = {
    Intent.EMERGENCY: MaySend.DANGER,
    Intent.TIP: MaySend.TIP,
    Intent.GRIEVANCE: MaySend.GRIEVANCE,
    Intent.OPINION: MaySend.OPINION,
    Intent.TRACK: MaySend.NO_QUESTION,
    Intent.SMALLTALK: MaySend.NO_QUESTION,
}


class Judge(Protocol):
    """What of the knowledge is asked about a question."""

    def ask(self, text: str, context: Context | None = None) -> Reply:
        """See :meth:`KnowledgeBase.ask`."""
        ...

    def rank(self, text: str) -> Sequence[Ranked]:
        """See :meth:`KnowledgeBase.rank`."""
        ...

    def near(self, text: str) -> tuple[Suggestion, ...]:
        """See :meth:`KnowledgeBase.near`."""
        ...

    def may_be_danger(self, text: str) -> bool:
        """See :meth:`KnowledgeBase.may_be_danger`."""
        ...

    def tells_opinion(self, text: str) -> bool:
        """See :meth:`KnowledgeBase.tells_opinion`."""
        ...


class Gaps:
    """Counts what had no answer, and takes what people agree to send."""

    def __init__(
        self,
        begin: KnowledgeTransactions,
        knowledge: Judge,
        today: Today,
        random: Randomness,
    ) -> None:
        self._begin = begin
        self._knowledge = knowledge
        self._today = today
        self._random = random

    def topic_of(self, text: str) -> str:
        """Return the topic of the nearest article, or ``OTHER`` when none is near."""
        ranked = self._knowledge.rank(text)
        if ranked and ranked[0].signs.closeness >= NEAR_FROM:
            return ranked[0].article.topic
        return OTHER

    def near(self, text: str, without: Collection[str]) -> tuple[Suggestion, ...]:
        """Return up to three suggestions that are not in ``without``: articles that are near,
        then what documents say nearest."""
        articles = [
            Suggestion(one.article.id, one.article.title, one.article.answer)
            for one in self._knowledge.rank(text)
            if one.signs.closeness >= SUGGEST_FROM
        ]
        passages = [one for one in self._knowledge.near(text) if one.is_passage]
        found = [one for one in (*articles, *passages) if one.article_id not in without]
        return tuple(found[:SUGGESTED])

    def may_offer(self, text: str) -> bool:
        """Say whether sending may be offered at all: not where danger cannot be ruled out."""
        return not self._knowledge.may_be_danger(text)

    def may_send(self, text: str) -> MaySend:
        """Say whether the words may be stored. In doubt about danger they may not."""
        why_not = _WHY_NOT.get(self._knowledge.ask(text).intent)
        if why_not is not None:
            return why_not
        if not self.may_offer(text):
            return MaySend.DANGER
        if self._knowledge.tells_opinion(text):
            return MaySend.OPINION
        told = [word for word in presentable(text).split() if any(map(str.isalpha, word))]
        return MaySend.YES if len(told) >= FEWEST_WORDS else MaySend.NO_QUESTION

    async def count_refused(self, text: str) -> None:
        """Add one to the topic of a question that had no answer; keep nothing of the text."""
        topic = self.topic_of(text)
        async with self._begin() as transaction:
            await transaction.gaps.count_refused(month_of(self._today()), topic)
            await transaction.commit()

    async def send(self, text: str) -> None:
        """Store what :func:`presentable` shows of the text, its topic and the day.

        The same words sent again on a day add to one count. Raises ``NotSendable``, storing
        nothing, for anything :meth:`may_send` does not allow, and ``TooMany``.
        """
        why = self.may_send(text)
        if why is not MaySend.YES:
            raise NotSendable(why)
        words = presentable(text)
        number = QuestionId(self._random(16).hex())
        question = SentQuestion(number, self._today(), self.topic_of(text), words)
        async with self._begin() as transaction:
            if await transaction.gaps.kept() >= MOST_KEPT:
                raise TooMany
            await transaction.gaps.put(question, sameness(words))
            await transaction.commit()


def sameness(words: str) -> str:
    """Return what is equal for the same words, whatever their marks, capitals and stops.

    A plain digest: it lies beside the words themselves and goes when they go.
    """
    bare = "".join(char if char.isalnum() else " " for char in fold(clean(words)))
    return hashlib.sha256(" ".join(bare.split()).encode()).hexdigest()
