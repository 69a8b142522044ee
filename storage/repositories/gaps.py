"""What had no answer, and votes on answers. Each count is one statement, so none is lost."""

from datetime import date
from typing import Final

from sqlalchemy import case, delete, func, select, update

from knowledge.unanswered import QuestionId, Refused, SentQuestion, Tally
from storage.repositories.repository import Repository
from storage.repositories.upsert import insert_into
from storage.tables.gaps import QUESTIONS, REFUSED, VOTES

_COLUMNS: Final = ("id", "day", "topic", "words", "count", "article_id", "answered_on")
_IS_WAITING: Final = QUESTIONS.c.answered_on.is_(None)


class Gaps(Repository):
    """``GapStore`` inside one transaction."""

    async def count_refused(self, month: date, topic: str) -> None:
        """Add one to the topic in that month."""
        fresh = insert_into(self._connection, REFUSED).values(month=month, topic=topic, count=1)
        more = {"count": REFUSED.c.count + 1}
        await self._run(fresh.on_conflict_do_update(index_elements=["month", "topic"], set_=more))

    async def refused(self) -> list[Refused]:
        """Return every count, ordered by month and topic."""
        query = select(REFUSED).order_by(REFUSED.c.month, REFUSED.c.topic)
        return [Refused(**row._mapping) for row in await self._all(query)]

    async def put(self, question: SentQuestion, sameness: str) -> None:
        """Store the question, or add to the count of the same one of that day."""
        row = {name: getattr(question, name) for name in _COLUMNS}
        fresh = insert_into(self._connection, QUESTIONS).values(sameness=sameness, **row)
        more = {"count": QUESTIONS.c.count + question.count}
        await self._run(fresh.on_conflict_do_update(index_elements=["day", "sameness"], set_=more))

    async def questions(self) -> list[SentQuestion]:
        """Return every question, the most often sent first, then the newest, then by words."""
        order = (QUESTIONS.c.count.desc(), QUESTIONS.c.day.desc(), QUESTIONS.c.words)
        columns = [QUESTIONS.c[name] for name in _COLUMNS]
        return [
            SentQuestion(**{**row._mapping, "id": QuestionId(row.id)})
            for row in await self._all(select(*columns).order_by(*order, QUESTIONS.c.id))
        ]

    async def kept(self) -> int:
        """Return how many questions are stored."""
        return int(await self._value(select(func.count()).select_from(QUESTIONS)))

    async def answer(self, question_id: QuestionId, article_id: str, day: date) -> bool:
        """Mark a waiting question as answered; say whether it was waiting."""
        waiting = update(QUESTIONS).where(QUESTIONS.c.id == question_id, _IS_WAITING)
        return await self._run(waiting.values(article_id=article_id, answered_on=day)) > 0

    async def drop(self, question_id: QuestionId) -> bool:
        """Erase a waiting question; say whether it was waiting."""
        return (
            await self._run(delete(QUESTIONS).where(QUESTIONS.c.id == question_id, _IS_WAITING))
            > 0
        )

    async def drop_old(self, *, answered_until: date, sent_until: date) -> int:
        """Erase what was answered, and what was sent, on those days or before; say how many."""
        is_old = (QUESTIONS.c.answered_on <= answered_until) | (QUESTIONS.c.day <= sent_until)
        return await self._run(delete(QUESTIONS).where(is_old))


class Votes(Repository):
    """``VoteStore`` inside one transaction."""

    async def add(self, month: date, target: str, *, is_up: bool) -> None:
        """Add one 👍 or one 👎."""
        one = {"up": int(is_up), "down": int(not is_up)}
        fresh = insert_into(self._connection, VOTES).values(month=month, target=target, **one)
        more = {name: VOTES.c[name] + added for name, added in one.items()}
        await self._run(fresh.on_conflict_do_update(index_elements=["month", "target"], set_=more))

    async def worst(self, month: date, limit: int) -> list[Tally]:
        """Return the targets with any 👎, the most first, with that month's numbers apart."""
        up, down = func.sum(VOTES.c.up), func.sum(VOTES.c.down)
        of_month = VOTES.c.month == month
        query = (
            select(
                VOTES.c.target,
                up.label("up"),
                down.label("down"),
                func.sum(case((of_month, VOTES.c.up), else_=0)).label("up_this_month"),
                func.sum(case((of_month, VOTES.c.down), else_=0)).label("down_this_month"),
            )
            .group_by(VOTES.c.target)
            .having(down > 0)
            .order_by(down.desc(), up, VOTES.c.target)
            .limit(limit)
        )
        return [Tally(**row._mapping) for row in await self._all(query)]
