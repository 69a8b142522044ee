"""Articles, questions and replies as values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Intent(StrEnum):
    """What a free text turned out to be (answers.md, contract for measuring)."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    REFUSE = "refuse"
    EMERGENCY = "emergency"
    TIP = "tip"
    GRIEVANCE = "grievance"
    TRACK = "track"
    SMALLTALK = "smalltalk"
    OPINION = "opinion"


class Confidence(StrEnum):
    """How sure the project is of an article's facts; UNCONFIRMED ones are worded as such."""

    SOURCED = "sourced"
    KNOWN = "known"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Article:
    """One answer written by staff. ``answer`` is at most 350 characters, ``text`` is longer."""

    id: str
    topic: str
    title: str
    questions: tuple[str, ...]
    answer: str
    text: str
    source: str
    as_of: date
    reviewed_by: str
    confidence: Confidence
    documents: tuple[str, ...] = ()
    """Short ids of the imported documents this article rests on, if any ("000")."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A "did you mean" button: where it leads and what it says."""

    article_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a question came to.

    ``article`` is set for ANSWER; ``suggestions`` holds up to three for SUGGEST and REFUSE.
    For the other intents the edge opens the matching door.
    """

    intent: Intent
    article: Article | None = None
    suggestions: tuple[Suggestion, ...] = ()
    score: float = 0.0
