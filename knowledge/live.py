"""The knowledge a running process answers from: exchanged whole while it is being asked.

Holds no rule of its own; whoever asks gets one base from beginning to end of a question.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.article_ranking import Ranked
from knowledge.articles.loader import Topic
from knowledge.ask import KnowledgeBase
from knowledge.documents.model import Document
from knowledge.model import Article, Context, Quote, Reply, Suggestion
from knowledge.shelf import ShelfDocument, shelve


class Changes:
    """Where a use case says, once it is durable, that what answers are made from has changed.

    Who keeps this process's knowledge up to date listens; other processes find out by looking.
    """

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` at every change from now on, in the task that made it."""
        self._listeners.append(listener)

    def tell(self) -> None:
        """Say that something has changed."""
        for listener in self._listeners:
            listener()


@dataclass(frozen=True, slots=True)
class _Held:
    """One state of the knowledge: the base, and its documents to browse."""

    base: KnowledgeBase
    shelf: tuple[ShelfDocument, ...] = ()


class LiveKnowledge:
    """Asks the present base. ``exchange`` puts another in its place at once, for everyone."""

    def __init__(self, base: KnowledgeBase, documents: Sequence[Document] = ()) -> None:
        self._held = _Held(base, shelve(documents))

    def exchange(
        self, base: KnowledgeBase, shelf: tuple[ShelfDocument, ...] | None = None
    ) -> None:
        """Answer from ``base`` from now on. One assignment, so nobody sees half of it.

        Without a ``shelf`` the documents to browse stay: the base holds the same ones.
        """
        kept = self._held.shelf if shelf is None else shelf
        self._held = replace(self._held, base=base, shelf=kept)

    @property
    def base(self) -> KnowledgeBase:
        """The base that answers at this moment."""
        return self._held.base

    def ask(self, text: str, context: Context | None = None) -> Reply:
        """See :meth:`KnowledgeBase.ask`."""
        return self.base.ask(text, context)

    def quote(self, passage_id: str) -> Quote | None:
        """See :meth:`KnowledgeBase.quote`."""
        return self.base.quote(passage_id)

    def rank(self, text: str) -> tuple[Ranked, ...]:
        """See :meth:`KnowledgeBase.rank`."""
        return self.base.rank(text)

    def near(self, text: str) -> tuple[Suggestion, ...]:
        """See :meth:`KnowledgeBase.near`."""
        return self.base.near(text)

    def may_be_danger(self, text: str) -> bool:
        """See :meth:`KnowledgeBase.may_be_danger`."""
        return self.base.may_be_danger(text)

    def tells_opinion(self, text: str) -> bool:
        """See :meth:`KnowledgeBase.tells_opinion`."""
        return self.base.tells_opinion(text)

    def article(self, article_id: str) -> Article | None:
        """See :meth:`KnowledgeBase.article`."""
        return self.base.article(article_id)

    def shelves(self) -> tuple[Topic, ...]:
        """See :meth:`KnowledgeBase.shelves`."""
        return self.base.shelves()

    def articles_in(self, topic: str) -> tuple[Article, ...]:
        """See :meth:`KnowledgeBase.articles_in`."""
        return self.base.articles_in(topic)

    def shelf(self) -> tuple[ShelfDocument, ...]:
        """Return the documents that are quoted from, to browse, in their order."""
        return self._held.shelf
