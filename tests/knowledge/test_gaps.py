"""What is counted and what may be sent, with the real articles; who may settle it."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ask import load_knowledge
from knowledge.gap_desk import GapDesk
from knowledge.gaps import Gaps, sameness
from knowledge.unanswered import (
    OTHER,
    AnswerUnknown,
    MaySend,
    NotSendable,
    QuestionGone,
    Refused,
    SentQuestion,
    gaps_by_topic,
    month_before,
    month_of,
)
from knowledge.unanswered import QuestionId as Id
from knowledge.votes import Votes
from staff.errors import NotAllowed
from staff.model import Actor, Role, StaffId, UnitId
from storage.database import Database
from tests.databases import open_sqlite
from tests.knowledge.papers import papers

KB = load_knowledge()
DAY = date(2026, 11, 20)
COORDINATOR = Actor(StaffId("a" * 16), UnitId("u"), frozenset({Role.COORDINATOR}))
OTHERS = Actor(StaffId("b" * 16), UnitId("u"), frozenset(Role) - {Role.COORDINATOR})
ASKED = "Nuôi chó trong khu chung cư thì cần giấy tờ gì?"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_sqlite(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def gaps(database: Database) -> Gaps:
    return Gaps(database.transaction, KB, lambda: DAY, bytes)


@pytest.fixture
def desk(database: Database) -> GapDesk:
    return GapDesk(database.transaction, KB, lambda: DAY, database.reading)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (ASKED, MaySend.YES),
        ("Mức lương tối thiểu vùng là bao nhiêu", MaySend.YES),
        ("cuu voi co nguoi cam dao duoi chem", MaySend.DANGER),
        ("Chồng tôi đang đánh tôi, tôi phải làm sao", MaySend.DANGER),
        ("Tối nào nhà bên cũng có người bán ma tuý, tôi thấy tận mắt", MaySend.TIP),
        ("Hàng xóm tôi theo đạo lạ, hay lên mạng chê chính quyền", MaySend.OPINION),
        ("xin chào", MaySend.NO_QUESTION),
        ("", MaySend.NO_QUESTION),
        ("0912345678 là", MaySend.NO_QUESTION),
    ],
)
async def test_only_questions_may_be_sent(
    gaps: Gaps, database: Database, text: str, verdict: MaySend
) -> None:
    assert gaps.may_send(text) is verdict
    if verdict is MaySend.YES:
        return
    with pytest.raises(NotSendable) as refusal:
        await gaps.send(text)
    assert refusal.value.why is verdict
    assert text == "" or text not in str(refusal.value)
    async with database.reading() as work:
        assert await work.gaps.questions() == []


def test_a_topic_is_the_nearest_articles_or_other(gaps: Gaps) -> None:
    article = KB.articles()[0]
    assert gaps.topic_of(article.title) == article.topic
    for text in ("Có bao nhiêu vụ trộm ở Hà Nội năm 2026?", "", "zzzz qqqq"):
        assert gaps.topic_of(text) == OTHER


def test_what_else_is_near_leaves_out_what_was_shown(gaps: Gaps) -> None:
    found = gaps.near("ngay hoi 19/8 la gi", without={"ngay-hoi-19-8"})
    assert 1 <= len(found) <= 3
    assert "ngay-hoi-19-8" not in {one.article_id for one in found}
    assert all(KB.article(one.article_id) for one in found)
    assert gaps.near("Có bao nhiêu vụ trộm ở Hà Nội năm 2026?", without=()) == ()


def test_what_documents_say_near_comes_after_articles(database: Database) -> None:
    base = load_knowledge(documents=papers())
    gaps = Gaps(database.transaction, base, lambda: DAY, bytes)
    asked = "Đoàn Thanh niên làm gì ở phiên chợ đổi sách?"
    quote = base.ask(asked).quote
    assert quote is not None
    near = gaps.near(asked, without={quote.passage_id})
    assert near
    assert quote.passage_id not in {one.article_id for one in near}
    assert [one.is_passage for one in near] == sorted(one.is_passage for one in near)
    assert any(one.is_passage for one in near)


async def test_what_is_sent_is_masked_short_and_without_an_hour(
    gaps: Gaps, database: Database
) -> None:
    await gaps.send(f"{ASKED} Gọi 0912.345.678 " + "dài lắm " * 100)
    async with database.reading() as work:
        (stored,) = await work.gaps.questions()
    assert stored.words.startswith(f"{ASKED} Gọi ••• dài lắm")
    assert len(stored.words) <= 500
    assert stored.day == DAY


async def test_only_the_coordinator_sees_and_settles(
    gaps: Gaps, desk: GapDesk, database: Database
) -> None:
    await gaps.send(ASKED)
    votes = Votes(database.transaction, KB, lambda: DAY)
    for refused in (
        desk.overview(OTHERS),
        desk.words(OTHERS, Id("00" * 16)),
        desk.answer(OTHERS, Id("00" * 16), KB.articles()[0].id),
        desk.drop(OTHERS, Id("00" * 16)),
        votes.worst(OTHERS),
    ):
        with pytest.raises(NotAllowed):
            await refused
    overview = await desk.overview(COORDINATOR)
    assert [one.words for gap in overview.topics for one in gap.waiting] == [ASKED]
    assert await desk.words(COORDINATOR, Id("00" * 16)) == ASKED
    assert await desk.words(COORDINATOR, Id("11" * 16)) == ""
    assert await votes.worst(COORDINATOR) == []


async def test_settling(gaps: Gaps, desk: GapDesk) -> None:
    await gaps.send(ASKED)
    number, article = Id("00" * 16), KB.articles()[0].id
    with pytest.raises(AnswerUnknown):
        await desk.answer(COORDINATOR, number, "khong-co")
    await desk.answer(COORDINATOR, number, article)
    overview = await desk.overview(COORDINATOR)
    assert overview.topics == ()
    assert [(one.article_id, one.answered_on) for one in overview.answered] == [(article, DAY)]
    for refused in (desk.answer(COORDINATOR, number, article), desk.drop(COORDINATOR, number)):
        with pytest.raises(QuestionGone):
            await refused


async def test_dropping_erases(gaps: Gaps, desk: GapDesk) -> None:
    await gaps.send(ASKED)
    await desk.drop(COORDINATOR, Id("00" * 16))
    overview = await desk.overview(COORDINATOR)
    assert (overview.topics, overview.answered) == ((), ())


def test_a_vote_is_on_something_there_is(database: Database) -> None:
    votes = Votes(database.transaction, KB, lambda: DAY)
    article = KB.articles()[0].id
    assert votes.target(article) == article
    for name in ("", "khong-co", "002#7", "#", "'; --"):
        assert votes.target(name) is None


def test_topics_come_by_this_month_then_ever() -> None:
    month, before = month_of(DAY), month_before(month_of(DAY))
    refused = [
        Refused(before, "a", 9),
        Refused(month, "b", 2),
        Refused(before, "b", 1),
        Refused(date(2025, 11, 1), "b", 4),
        Refused(month, "c", 2),
    ]
    waiting = [SentQuestion(Id("x"), DAY, "d", "chờ")]
    found = gaps_by_topic(refused, waiting, month)
    assert [(one.topic, one.this_month, one.last_month, one.ever) for one in found] == [
        ("b", 2, 1, 7),
        ("c", 2, 0, 2),
        ("a", 0, 9, 9),
        ("d", 0, 0, 0),
    ]
    assert found[-1].waiting == tuple(waiting)


@given(st.dates(min_value=date(2, 1, 1)))
def test_the_month_before_ends_the_day_before(day: date) -> None:
    month = month_of(day)
    assert month.day == month_before(month).day == 1
    assert 28 <= (month - month_before(month)).days <= 31


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (ASKED, ASKED.upper(), True),
        (ASKED, "nuoi cho trong khu chung cu thi can giay to gi", True),
        (ASKED, f"  {ASKED}??? ", True),
        (ASKED, ASKED.replace("chó", "mèo"), False),
        ("a b", "ab", False),
    ],
)
def test_the_same_words_are_the_same(one: str, other: str, same: bool) -> None:
    assert (sameness(one) == sameness(other)) is same
