"""The articles desk: two pairs of eyes to go live, one pair to take away."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.article_versions import Act, ArticleState, Seen
from knowledge.articles.checks import Problem
from knowledge.articles.loader import load_library
from knowledge.editing import (
    MAX_WORD,
    ArticleChanged,
    ArticleDesk,
    ArticleFaulty,
    ArticleUnknown,
    OwnArticle,
)
from knowledge.register import ArticleRegister, Standing
from staff.errors import NotAllowed
from staff.model import Actor, Role, StaffId, UnitId
from tests.databases import open_sqlite
from tests.knowledge.drafts import ID, typed
from tests.storage.samples import HOA, LAN, MINH, settle

SHIPPED = load_library()
SOS = SHIPPED.articles[0]


def actor(staff_id: StaffId, role: Role = Role.COORDINATOR) -> Actor:
    return Actor(staff_id, UnitId("ca-a"), frozenset({role}))


WRITER, SECOND, THIRD = actor(LAN), actor(MINH), actor(HOA)


class Office:
    """A desk and its register over one database, a day that can be set, and what was told."""

    def __init__(self) -> None:
        self.day = date(2026, 11, 20)
        self.told = 0
        self.desk: ArticleDesk
        self.register: ArticleRegister

    def today(self) -> date:
        return self.day

    def changed(self) -> None:
        self.told += 1

    async def waiting(self, **changes: str) -> Seen:
        version = await self.desk.save(WRITER, None, typed(**changes), submit=True)
        return version.seen

    async def standing(self, article_id: str = ID) -> Standing:
        return (await self.register.file(WRITER, article_id)).standing


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    database = await open_sqlite(tmp_path)
    await settle(database)
    made = Office()
    made.desk = ArticleDesk(database.transaction, made.today, SHIPPED, made.changed)
    made.register = ArticleRegister(database.reading, made.today, SHIPPED)
    yield made
    await database.close()


def problems(refused: pytest.ExceptionInfo[ArticleFaulty]) -> set[tuple[str, Problem]]:
    return {(fault.field, fault.problem) for fault in refused.value.faults}


async def test_one_writes_and_another_makes_it_live(office: Office):
    seen = await office.waiting()
    assert await office.standing() is Standing.NEW
    assert office.told == 0
    await office.desk.approve(SECOND, ID, seen)
    assert office.told == 1
    file = await office.register.file(WRITER, ID)
    assert file.standing is Standing.EDITED
    assert file.live is not None
    assert file.live_version is not None
    assert (file.live_version.author, file.live_version.approver) == (LAN, MINH)
    assert [(one.act, one.staff_id) for one in file.acts] == [
        (Act.SAVED, LAN),
        (Act.SUBMITTED, LAN),
        (Act.APPROVED, MINH),
    ]


async def test_nobody_approves_what_they_wrote_last(office: Office):
    seen = await office.waiting()
    with pytest.raises(OwnArticle):
        await office.desk.approve(WRITER, ID, seen)
    taken_over = await office.desk.save(SECOND, ID, typed(), seen, submit=True)
    with pytest.raises(OwnArticle):
        await office.desk.approve(SECOND, ID, taken_over.seen)
    await office.desk.approve(WRITER, ID, taken_over.seen)
    assert await office.standing() is Standing.EDITED


async def test_a_stale_page_does_nothing(office: Office):
    seen = await office.waiting()
    await office.desk.save(WRITER, ID, typed(answer="Không được."), seen, submit=True)
    for act in (
        office.desk.approve(SECOND, ID, seen),
        office.desk.send_back(SECOND, ID, seen, "?"),
        office.desk.drop(SECOND, ID, seen),
        office.desk.submit(SECOND, ID, seen),
        office.desk.save(SECOND, ID, typed(), seen),
        office.desk.save(SECOND, ID, typed(), None),
    ):
        with pytest.raises(ArticleChanged):
            await act
    file = await office.register.file(WRITER, ID)
    assert file.open is not None
    assert file.open.article().answer == "Không được."
    assert office.told == 0


async def test_of_two_approvals_at_once_one_counts(office: Office):
    seen = await office.waiting()
    outcomes = await asyncio.gather(
        office.desk.approve(SECOND, ID, seen),
        office.desk.approve(THIRD, ID, seen),
        return_exceptions=True,
    )
    assert sorted(map(str, map(type, outcomes))) == sorted(map(str, [type(None), ArticleChanged]))
    assert office.told == 1


async def test_what_waits_must_be_whole(office: Office):
    with pytest.raises(ArticleFaulty) as refused:
        await office.desk.save(WRITER, None, typed(source="", topic="x"), submit=True)
    assert problems(refused) == {("source", Problem.EMPTY), ("topic", Problem.UNKNOWN)}
    with pytest.raises(ArticleUnknown):
        await office.register.file(WRITER, ID)
    draft = await office.desk.save(WRITER, None, typed(source=""))
    with pytest.raises(ArticleFaulty) as refused:
        await office.desk.submit(WRITER, ID, draft.seen)
    assert problems(refused) == {("source", Problem.EMPTY)}
    file = await office.register.file(WRITER, ID)
    assert file.open is not None
    assert file.open.state is ArticleState.DRAFT
    assert {(one.field, one.problem) for one in file.faults} == {("source", Problem.EMPTY)}


async def test_a_draft_needs_a_title_and_days_that_can_be_read(office: Office):
    with pytest.raises(ArticleFaulty) as refused:
        await office.desk.save(WRITER, None, typed(title=" ", as_of="hôm qua"))
    assert problems(refused) == {("title", Problem.EMPTY), ("as_of", Problem.NOT_A_DAY)}


async def test_waiting_too_long_is_noticed_at_the_approval(office: Office):
    seen = await office.waiting()
    office.day = date(2027, 11, 19)
    with pytest.raises(ArticleFaulty) as refused:
        await office.desk.approve(SECOND, ID, seen)
    assert problems(refused) == {("review_by", Problem.PAST)}


async def test_two_articles_do_not_share_a_question(office: Office):
    seen = await office.waiting()
    other = await office.waiting(title="Trồng hoa đầu ngõ")
    await office.desk.approve(SECOND, ID, seen)
    with pytest.raises(ArticleFaulty) as refused:
        await office.desk.approve(SECOND, "trong-hoa-dau-ngo", other)
    assert problems(refused) == {("questions", Problem.TAKEN)}
    file = await office.register.file(WRITER, "trong-hoa-dau-ngo")
    assert {one.problem for one in file.faults} == {Problem.TAKEN}
    await office.desk.withdraw(WRITER, ID)
    await office.desk.approve(SECOND, "trong-hoa-dau-ngo", other)


async def test_the_same_title_makes_another_id(office: Office):
    await office.waiting()
    second = await office.desk.save(WRITER, None, typed())
    assert second.id == f"{ID}-2"
    over_shipped = await office.desk.save(WRITER, None, typed(title=SOS.id.replace("-", " ")))
    assert over_shipped.id == f"{SOS.id}-2"


async def test_sending_back_needs_a_word_and_lets_it_be_mended(office: Office):
    seen = await office.waiting()
    for word, problem in (("  ", Problem.EMPTY), ("x" * (MAX_WORD + 1), Problem.TOO_LONG)):
        with pytest.raises(ArticleFaulty) as refused:
            await office.desk.send_back(SECOND, ID, seen, word)
        assert problems(refused) == {("word", problem)}
    await office.desk.send_back(SECOND, ID, seen, " Mục mấy? ")
    with pytest.raises(ArticleChanged):
        await office.desk.send_back(SECOND, ID, seen, "nữa")
    file = await office.register.file(WRITER, ID)
    assert file.open is not None
    assert (file.open.state, file.open.word) == (ArticleState.RETURNED, "Mục mấy?")
    mended = await office.desk.save(WRITER, ID, typed(source="Mục 4"), file.open.seen, submit=True)
    await office.desk.approve(SECOND, ID, mended.seen)
    assert (await office.register.file(WRITER, ID)).acts[2].word == "Mục mấy?"


async def test_what_was_sent_back_cannot_be_approved(office: Office):
    seen = await office.waiting()
    await office.desk.send_back(SECOND, ID, seen, "Mục mấy?")
    with pytest.raises(ArticleChanged):
        await office.desk.approve(SECOND, ID, seen)


async def test_one_person_takes_away_at_once_and_brings_back(office: Office):
    seen = await office.waiting()
    await office.desk.approve(SECOND, ID, seen)
    await office.desk.withdraw(WRITER, ID)
    assert await office.standing() is Standing.WITHDRAWN
    with pytest.raises(ArticleUnknown):
        await office.desk.withdraw(WRITER, ID)
    await office.desk.restore(WRITER, ID, 1)
    assert await office.standing() is Standing.EDITED
    assert office.told == 3


async def test_a_shipped_one_is_hidden_and_comes_back(office: Office):
    await office.desk.withdraw(WRITER, SOS.id)
    file = await office.register.file(WRITER, SOS.id)
    assert (file.standing, file.live) == (Standing.WITHDRAWN, None)
    with pytest.raises(ArticleChanged):
        await office.desk.restore(WRITER, SOS.id, 1)  # nobody ever approved that one
    await office.desk.restore(WRITER, SOS.id, 0)
    file = await office.register.file(WRITER, SOS.id)
    assert (file.standing, file.live) == (Standing.SHIPPED, SOS)
    with pytest.raises(ArticleChanged):
        await office.desk.restore(WRITER, SOS.id, 0)


async def test_going_back_is_to_what_two_people_approved(office: Office):
    seen = await office.waiting()
    await office.desk.approve(SECOND, ID, seen)
    newer = await office.desk.save(WRITER, ID, typed(answer="Khác rồi."), None, submit=True)
    await office.desk.approve(SECOND, ID, newer.seen)
    await office.desk.restore(WRITER, ID, 1)
    file = await office.register.file(WRITER, ID)
    assert file.live is not None
    assert file.live.answer == typed()["answer"]
    assert [one.can_return for one in file.history] == [False, True]
    with pytest.raises(ArticleUnknown):
        await office.desk.restore(WRITER, ID, 0)
    with pytest.raises(ArticleChanged):
        await office.desk.restore(WRITER, ID, 9)


async def test_dropping_leaves_what_is_live(office: Office):
    draft = await office.desk.save(WRITER, SOS.id, typed())
    await office.desk.drop(SECOND, SOS.id, draft.seen)
    file = await office.register.file(WRITER, SOS.id)
    assert (file.standing, file.open) == (Standing.SHIPPED, None)
    with pytest.raises(ArticleChanged):
        await office.desk.drop(SECOND, SOS.id, draft.seen)


async def test_the_list_tells_states_and_days(office: Office):
    seen = await office.waiting(confidence="unconfirmed")
    await office.desk.approve(SECOND, ID, seen)
    await office.desk.save(WRITER, ID, typed(title="Tên đang sửa"), None)
    await office.desk.withdraw(WRITER, SOS.id)
    await office.desk.save(WRITER, None, typed(title="Chỉ mới nháp", topic=""))
    marked = SHIPPED.articles[1]
    await office.desk.save(WRITER, marked.id, typed(text="Xem lại [CHECK] chỗ này."), None)
    cards = {card.article.id: card for card in await office.register.cards(WRITER)}
    assert len(cards) == len(SHIPPED.articles) + 2
    written = cards[ID]
    assert written.article.title == "Trồng hoa ở cổng làng"  # what is live, not what is written
    assert (written.standing, written.open) == (Standing.EDITED, ArticleState.DRAFT)
    assert written.is_doubtful
    assert not written.is_overdue
    assert cards[SOS.id].standing is Standing.WITHDRAWN
    assert not cards[SOS.id].is_live
    assert cards["chi-moi-nhap"].standing is Standing.NEW
    assert list(cards)[-1] == "chi-moi-nhap"  # no topic yet
    office.day = date(2027, 11, 20)
    cards = {card.article.id: card for card in await office.register.cards(WRITER)}
    assert cards[ID].is_overdue
    assert cards[marked.id].is_overdue
    assert not cards[SOS.id].is_overdue


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OFFICIAL, Role.ADMIN])
async def test_others_may_neither_act_nor_look(office: Office, role: Role):
    other, seen = actor(HOA, role), Seen(1, 1)
    for act in (
        office.desk.save(other, None, typed()),
        office.desk.submit(other, ID, seen),
        office.desk.send_back(other, ID, seen, "?"),
        office.desk.approve(other, ID, seen),
        office.desk.drop(other, ID, seen),
        office.desk.withdraw(other, SOS.id),
        office.desk.restore(other, SOS.id, 0),
        office.register.cards(other),
        office.register.file(other, SOS.id),
    ):
        with pytest.raises(NotAllowed):
            await act


async def test_an_unknown_article_is_said_so(office: Office):
    with pytest.raises(ArticleUnknown):
        await office.desk.save(WRITER, "khong-co", typed())
    with pytest.raises(ArticleUnknown):
        await office.desk.withdraw(WRITER, "khong-co")
    with pytest.raises(ArticleUnknown):
        await office.register.file(WRITER, "khong-co")
