"""An article waits in the demo, and the other coordinator may approve it."""

from typing import cast

import pytest

from demo.articles import load_samples, write_articles
from demo.world import load_world
from knowledge.article_versions import ArticleState
from knowledge.articles.loader import load_library
from knowledge.editing import ArticleFaulty
from knowledge.ports import KnowledgeTransactions
from knowledge.register import ArticleRegister
from staff.model import Actor, Role
from tests.demo_page.conftest import Stage


def test_there_are_two_coordinators_and_one_is_the_writer():
    coordinators = {one.handle for one in load_world().staff if Role.COORDINATOR in one.roles}
    writers = {one["writer"] for one in load_samples()}
    assert len(coordinators) >= 2
    assert writers < coordinators


async def test_an_article_waits_for_the_other_coordinator(stage: Stage):
    house, members = stage.show._house, stage.show._members
    assert house is not None
    writer, other = (
        Actor(member.id, member.unit_id, member.roles)
        for member in (members["dieuphoi1"], members["dieuphoi2"])
    )
    register = ArticleRegister(
        cast(KnowledgeTransactions, house.staff_transactions), house.today, load_library()
    )
    (waiting,) = [one for one in await register.cards(other) if one.open is ArticleState.WAITING]
    file = await register.file(other, waiting.article.id)
    assert file.open is not None
    assert file.faults == ()
    assert file.open.author == writer.staff_id
    await house.articles.approve(other, file.id, file.open.seen)
    assert (await register.file(other, file.id)).live is not None


async def test_a_mistake_in_the_file_is_not_swallowed(stage: Stage):
    house, members = stage.show._house, stage.show._members
    assert house is not None
    with pytest.raises(ArticleFaulty):
        await write_articles(house.articles, members, [{"writer": "dieuphoi1", "title": "a"}])
    with pytest.raises(KeyError):
        await write_articles(house.articles, members, [{"writer": "ai"}])
