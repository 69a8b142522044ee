"""Versions of articles written by staff, as values: what is stored of each, in what state it is,
and who did what to it.

No database here; ``knowledge/editing.py`` decides, ``storage`` keeps. Who wrote and who approved
is kept on purpose: an answer of an office has somebody who answers for it. Nothing here is of
those who ask.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from knowledge.articles.loader import Library
from knowledge.model import Article, Confidence
from staff.model import StaffId

SHIPPED: Final = 0
"""The version number of an article as it came with the program; it is never stored."""
_TEXTS: Final = ("topic", "title", "answer", "text", "source", "reviewed_by")
_LISTS: Final = ("questions", "documents")


class ArticleState(StrEnum):
    """What a version is to those who ask. An article has at most one version that stands (LIVE,
    WITHDRAWN) and one that is open (DRAFT, WAITING, RETURNED)."""

    DRAFT = "draft"
    WAITING = "waiting"
    """Frozen for a second person; any change makes it a draft again."""
    RETURNED = "returned"
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    """Stands, and says that nothing is answered under this id, not even what was shipped."""
    PAST = "past"
    DROPPED = "dropped"


STANDING: Final = frozenset({ArticleState.LIVE, ArticleState.WITHDRAWN})
OPEN: Final = frozenset({ArticleState.DRAFT, ArticleState.WAITING, ArticleState.RETURNED})


class ArticleUnreadable(Exception):
    """A stored article is of another version of this code, or damaged."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before their eyes when they acted: an act on anything else is refused.

    ``revision`` counts the times an open version was saved.
    """

    version: int
    revision: int


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One version. ``author`` is who saved it last, ``word`` why it was sent back."""

    id: str
    version: int
    revision: int
    state: ArticleState
    author: StaffId
    written: date
    body: str = field(repr=False)
    approver: StaffId | None = None
    approved: date | None = None
    word: str = ""

    @property
    def seen(self) -> Seen:
        """What a page that shows this version sends back."""
        return Seen(self.version, self.revision)

    @property
    def is_standing(self) -> bool:
        """Say whether it decides what is answered now."""
        return self.state in STANDING

    @property
    def is_open(self) -> bool:
        """Say whether it is being worked on."""
        return self.state in OPEN

    @property
    def can_return(self) -> bool:
        """Say whether it once had two pairs of eyes and could be put back in force."""
        ended = self.state in (ArticleState.PAST, ArticleState.WITHDRAWN)
        return ended and self.approver is not None

    def article(self) -> Article:
        """Return what is written in it, or raise :class:`ArticleUnreadable`."""
        return from_json(self.id, self.body)


class Act(StrEnum):
    """What can be done to an article."""

    SAVED = "saved"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class ArticleAct:
    """One line of an article's history: a day, never an hour."""

    article_id: str
    version: int
    act: Act
    staff_id: StaffId
    day: date
    word: str = ""


def to_json(article: Article) -> str:
    """Return an article as it is stored; its id is stored beside it."""
    said: dict[str, Any] = {
        one.name: getattr(article, one.name) for one in fields(article) if one.name != "id"
    }
    return json.dumps(said, ensure_ascii=False, default=str)


def from_json(article_id: str, body: str) -> Article:
    """Return the article, or raise :class:`ArticleUnreadable`."""
    try:
        said = json.loads(body)
        _hold_to_words(said)
        due = said["review_by"]
        said |= {
            "id": article_id,
            **{name: tuple(said[name]) for name in _LISTS},
            "as_of": date.fromisoformat(said["as_of"]),
            "review_by": None if due is None else date.fromisoformat(due),
            "confidence": Confidence(said["confidence"]),
        }
        return Article(**said)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ArticleUnreadable(article_id) from None


def _hold_to_words(said: Any) -> None:
    """Raise TypeError unless what should be words is: a number for a title would be found out
    only by who lays the articles down, and nothing at all would be answered from then on."""
    lists = [said[name] for name in _LISTS]
    told = [said[name] for name in _TEXTS]
    if not all(isinstance(one, list) for one in lists):
        raise TypeError
    if not all(isinstance(one, str) for one in (*told, *(each for one in lists for each in one))):
        raise TypeError


def overlaid(shipped: Library, standing: Iterable[ArticleVersion]) -> Library:
    """Return the shipped articles with what staff put over them; a new one stands behind the
    others of its topic. What cannot be read is left out, so the shipped one stays."""
    over: dict[str, Article | None] = {}
    for version in standing:
        try:
            over[version.id] = version.article() if version.state is ArticleState.LIVE else None
        except ArticleUnreadable:
            continue
    kept = [over.pop(article.id, article) for article in shipped.articles]
    found = [article for article in (*kept, *over.values()) if article is not None]
    place = {topic.key: number for number, topic in enumerate(shipped.topics)}
    found.sort(key=lambda article: place.get(article.topic, len(place)))
    return Library(shipped.topics, tuple(found))
