"""The contract of ``ArticleStore`` and ``MarkStore``, on both databases."""

import asyncio
import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from knowledge.article_versions import (
    Act,
    ArticleAct,
    ArticleState,
    ArticleUnreadable,
    ArticleVersion,
    Seen,
    to_json,
)
from knowledge.documents.parse import parse_text
from knowledge.model import Article, Confidence
from knowledge.ports import ArticleStore, KnowledgeTransactions, MarkStore
from staff.model import StaffId
from storage.database import Database
from storage.errors import StatementFailed
from tests.storage.samples import HOA, LAN, MINH, settle

DAY = date(2026, 11, 20)
ARTICLE = Article(
    "cong-lang",
    "phong-trao",
    "Cổng làng",
    ("a", "b", "c", "d", "e"),
    "Cổng mở lúc 5 giờ.",
    "Cổng mở lúc 5 giờ sáng, đóng lúc 22 giờ.",
    "Quy ước, mục 1",
    DAY,
    "",
    Confidence.KNOWN,
    ("010",),
    date(2027, 3, 1),
)
LATER = replace(ARTICLE, answer="Cổng mở lúc 6 giờ.", review_by=None)
OTHER = replace(ARTICLE, id="ao-lang", title="Ao làng")
DOCUMENT = parse_text("THÔNG BÁO\nVề cái cổng\nCổng mở lúc 5 giờ, đóng lúc 22 giờ.", "010_a.txt")


def _typed(database: Database) -> KnowledgeTransactions:
    return database.transaction


@pytest.fixture(autouse=True)
async def staff(database: Database) -> None:
    await settle(database)


async def draft(database: Database, article: Article = ARTICLE, by: StaffId = LAN) -> Seen:
    """Store a draft over whatever is open and let it wait."""
    async with database.transaction() as work:
        opened = await work.articles.open_version(article.id)
        kept = await work.articles.put_draft(article, by, DAY, opened.seen if opened else None)
        assert kept is not None
        assert await work.articles.submit(article.id, kept.seen)
        await work.commit()
    return kept.seen


async def approve(database: Database, seen: Seen, by: StaffId = MINH) -> bool:
    async with database.transaction() as work:
        await work.articles.hold()
        done = await work.articles.approve("cong-lang", seen, by, DAY)
        await work.commit()
    return done


async def make_live(database: Database, *articles: Article) -> None:
    for article in articles:
        assert await approve(database, await draft(database, article))


async def states(database: Database, name: str = "cong-lang") -> list[str]:
    async with database.reading() as work:
        return [one.state.value for one in await work.articles.history(name)]


async def standing(database: Database) -> list[ArticleVersion]:
    async with database.reading() as work:
        return await work.articles.standing()


async def marks(database: Database) -> dict[str, str]:
    async with database.reading() as work:
        return dict(await work.marks.marks())


async def test_the_stores_have_every_method_of_their_ports(database: Database):
    async with _typed(database)() as work:
        for port, store in ((ArticleStore, work.articles), (MarkStore, work.marks)):
            asked = {name for name in vars(port) if not name.startswith("_")}
            assert asked <= set(dir(store))


async def test_an_article_comes_back_as_it_was(database: Database):
    await make_live(database, ARTICLE)
    (live,) = await standing(database)
    assert live.article() == ARTICLE
    assert (live.author, live.written, live.approver, live.approved) == (LAN, DAY, MINH, DAY)


async def test_a_newer_one_puts_the_old_one_behind(database: Database):
    await make_live(database, ARTICLE, LATER)
    assert await states(database) == ["past", "live"]
    assert [one.article() for one in await standing(database)] == [LATER]


async def test_only_what_was_seen_can_be_acted_on(database: Database):
    seen = await draft(database)
    later = await draft(database, LATER, MINH)
    assert later == Seen(seen.version, seen.revision + 1)
    async with database.transaction() as work:
        store = work.articles
        assert await store.put_draft(ARTICLE, LAN, DAY, seen) is None
        assert await store.put_draft(ARTICLE, LAN, DAY, None) is None
        assert not await store.submit("cong-lang", later)  # waits already
        assert not await store.submit("cong-lang", seen)
        assert not await store.send_back("cong-lang", seen, "?")
        assert not await store.approve("cong-lang", seen, HOA, DAY)
        assert not await store.drop("cong-lang", seen)
    assert await states(database) == ["waiting"]


async def test_the_author_cannot_approve_even_past_the_use_case(database: Database):
    seen = await draft(database)
    assert not await approve(database, seen, LAN)
    assert await states(database) == ["waiting"]
    with pytest.raises(StatementFailed):
        async with database.transaction() as work:
            await work._connection.execute(text("UPDATE articles SET approver = author"))


async def test_of_two_approvals_at_once_one_counts(database: Database):
    seen = await draft(database)

    async def claim(by: StaffId) -> bool:
        async with database.transaction() as work:
            done = await work.articles.approve("cong-lang", seen, by, DAY)
            await work.commit()
            return done

    assert sorted(await asyncio.gather(claim(MINH), claim(HOA))) == [False, True]
    assert await states(database) == ["live"]


async def test_approval_and_going_back_at_once_leave_one_standing(database: Database):
    await make_live(database, ARTICLE, LATER)
    seen = await draft(database)

    async def go_back() -> bool:
        async with database.transaction() as work:
            await work.articles.hold()
            done = await work.articles.restore("cong-lang", 1)
            await work.commit()
            return done

    await asyncio.gather(approve(database, seen), go_back())
    assert (await states(database)).count("live") == 1


async def test_two_who_begin_at_once_make_one_draft(database: Database):
    async def begin(by: StaffId) -> bool:
        async with database.transaction() as work:
            await work.articles.hold()
            kept = await work.articles.put_draft(ARTICLE, by, DAY, None)
            await work.commit()
            return kept is not None

    assert sorted(await asyncio.gather(begin(LAN), begin(MINH))) == [False, True]
    assert await states(database) == ["draft"]


async def test_what_is_sent_back_keeps_the_word_until_it_waits_again(database: Database):
    seen = await draft(database)
    async with database.transaction() as work:
        assert await work.articles.send_back("cong-lang", seen, "Mục mấy?")
        opened = await work.articles.open_version("cong-lang")
        assert opened is not None
        assert (opened.state, opened.word) == (ArticleState.RETURNED, "Mục mấy?")
        kept = await work.articles.put_draft(LATER, LAN, DAY, opened.seen)
        assert kept is not None
        assert kept.word == "Mục mấy?"
        assert await work.articles.submit("cong-lang", kept.seen)
        opened = await work.articles.open_version("cong-lang")
        assert opened is not None
        assert opened.word == ""


async def test_withdrawing_and_going_back(database: Database):
    await make_live(database, ARTICLE, LATER)
    async with database.transaction() as work:
        assert await work.articles.withdraw("cong-lang") == 2
        assert await work.articles.withdraw("cong-lang") is None
        await work.commit()
    assert await states(database) == ["past", "withdrawn"]
    async with database.transaction() as work:
        assert await work.articles.restore("cong-lang", 1)
        assert not await work.articles.restore("cong-lang", 1)
        assert not await work.articles.restore("cong-lang", 7)
        await work.commit()
    assert await states(database) == ["live", "past"]
    async with database.transaction() as work:
        assert await work.articles.restore("cong-lang", 0)
        assert not await work.articles.restore("cong-lang", 0)
        await work.commit()
    assert await states(database) == ["past", "past"]


async def test_a_withdrawn_one_can_return_itself(database: Database):
    await make_live(database, ARTICLE)
    async with database.transaction() as work:
        await work.articles.withdraw("cong-lang")
        assert await work.articles.restore("cong-lang", 1)
        await work.commit()
    assert await states(database) == ["live"]


async def test_a_shipped_one_is_hidden_and_that_never_comes_back_as_live(database: Database):
    async with database.transaction() as work:
        assert await work.articles.put_withdrawn(ARTICLE, LAN, DAY) == 1
        assert await work.articles.put_withdrawn(ARTICLE, LAN, DAY) is None
        assert not await work.articles.restore("cong-lang", 1)
        assert await work.articles.restore("cong-lang", 0)
        assert not await work.articles.restore("cong-lang", 1)
        await work.commit()
    assert await states(database) == ["past"]


async def test_drafts_and_dropped_ones_never_return(database: Database):
    seen = await draft(database)
    async with database.transaction() as work:
        assert not await work.articles.restore("cong-lang", seen.version)
        assert await work.articles.drop("cong-lang", seen)
        assert not await work.articles.restore("cong-lang", seen.version)
        assert await work.articles.ids() == {"cong-lang"}
        await work.commit()
    assert await draft(database) == Seen(2, 1)


async def test_without_commit_nothing_is_kept(database: Database):
    async with database.transaction() as work:
        await work.articles.put_draft(ARTICLE, LAN, DAY, None)
    assert await states(database) == []


async def test_the_journal_is_in_order_and_says_nothing_twice(database: Database):
    saved = ArticleAct("cong-lang", 1, Act.SAVED, LAN, DAY)
    back = ArticleAct("cong-lang", 1, Act.RETURNED, MINH, DAY, "Mục mấy?")
    async with database.transaction() as work:
        for act in (saved, saved, back, saved):
            await work.articles.add_act(act)
        await work.commit()
    async with database.reading() as work:
        assert await work.articles.acts("cong-lang") == [saved, back, saved]
        assert await work.articles.acts("ao-lang") == []


async def test_the_database_allows_one_standing_and_one_open_version(database: Database):
    await make_live(database, ARTICLE, LATER)
    for state in ("live", "draft"):
        with pytest.raises(StatementFailed):
            async with database.transaction() as work:
                await work._connection.execute(text(f"UPDATE articles SET state = '{state}'"))


async def test_damage_is_a_clear_error(database: Database):
    await make_live(database, ARTICLE)
    said = json.loads(to_json(ARTICLE))
    wrong = [
        {**said, name: value}
        for name, value in (
            ("title", 5),
            ("topic", None),
            ("answer", ["x"]),
            ("questions", "abc"),
            ("questions", ["x", 5]),
            ("documents", {"a": "b"}),
            ("review_by", "soon"),
            ("more", "x"),
        )
    ]
    for body in ("nonsense", "{}", "[]", '{"v": 1}', "[" * 100_000, *map(json.dumps, wrong)):
        async with database.transaction() as work:
            await work._connection.execute(
                text("UPDATE articles SET body = :body"), {"body": body}
            )
            await work.commit()
        (live,) = await standing(database)
        with pytest.raises(ArticleUnreadable):
            live.article()


async def test_marks_change_with_what_is_live_and_with_nothing_else(database: Database):
    assert await marks(database) == {}
    seen = await draft(database)
    async with database.transaction() as work:
        await work.documents.put_draft(DOCUMENT, DAY)
        await work.commit()
    assert await marks(database) == {}
    await approve(database, seen)
    first = await marks(database)
    assert set(first) == {"articles"}
    async with database.transaction() as work:
        await work.documents.publish("010")
        await work.commit()
    second = await marks(database)
    assert second["articles"] == first["articles"]
    assert set(second) == {"articles", "documents"}
    async with database.transaction() as work:
        await work.articles.withdraw("cong-lang")
        await work.commit()
    third = await marks(database)
    assert third["articles"] != first["articles"]
    assert third["documents"] == second["documents"]
    async with database.transaction() as work:
        await work.articles.restore("cong-lang", 1)
        await work.commit()
    assert await marks(database) == second
