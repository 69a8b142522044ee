"""Values of what the bot could not answer: counts, questions people agreed to send, votes.

None of them has room for who asked, which chat it was, or the hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NewType

QuestionId = NewType("QuestionId", str)
"""32 random hex digits: says nothing of what came first."""

OTHER: Final = "other"
"""The topic of what no article is near to."""


class MaySend(StrEnum):
    """Whether a question's words may be stored for staff, and what they are if not."""

    YES = "yes"
    DANGER = "danger"
    TIP = "tip"
    GRIEVANCE = "grievance"
    OPINION = "opinion"
    NO_QUESTION = "no_question"


class NotSendable(Exception):
    """The words may not be stored; ``why`` says what they are. Nothing was stored."""

    def __init__(self, why: MaySend) -> None:
        super().__init__(why.value)
        self.why = why


class TooMany(Exception):
    """So many questions wait already that no more are taken. Nothing was stored."""


class QuestionGone(Exception):
    """Somebody settled this question before, or its time had run out."""


class AnswerUnknown(Exception):
    """A question was to be marked as answered by an article there is not."""


@dataclass(frozen=True, slots=True)
class SentQuestion:
    """Words somebody agreed to send, without whose they are.

    ``count`` is how often the same words were sent that day. ``article_id`` and ``answered_on``
    are set together, when a coordinator said which article answers.
    """

    id: QuestionId
    day: date
    topic: str
    words: str
    count: int = 1
    article_id: str | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """How often the bot had no answer in a topic during a month (``month`` is its first day)."""

    month: date
    topic: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Presses of 👍 and 👎 under one article or passage: this month, and since counting began."""

    target: str
    up: int
    down: int
    up_this_month: int
    down_this_month: int


@dataclass(frozen=True, slots=True)
class TopicGap:
    """One topic: how often the bot had no answer, and the questions that wait for one."""

    topic: str
    this_month: int
    last_month: int
    ever: int
    waiting: tuple[SentQuestion, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All topics with a gap, the widest first, and what was answered of late."""

    topics: tuple[TopicGap, ...]
    answered: tuple[SentQuestion, ...]


def month_of(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    if month.month == 1:
        return date(month.year - 1, 12, 1)
    return date(month.year, month.month - 1, 1)


def gaps_by_topic(
    refused: Sequence[Refused], waiting: Sequence[SentQuestion], this_month: date
) -> tuple[TopicGap, ...]:
    """Return the topics, most refused this month first, then ever, then by waiting questions."""
    last_month = month_before(this_month)
    topics = {one.topic for one in refused} | {one.topic for one in waiting}
    found = [
        TopicGap(
            topic=topic,
            this_month=_sum(refused, topic, this_month),
            last_month=_sum(refused, topic, last_month),
            ever=sum(one.count for one in refused if one.topic == topic),
            waiting=tuple(one for one in waiting if one.topic == topic),
        )
        for topic in sorted(topics)
    ]
    found.sort(key=lambda one: (-one.this_month, -one.ever, -len(one.waiting), one.topic))
    return tuple(found)


def _sum(refused: Sequence[Refused], topic: str, month: date) -> int:
    return sum(one.count for one in refused if one.topic == topic and one.month == month)
