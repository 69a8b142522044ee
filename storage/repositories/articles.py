"""Articles written by staff: one standing and one open version of each, and the journal."""

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Update, func, insert, literal, select, text, update

from knowledge.article_versions import (
    OPEN,
    SHIPPED,
    STANDING,
    ArticleAct,
    ArticleState,
    ArticleVersion,
    Seen,
    to_json,
)
from knowledge.model import Article
from staff.model import StaffId
from storage.repositories.repository import Repository
from storage.tables.articles import ARTICLE_ACTS, ARTICLES

_IS_OPEN: Final = ARTICLES.c.state.in_(sorted(OPEN))
_STANDS: Final = ARTICLES.c.state.in_(sorted(STANDING))
_CAN_WAIT: Final = ARTICLES.c.state.in_([ArticleState.DRAFT, ArticleState.RETURNED])
_IS_WAITING: Final = ARTICLES.c.state == ArticleState.WAITING
_OLDEST_FIRST: Final = (ARTICLES.c.id, ARTICLES.c.version)


class Articles(Repository):
    """``ArticleStore`` inside one transaction."""

    async def hold(self) -> None:
        """Let nobody else change articles until this transaction ends."""
        # SQLite has one writer at a time anyway
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(
                text(f"LOCK TABLE {ARTICLES.name} IN SHARE ROW EXCLUSIVE MODE")
            )

    async def put_draft(
        self, article: Article, author: StaffId, day: date, seen: Seen | None
    ) -> ArticleVersion | None:
        """Store a draft in place of the open version that was seen, or as a new one."""
        row = {
            "state": ArticleState.DRAFT,
            "author": author,
            "written": day,
            "body": to_json(article),
        }
        if seen is not None:
            row["revision"] = seen.revision + 1
            if not await self._run(_seen(article.id, seen, _IS_OPEN).values(**row)):
                return None
        elif await self.open_version(article.id) is not None:
            return None
        else:
            await self._insert(article.id, **row)
        return await self.open_version(article.id)

    async def submit(self, article_id: str, seen: Seen) -> bool:
        """Let a draft wait for approval."""
        claim = _seen(article_id, seen, _CAN_WAIT)
        return await self._run(claim.values(state=ArticleState.WAITING, word="")) > 0

    async def send_back(self, article_id: str, seen: Seen, word: str) -> bool:
        """Send a waiting version back."""
        claim = _seen(article_id, seen, _IS_WAITING)
        return await self._run(claim.values(state=ArticleState.RETURNED, word=word)) > 0

    async def approve(self, article_id: str, seen: Seen, approver: StaffId, day: date) -> bool:
        """Make a waiting version live and what stood before past."""
        # Claimed first, and past until the old one has made room: one version may stand.
        claim = _seen(article_id, seen, _IS_WAITING & (ARTICLES.c.author != approver))
        claimed = {"state": ArticleState.PAST, "approver": approver, "approved": day}
        if not await self._run(claim.values(**claimed)):
            return False
        await self._end_standing(article_id)
        await self._run(_version(article_id, seen.version).values(state=ArticleState.LIVE))
        return True

    async def drop(self, article_id: str, seen: Seen) -> bool:
        """Throw an open version away."""
        claim = _seen(article_id, seen, _IS_OPEN)
        return await self._run(claim.values(state=ArticleState.DROPPED)) > 0

    async def withdraw(self, article_id: str) -> int | None:
        """Withdraw the live version; return its number."""
        is_live = ARTICLES.c.state == ArticleState.LIVE
        claim = update(ARTICLES).where(ARTICLES.c.id == article_id, is_live)
        row = await self._first(
            claim.values(state=ArticleState.WITHDRAWN).returning(ARTICLES.c.version)
        )
        return None if row is None else int(row.version)

    async def put_withdrawn(self, article: Article, author: StaffId, day: date) -> int | None:
        """Hide a shipped article behind a withdrawn version; return its number."""
        here = ARTICLES.c.id == article.id
        if await self._value(select(ARTICLES.c.version).where(here, _STANDS)) is not None:
            return None
        return await self._insert(
            article.id,
            state=ArticleState.WITHDRAWN,
            author=author,
            written=day,
            body=to_json(article),
        )

    async def restore(self, article_id: str, version: int) -> bool:
        """Make an approved earlier version live again; 0 lets nothing of ours stand."""
        if version == SHIPPED:
            return await self._end_standing(article_id) > 0
        ended = [ArticleState.PAST, ArticleState.WITHDRAWN]
        can_return = ARTICLES.c.state.in_(ended) & ARTICLES.c.approver.is_not(None)
        chosen = _version(article_id, version).where(can_return)
        if not await self._run(chosen.values(state=ArticleState.PAST)):
            return False
        await self._end_standing(article_id)
        return await self._run(chosen.values(state=ArticleState.LIVE)) > 0

    async def open_version(self, article_id: str) -> ArticleVersion | None:
        """Return the version that is being worked on, or None."""
        row = await self._first(select(ARTICLES).where(ARTICLES.c.id == article_id, _IS_OPEN))
        return None if row is None else _version_of(row)

    async def standing(self) -> list[ArticleVersion]:
        """Return every version that stands, by id."""
        return await self._versions(_STANDS)

    async def opened(self) -> list[ArticleVersion]:
        """Return every open version, by id."""
        return await self._versions(_IS_OPEN)

    async def history(self, article_id: str) -> list[ArticleVersion]:
        """Return the versions of one article, oldest first."""
        return await self._versions(ARTICLES.c.id == article_id)

    async def ids(self) -> set[str]:
        """Return every id that was ever used."""
        return {row.id for row in await self._all(select(ARTICLES.c.id).distinct())}

    async def add_act(self, act: ArticleAct) -> None:
        """Append to the article's journal, unless the last line says the very same."""
        lines = await self.acts(act.article_id)
        if lines and lines[-1] == act:
            return
        await self._run(
            insert(ARTICLE_ACTS).values(
                article_id=act.article_id,
                seq=len(lines) + 1,
                version=act.version,
                act=act.act,
                staff_id=act.staff_id,
                day=act.day,
                word=act.word,
            )
        )

    async def acts(self, article_id: str) -> list[ArticleAct]:
        """Return the journal of one article, oldest first."""
        query = select(ARTICLE_ACTS).where(ARTICLE_ACTS.c.article_id == article_id)
        return [
            ArticleAct(row.article_id, row.version, row.act, row.staff_id, row.day, row.word)
            for row in await self._all(query.order_by(ARTICLE_ACTS.c.seq))
        ]

    async def _versions(self, chosen: ColumnElement[bool]) -> list[ArticleVersion]:
        query = select(ARTICLES).where(chosen).order_by(*_OLDEST_FIRST)
        return [_version_of(row) for row in await self._all(query)]

    async def _insert(self, article_id: str, **row: Any) -> int:
        last = select(func.max(ARTICLES.c.version)).where(ARTICLES.c.id == article_id)
        number = func.coalesce(last.scalar_subquery(), literal(0)) + 1
        await self._run(
            insert(ARTICLES).values(id=article_id, version=number, revision=1, word="", **row)
        )
        return int(await self._value(last))

    async def _end_standing(self, article_id: str) -> int:
        here = update(ARTICLES).where(ARTICLES.c.id == article_id, _STANDS)
        return await self._run(here.values(state=ArticleState.PAST))


def _version(article_id: str, version: int) -> Update:
    return update(ARTICLES).where(ARTICLES.c.id == article_id, ARTICLES.c.version == version)


def _seen(article_id: str, seen: Seen, chosen: ColumnElement[bool]) -> Update:
    """One statement that claims exactly what was seen, so that of two at once one succeeds."""
    unchanged = ARTICLES.c.revision == seen.revision
    return _version(article_id, seen.version).where(unchanged, chosen)


def _version_of(row: Row[Any]) -> ArticleVersion:
    return ArticleVersion(
        id=row.id,
        version=row.version,
        revision=row.revision,
        state=row.state,
        author=StaffId(row.author),
        written=row.written,
        body=row.body,
        approver=None if row.approver is None else StaffId(row.approver),
        approved=row.approved,
        word=row.word,
    )
