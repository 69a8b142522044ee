"""What this room needs from outside, as narrow as its use cases."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol

from knowledge.article_versions import ArticleAct, ArticleVersion, Seen
from knowledge.documents.model import Document
from knowledge.model import Article
from knowledge.unanswered import QuestionId, Refused, SentQuestion, Tally
from knowledge.versions import DocumentEntry, DocumentState, DocumentVersion, StoredDocument
from knowledge.word_rows import OwnWord
from staff.model import StaffId

Today = Callable[[], date]
"""Returns the present day where the bot is run."""


Scrub = Callable[[], Awaitable[bool]]
"""Removes what was deleted from the database's own files; says whether all of it is gone."""


class DocumentStore(Protocol):
    """Imported documents and their versions, inside one transaction.

    A live version never changes; a correction makes a new one. So the pairs of id and version
    that are live say whether anything has changed.
    """

    async def hold(self) -> None:
        """Let nobody else change documents until this transaction ends."""
        ...

    async def put_draft(self, document: Document, imported: date) -> DocumentVersion:
        """Store a draft of a document, in place of the one it has; version numbers only grow."""
        ...

    async def drop_draft(self, document_id: str) -> bool:
        """Take the draft back; say whether there was one."""
        ...

    async def publish(self, document_id: str) -> bool:
        """Make the draft live and what was live past; say whether there was a draft."""
        ...

    async def undo(self, document_id: str) -> bool:
        """Make the newest past version live and take back what is live now, if anything is;
        False, changing nothing, when there is no past version."""
        ...

    async def remove(self, document_id: str) -> bool:
        """Make the live version past and drop the draft; say whether there was either.
        ``undo`` brings a removed document back."""
        ...

    async def erase(self, document_id: str) -> bool:
        """Delete every version; False, changing nothing, when one is live or a draft."""
        ...

    async def get(self, document_id: str, state: DocumentState) -> StoredDocument | None:
        """Return the newest version in that state with its text, or None."""
        ...

    async def texts(self, chosen: Sequence[tuple[str, int]]) -> list[StoredDocument]:
        """Return these versions (id and number) with their texts, by id and version; without
        those that are not there (any more). At most a hundred at a time."""
        ...

    async def add_entry(self, entry: DocumentEntry) -> None:
        """Append to the document's journal; call while holding."""
        ...

    async def entries(self, document_id: str) -> list[DocumentEntry]:
        """Return the journal of one document, oldest first."""
        ...

    async def versions(self) -> list[DocumentVersion]:
        """Return every version of every document without its text, by id and version."""
        ...

    async def history(self, document_id: str) -> list[DocumentVersion]:
        """Return the versions of one document, oldest first; none for an unknown id."""
        ...


class ArticleStore(Protocol):
    """Articles written by staff and their versions, inside one transaction.

    What stands never changes its words; a change is a new version. Every act on an open version
    names what its maker saw, and does nothing to anything else.
    """

    async def hold(self) -> None:
        """Let nobody else change articles until this transaction ends."""
        ...

    async def put_draft(
        self, article: Article, author: StaffId, day: date, seen: Seen | None
    ) -> ArticleVersion | None:
        """Store a draft in place of the open version that was ``seen``, or as a new one where
        ``seen`` is None and none is open; None, changing nothing, when it is otherwise."""
        ...

    async def submit(self, article_id: str, seen: Seen) -> bool:
        """Let a draft (or one that was sent back) wait for approval; say whether it was there."""
        ...

    async def send_back(self, article_id: str, seen: Seen, word: str) -> bool:
        """Send a waiting version back; say whether it was waiting."""
        ...

    async def approve(self, article_id: str, seen: Seen, approver: StaffId, day: date) -> bool:
        """Make a waiting version live and what stood before past; False, changing nothing, when
        it is not waiting any more or ``approver`` wrote it. Of two at once one gets True."""
        ...

    async def drop(self, article_id: str, seen: Seen) -> bool:
        """Throw an open version away; say whether it was there."""
        ...

    async def withdraw(self, article_id: str) -> int | None:
        """Withdraw the live version; return its number, or None when none was live."""
        ...

    async def put_withdrawn(self, article: Article, author: StaffId, day: date) -> int | None:
        """Hide a shipped article behind a withdrawn version; return its number, or None when
        something stands already."""
        ...

    async def restore(self, article_id: str, version: int) -> bool:
        """Make an approved earlier version live again, or with version 0 let nothing of ours
        stand; False, changing nothing, when that is not possible."""
        ...

    async def open_version(self, article_id: str) -> ArticleVersion | None:
        """Return the version that is being worked on, or None."""
        ...

    async def standing(self) -> list[ArticleVersion]:
        """Return every version that stands, by id."""
        ...

    async def opened(self) -> list[ArticleVersion]:
        """Return every open version, by id."""
        ...

    async def history(self, article_id: str) -> list[ArticleVersion]:
        """Return the versions of one article, oldest first; none for an unknown id."""
        ...

    async def ids(self) -> set[str]:
        """Return every id that was ever used."""
        ...

    async def add_act(self, act: ArticleAct) -> None:
        """Append to the article's journal, unless the last line says the very same."""
        ...

    async def acts(self, article_id: str) -> list[ArticleAct]:
        """Return the journal of one article, oldest first."""
        ...


class MarkStore(Protocol):
    """What answers are made from at this moment, told apart by kind."""

    async def marks(self) -> Mapping[str, str]:
        """Return, by kind, a text that changes whenever what is live of it does; one query that
        is cheap enough for every process to ask every two seconds."""
        ...


class GapStore(Protocol):
    """What had no answer, inside one transaction: counts by topic, and words people agreed to
    send. Nothing in it tells who asked, when that day, or in which order."""

    async def count_refused(self, month: date, topic: str) -> None:
        """Add one; two at once add up."""
        ...

    async def refused(self) -> list[Refused]:
        """Return every count, ordered by month and topic."""
        ...

    async def put(self, question: SentQuestion, sameness: str) -> None:
        """Store the question, or add its count to the one of that day with equal ``sameness``;
        two at once add up."""
        ...

    async def questions(self) -> list[SentQuestion]:
        """Return every question, the most often sent first, then the newest, then by words."""
        ...

    async def kept(self) -> int:
        """Return how many questions are stored."""
        ...

    async def answer(self, question_id: QuestionId, article_id: str, day: date) -> bool:
        """Mark a waiting question as answered; say whether it was waiting."""
        ...

    async def drop(self, question_id: QuestionId) -> bool:
        """Erase a waiting question, words and all; say whether it was waiting."""
        ...

    async def drop_old(self, *, answered_until: date, sent_until: date) -> int:
        """Erase what was answered, and what was sent, on those days or before; say how many."""
        ...


class VoteStore(Protocol):
    """👍 and 👎 under answers as bare numbers by month, inside one transaction."""

    async def add(self, month: date, target: str, *, is_up: bool) -> None:
        """Add one; two at once add up."""
        ...

    async def worst(self, month: date, limit: int) -> list[Tally]:
        """Return the targets with any 👎, the most first, with that month's numbers apart."""
        ...


class OwnWordStore(Protocol):
    """Rows that staff added to the table of words, inside one transaction."""

    async def hold(self) -> None:
        """Let nobody else change rows until this transaction ends."""
        ...

    async def rows(self) -> list[OwnWord]:
        """Return every row, by what people say."""
        ...

    async def put(self, row: OwnWord) -> None:
        """Store a row that is not there yet."""
        ...

    async def drop(self, said: str) -> bool:
        """Delete a row; say whether it was there."""
        ...


class KnowledgeTransaction(Protocol):
    """One transaction over this room's stores. Leaving without ``commit`` rolls back."""

    @property
    def documents(self) -> DocumentStore:
        """The store, valid until the block ends."""
        ...

    @property
    def articles(self) -> ArticleStore:
        """The store, valid until the block ends."""
        ...

    @property
    def marks(self) -> MarkStore:
        """The store, valid until the block ends."""
        ...

    @property
    def words(self) -> OwnWordStore:
        """The store, valid until the block ends."""
        ...

    @property
    def gaps(self) -> GapStore:
        """The store, valid until the block ends."""
        ...

    @property
    def votes(self) -> VoteStore:
        """The store, valid until the block ends."""
        ...

    async def commit(self) -> None:
        """Make everything since the start durable, or raise and leave nothing."""
        ...


KnowledgeTransactions = Callable[[], AbstractAsyncContextManager[KnowledgeTransaction]]
