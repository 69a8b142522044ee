"""The register of articles: what is answered from, what is being worked on, what is overdue.

Reads only; ``knowledge/editing.py`` acts. Answers nobody: for the staff pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from knowledge.article_versions import (
    ArticleAct,
    ArticleState,
    ArticleUnreadable,
    ArticleVersion,
    overlaid,
)
from knowledge.articles.checks import Fault, faults_of_edited
from knowledge.articles.loader import Library, Topic
from knowledge.editing import ArticleUnknown
from knowledge.model import Article, Confidence
from knowledge.ports import KnowledgeTransactions, Today
from staff.model import Actor
from staff.policy import Action, require

_MARK: Final = "[check]"
"""What an editor writes behind words that somebody still has to look up."""


class Standing(StrEnum):
    """What those who ask get of an article now."""

    SHIPPED = "shipped"
    """The article as it came with the program."""
    EDITED = "edited"
    """A version that staff wrote and approved."""
    WITHDRAWN = "withdrawn"
    NEW = "new"
    """Nothing yet: it was never approved."""


@dataclass(frozen=True, slots=True)
class Card:
    """One line of the list. ``article`` is what is live; for what is not, what is being written,
    else what was withdrawn."""

    article: Article
    standing: Standing
    open: ArticleState | None
    is_overdue: bool

    @property
    def is_doubtful(self) -> bool:
        """Say whether its facts are not confirmed, or somebody marked a place to check."""
        told = (self.article.answer, self.article.text, self.article.source)
        is_marked = any(_MARK in words.lower() for words in told)
        return is_marked or self.article.confidence is Confidence.UNCONFIRMED

    @property
    def is_live(self) -> bool:
        """Say whether somebody may be answered from it now."""
        return self.standing in (Standing.SHIPPED, Standing.EDITED)


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """All that is known of one article. ``faults`` are those of the open version."""

    id: str
    standing: Standing
    live: Article | None
    live_version: ArticleVersion | None
    shipped: Article | None
    open: ArticleVersion | None
    history: tuple[ArticleVersion, ...]
    acts: tuple[ArticleAct, ...]
    faults: tuple[Fault, ...] = ()
    is_overdue: bool = False


class ArticleRegister:
    """Reads what there is. Every question needs EDIT_ARTICLES, else ``NotAllowed``."""

    def __init__(self, look: KnowledgeTransactions, today: Today, shipped: Library) -> None:
        self._look = look
        self._today = today
        self._shipped = shipped
        self._by_id = {article.id: article for article in shipped.articles}

    def today(self) -> date:
        """Return the day by which articles are judged."""
        return self._today()

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics an article may stand under, in their order."""
        return self._shipped.topics

    async def cards(self, by: Actor) -> tuple[Card, ...]:
        """Return every article, shipped and written, in the order of topics."""
        require(by, Action.EDIT_ARTICLES)
        async with self._look() as transaction:
            standing = _by_id(await transaction.articles.standing())
            opened = _by_id(await transaction.articles.opened())
        names = dict.fromkeys((*self._by_id, *sorted(standing), *sorted(opened)))
        cards = [self._card(name, standing.get(name), opened.get(name)) for name in names]
        place = {topic.key: number for number, topic in enumerate(self.topics)}
        found = [card for card in cards if card is not None]
        return tuple(sorted(found, key=lambda one: place.get(one.article.topic, len(place))))

    async def file(self, by: Actor, article_id: str) -> ArticleFile:
        """Return one article with its history, or raise :class:`ArticleUnknown`."""
        require(by, Action.EDIT_ARTICLES)
        async with self._look() as transaction:
            history = await transaction.articles.history(article_id)
            acts = await transaction.articles.acts(article_id)
            others = [one for one in await transaction.articles.standing() if one.id != article_id]
        shipped = self._by_id.get(article_id)
        if shipped is None and not history:
            raise ArticleUnknown
        stands = next((one for one in history if one.is_standing), None)
        opened = next((one for one in history if one.is_open), None)
        standing, live = self._standing(article_id, stands)
        return ArticleFile(
            id=article_id,
            standing=standing,
            live=live,
            live_version=stands if standing is Standing.EDITED else None,
            shipped=shipped,
            open=opened,
            history=tuple(history),
            acts=tuple(acts),
            faults=self._faults(opened, others),
            is_overdue=live is not None and live.due <= self._today(),
        )

    def _card(
        self, name: str, stands: ArticleVersion | None, opened: ArticleVersion | None
    ) -> Card | None:
        standing, live = self._standing(name, stands)
        shown = live or _read(opened) or _read(stands) or self._by_id.get(name)
        if shown is None:
            return None
        is_overdue = live is not None and live.due <= self._today()
        return Card(shown, standing, opened.state if opened else None, is_overdue)

    def _standing(
        self, name: str, stands: ArticleVersion | None
    ) -> tuple[Standing, Article | None]:
        shipped = self._by_id.get(name)
        if stands is not None and stands.state is ArticleState.WITHDRAWN:
            return Standing.WITHDRAWN, None
        written = _read(stands)
        if written is not None:
            return Standing.EDITED, written
        return (Standing.SHIPPED, shipped) if shipped else (Standing.NEW, None)

    def _faults(
        self, opened: ArticleVersion | None, others: Iterable[ArticleVersion]
    ) -> tuple[Fault, ...]:
        article = _read(opened)
        if article is None:
            return ()
        library = overlaid(self._shipped, others)
        topics = [topic.key for topic in library.topics]
        return tuple(faults_of_edited(article, topics, library.articles, self._today()))


def _by_id(versions: Iterable[ArticleVersion]) -> Mapping[str, ArticleVersion]:
    return {version.id: version for version in versions}


def _read(version: ArticleVersion | None) -> Article | None:
    if version is None:
        return None
    try:
        return version.article()
    except ArticleUnreadable:
        return None
