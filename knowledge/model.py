"""Articles, questions and replies as values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Intent(StrEnum):
    """What a free text turned out to be (also the contract for measuring)."""

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


def year_after(day: date) -> date:
    """Return the same day of the next year; 29 February becomes the 28th."""
    last = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return last.replace(year=day.year + 1)


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
    review_by: date | None = None
    """The day somebody means to look at it again; ``due`` is what counts."""

    @property
    def due(self) -> date:
        """The last day it may stand without being looked at: a year after ``as_of``, unless
        somebody said another day."""
        return self.review_by or year_after(self.as_of)


class Outdated(StrEnum):
    """What of a quotation speaks of things that are no more; the words for it are the edge's."""

    DISTRICT_LEVEL = "district_level"
    """The district level, which ended on 1 July 2025."""
    OLD_FORCE = "old_force"
    """Forces merged into the force at the base on 1 July 2024."""
    OLD_DECREE = "old_decree"
    """A law or decree since replaced."""
    REPLACED = "replaced"
    """The document itself has been replaced."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What a document says, word for word.

    ``text`` is an exact part of the document: a sentence, clause or list item of at most 350
    characters, or a list of at most 900 when it was asked for whole. ``whole`` is the whole
    passage or list around it, just as exact. ``section`` is the nearest heading or "".
    """

    text: str
    passage_id: str
    document_id: str
    title: str
    section: str
    whole: str
    number: str | None = None
    body: str | None = None
    place: str | None = None
    publisher: str | None = None
    issued: date | None = None
    published: date | None = None
    year: int | None = None
    outdated: Outdated | None = None
    replaced_by: str | None = None

    @property
    def cited(self) -> tuple[str, ...]:
        """What the citation is made of, in its order, without what is not known."""
        days = (day for day in (self.issued, self.published) if day)
        dated = [f"{day.day:02d}/{day.month:02d}/{day.year}" for day in days]
        known = (self.title, self.number, self.body, self.place, self.publisher, self.section)
        return tuple(dict.fromkeys([part for part in known if part] + dated))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A "did you mean" button: where it leads, what it says and the text behind it.

    ``article_id`` is an article's id or a passage's ("002#7"); only the latter holds "#".
    """

    article_id: str
    title: str
    text: str = ""

    @property
    def is_passage(self) -> bool:
        """Say whether it leads to a passage of a document."""
        return "#" in self.article_id


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up question may lean on. How long it lives is the edge's business."""

    question: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a question came to.

    For ANSWER ``article``, ``quote`` or both are set: an article with the words of a document
    under it. ``other`` are quotations of further documents that answer the same for another
    place or period. ``suggestions`` holds up to three for SUGGEST and REFUSE. For the other
    intents the edge opens the matching door. ``context`` is to be handed in with the next
    question.
    """

    intent: Intent
    article: Article | None = None
    suggestions: tuple[Suggestion, ...] = ()
    score: float = 0.0
    quote: Quote | None = None
    other: tuple[Quote, ...] = ()
    context: Context | None = None
