"""The table of words as staff keep it: rows beside those that ship with the program.

A row adds meanings to what people say and displaces none that ship. Nobody's question is kept.
No sentences and no SQL.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from knowledge.live import LiveKnowledge
from knowledge.model import Reply
from knowledge.normalise import clean
from knowledge.ports import KnowledgeTransactions, Today
from knowledge.query import OFFICIAL, SYNONYMS, read_synonyms
from knowledge.word_rows import (
    MAX_ROWS,
    OwnWord,
    ShippedRow,
    WordFault,
    WordRefused,
    as_synonyms,
    faults_of,
    parted,
)
from knowledge.words import Reader, load_reader
from staff.model import Actor
from staff.policy import Action, require

log = logging.getLogger(__name__)

LONGEST_QUESTION: Final = 500
"""Characters of a question tried that are read."""


class WordUnknown(Exception):
    """No row of staff says that: it was never there, or somebody has taken it away."""


class WordChanged(Exception):
    """Somebody else has changed the row since the person looked at it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a question comes to without the row and with it."""

    before: Reply
    after: Reply

    @property
    def changes(self) -> bool:
        """Say whether the citizen would see anything else."""
        return _seen(self.before) != _seen(self.after)


class OwnWords:
    """Rows of staff. Every act needs EDIT_ARTICLES, else ``NotAllowed``.

    ``changed`` is told when what answers are made from has changed, after it is durable.
    """

    def __init__(
        self,
        begin: KnowledgeTransactions,
        today: Today,
        look: KnowledgeTransactions | None = None,
        changed: Callable[[], None] = lambda: None,
        reader: Reader | None = None,
    ) -> None:
        self._begin = begin
        self._look = look or begin
        self._today = today
        self._changed = changed
        self._reader = reader or load_reader()
        merged: dict[str, list[str]] = {}
        for table in (SYNONYMS, OFFICIAL):
            for said, means in read_synonyms(table).items():
                merged[said] = [*merged.get(said, ()), *means]
        rows = (ShippedRow(said, tuple(dict.fromkeys(merged[said]))) for said in sorted(merged))
        self._shipped = {self._reader.read(row.said).toned: row for row in rows}

    def shipped(self, by: Actor) -> tuple[ShippedRow, ...]:
        """Return the rows that ship with the program, by what people say."""
        require(by, Action.EDIT_ARTICLES)
        return tuple(self._shipped.values())

    def ships(self, by: Actor, said: str) -> ShippedRow | None:
        """Return the shipped row that says the same, if any."""
        require(by, Action.EDIT_ARTICLES)
        return self._shipped.get(self._reader.read(said).toned)

    async def rows(self, by: Actor) -> tuple[OwnWord, ...]:
        """Return the rows of staff, by what people say."""
        require(by, Action.EDIT_ARTICLES)
        async with self._look() as transaction:
            return tuple(await transaction.words.rows())

    async def add(self, by: Actor, said: str, means: str) -> OwnWord:
        """Add a row, live at once; ``means`` as typed, parted by commas or new lines. Raises
        ``WordRefused``."""
        require(by, Action.EDIT_ARTICLES)
        async with self._begin() as transaction:
            await transaction.words.hold()
            row = self._checked(by, said, means, await transaction.words.rows())
            await transaction.words.put(row)
            await transaction.commit()
        self._tell("word added")
        return row

    async def change(self, by: Actor, old: str, seen: str, said: str, means: str) -> OwnWord:
        """Put another row in place of the one that says ``old`` and had the mark ``seen``.

        Raises ``WordRefused``, :class:`WordUnknown` and :class:`WordChanged`.
        """
        require(by, Action.EDIT_ARTICLES)
        async with self._begin() as transaction:
            await transaction.words.hold()
            others = _without(await transaction.words.rows(), old, seen)
            row = self._checked(by, said, means, others)
            await transaction.words.drop(old)
            await transaction.words.put(row)
            await transaction.commit()
        self._tell("word changed")
        return row

    async def remove(self, by: Actor, old: str, seen: str) -> None:
        """Take a row away. Raises :class:`WordUnknown` and :class:`WordChanged`."""
        require(by, Action.EDIT_ARTICLES)
        async with self._begin() as transaction:
            await transaction.words.hold()
            _without(await transaction.words.rows(), old, seen)
            await transaction.words.drop(old)
            await transaction.commit()
        self._tell("word removed")

    async def try_out(
        self,
        by: Actor,
        knowledge: LiveKnowledge,
        question: str,
        said: str,
        means: str,
        old: str | None = None,
    ) -> Trial:
        """Return what a question comes to without a row and with it; nothing is stored.

        ``old`` names the row it would take the place of. Raises ``WordRefused``.
        """
        rows = await self.rows(by)
        others = [row for row in rows if row.said != old]
        row = self._checked(by, said, means, others)
        text = question[:LONGEST_QUESTION]
        return await asyncio.to_thread(
            lambda: Trial(
                knowledge.base.with_synonyms(as_synonyms(rows)).ask(text),
                knowledge.base.with_synonyms(as_synonyms([*others, row])).ask(text),
            )
        )

    def _checked(self, by: Actor, said: str, means: str, others: Iterable[OwnWord]) -> OwnWord:
        row = OwnWord(clean(said), parted(means), by.staff_id, self._today())
        faults = faults_of(row.said, row.means, self._reader, self._shipped)
        keys = {self._reader.read(one.said).toned for one in others}
        if self._reader.read(row.said).toned in keys:
            faults.append(WordFault.TAKEN)
        if len(keys) >= MAX_ROWS:
            faults.append(WordFault.FULL)
        if faults:
            raise WordRefused(faults)
        return row

    def _tell(self, action: str) -> None:
        self._changed()
        log.info("words changed", extra={"action": action})


def _without(rows: Iterable[OwnWord], old: str, seen: str) -> list[OwnWord]:
    others = []
    found = None
    for row in rows:
        if row.said == old:
            found = row
        else:
            others.append(row)
    if found is None:
        raise WordUnknown
    if found.mark != seen:
        raise WordChanged
    return others


def _seen(reply: Reply) -> tuple[object, ...]:
    quote = (reply.quote.passage_id, reply.quote.text) if reply.quote else None
    article = reply.article.id if reply.article else None
    return reply.intent, article, quote, tuple(one.article_id for one in reply.suggestions)
