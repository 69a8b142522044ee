"""The articles desk: an article is written by one person and goes live by a second one's word.

Taking something away, and going back to what two people have approved before, needs one person
only: what is wrong must be gone at once. No sentences and no SQL. Reading is
``knowledge/register.py``.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from knowledge.article_versions import (
    SHIPPED,
    Act,
    ArticleAct,
    ArticleState,
    ArticleVersion,
    Seen,
    overlaid,
)
from knowledge.articles.checks import Fault, Problem, faults_of_edited
from knowledge.articles.loader import Library
from knowledge.articles.slug import free_slug
from knowledge.articles.typed import read_typed
from knowledge.model import Article
from knowledge.ports import ArticleStore, KnowledgeTransaction, KnowledgeTransactions, Today
from staff.model import Actor
from staff.policy import Action, require

log = logging.getLogger(__name__)

MAX_WORD: Final = 500
"""Characters of the word an article is sent back with."""


class ArticleUnknown(Exception):
    """No article has that id, or none is in the state the act needs (an old address)."""


class ArticleChanged(Exception):
    """Somebody else has saved, approved or taken back meanwhile: the page showed another state."""


class OwnArticle(Exception):
    """Who wrote a version asked to approve it: the second pair of eyes must be another's."""


class ArticleFaulty(Exception):
    """The article cannot be kept or sent for approval as it is; ``faults`` say why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class ArticleDesk:
    """Writing, approving and taking back. Every act needs EDIT_ARTICLES, else ``NotAllowed``.

    ``shipped`` are the articles that come with the program; ``changed`` is told when what is
    live has changed, after it is durable.
    """

    def __init__(
        self,
        begin: KnowledgeTransactions,
        today: Today,
        shipped: Library,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._begin = begin
        self._today = today
        self._shipped = shipped
        self._changed = changed
        self._by_id = {article.id: article for article in shipped.articles}

    async def save(
        self,
        by: Actor,
        article_id: str | None,
        typed: Mapping[str, str],
        seen: Seen | None = None,
        *,
        submit: bool = False,
    ) -> ArticleVersion:
        """Keep what was typed as the article's draft and, with ``submit``, let it wait.

        Without an id the title makes one. A draft may be unfinished; what is to wait may not.
        ``seen`` is the open version the person began from, None where none was open. Raises
        :class:`ArticleFaulty`, :class:`ArticleChanged` and :class:`ArticleUnknown`; nothing is
        kept then.
        """
        require(by, Action.EDIT_ARTICLES)
        read = read_typed(typed, article_id or "", self._today())
        async with self._begin() as transaction:
            store = transaction.articles
            await store.hold()
            known = self._by_id.keys() | await store.ids()
            if article_id is None:
                named = free_slug(read.article.title, known)
            elif article_id in known:
                named = article_id
            else:
                raise ArticleUnknown
            article = replace(read.article, id=named)
            found = read.faults + (await self._faults(store, article) if submit else ())
            if not article.title:
                found = (*found, Fault("title", Problem.EMPTY))
            if found:
                raise ArticleFaulty(tuple(dict.fromkeys(found)))
            draft = await store.put_draft(article, by.staff_id, self._today(), seen)
            if draft is None:
                raise ArticleChanged
            await self._note(store, by, draft.id, draft.version, Act.SAVED)
            if submit:
                await self._submit(store, by, draft.id, draft.seen)
            await transaction.commit()
        return replace(draft, state=ArticleState.WAITING) if submit else draft

    async def submit(self, by: Actor, article_id: str, seen: Seen) -> None:
        """Let the draft wait for a second person; :class:`ArticleFaulty` if it is unfinished."""
        require(by, Action.EDIT_ARTICLES)
        async with self._begin() as transaction:
            store = transaction.articles
            await store.hold()
            draft = await _seen(store, article_id, seen)
            found = await self._faults(store, draft.article())
            if found:
                raise ArticleFaulty(found)
            await self._submit(store, by, article_id, seen)
            await transaction.commit()

    async def send_back(self, by: Actor, article_id: str, seen: Seen, word: str) -> None:
        """Send a waiting version back to be mended, with a word why (:class:`ArticleFaulty` if
        it says nothing or more than :data:`MAX_WORD` characters)."""
        require(by, Action.EDIT_ARTICLES)
        word = word.replace("\0", "").strip()  # which PostgreSQL cannot store
        if not word:
            raise ArticleFaulty((Fault("word", Problem.EMPTY),))
        if len(word) > MAX_WORD:
            raise ArticleFaulty((Fault("word", Problem.TOO_LONG, len(word), MAX_WORD),))
        async with self._begin() as transaction:
            store = transaction.articles
            await store.hold()
            if not await store.send_back(article_id, seen, word):
                raise ArticleChanged
            await self._note(store, by, article_id, seen.version, Act.RETURNED, word)
            await transaction.commit()

    async def approve(self, by: Actor, article_id: str, seen: Seen) -> None:
        """Make the waiting version live, in this process at once and in others in seconds.

        Raises :class:`OwnArticle`, :class:`ArticleChanged`, and :class:`ArticleFaulty` when it
        has become wrong by waiting (its review day is over, another one took a question).
        """
        require(by, Action.EDIT_ARTICLES)
        async with self._begin() as transaction:
            store = transaction.articles
            await store.hold()
            waiting = await _seen(store, article_id, seen)
            if waiting.author == by.staff_id:
                raise OwnArticle
            found = await self._faults(store, waiting.article())
            if found:
                raise ArticleFaulty(found)
            if not await store.approve(article_id, seen, by.staff_id, self._today()):
                raise ArticleChanged
            await self._note(store, by, article_id, seen.version, Act.APPROVED)
            await self._go_live(transaction, Act.APPROVED)

    async def drop(self, by: Actor, article_id: str, seen: Seen) -> None:
        """Throw the open version away; what is live stays."""
        require(by, Action.EDIT_ARTICLES)
        async with self._begin() as transaction:
            store = transaction.articles
            await store.hold()
            if not await store.drop(article_id, seen):
                raise ArticleChanged
            await self._note(store, by, article_id, seen.version, Act.DROPPED)
            await transaction.commit()

    async def withdraw(self, by: Actor, article_id: str) -> None:
        """Answer from it no longer, at once. :class:`ArticleUnknown` if nobody is answered from
        it now."""
        require(by, Action.EDIT_ARTICLES)
        async with self._begin() as transaction:
            store = transaction.articles
            await store.hold()
            number = await store.withdraw(article_id)
            if number is None and article_id in self._by_id:
                shipped = self._by_id[article_id]
                number = await store.put_withdrawn(shipped, by.staff_id, self._today())
            if number is None:
                raise ArticleUnknown
            await self._note(store, by, article_id, number, Act.WITHDRAWN)
            await self._go_live(transaction, Act.WITHDRAWN)

    async def restore(self, by: Actor, article_id: str, version: int) -> None:
        """Go back to an earlier approved version, at once; version 0 is the shipped one.

        :class:`ArticleChanged` if that version cannot return (it never was approved) or stands
        already; :class:`ArticleUnknown` if there is no such shipped article.
        """
        require(by, Action.EDIT_ARTICLES)
        if version == SHIPPED and article_id not in self._by_id:
            raise ArticleUnknown
        async with self._begin() as transaction:
            store = transaction.articles
            await store.hold()
            if not await store.restore(article_id, version):
                raise ArticleChanged
            await self._note(store, by, article_id, version, Act.RESTORED)
            await self._go_live(transaction, Act.RESTORED)

    async def _faults(self, store: ArticleStore, article: Article) -> tuple[Fault, ...]:
        library = overlaid(self._shipped, await store.standing())
        topics = [topic.key for topic in library.topics]
        return tuple(faults_of_edited(article, topics, library.articles, self._today()))

    async def _submit(self, store: ArticleStore, by: Actor, article_id: str, seen: Seen) -> None:
        if not await store.submit(article_id, seen):
            raise ArticleChanged
        await self._note(store, by, article_id, seen.version, Act.SUBMITTED)

    async def _note(
        self, store: ArticleStore, by: Actor, name: str, version: int, act: Act, word: str = ""
    ) -> None:
        line = ArticleAct(name, version, act, by.staff_id, self._today(), word)
        await store.add_act(line)

    async def _go_live(self, transaction: KnowledgeTransaction, act: Act) -> None:
        await transaction.commit()
        log.info("article changed", extra={"action": act.value})
        self._changed()


async def _seen(store: ArticleStore, article_id: str, seen: Seen) -> ArticleVersion:
    version = await store.open_version(article_id)
    if version is None or version.seen != seen:
        raise ArticleChanged
    return version
