"""Browsing topics and their articles: pages that fit a small phone, turned in the same message."""

from dataclasses import replace

import pytest
from aiogram.types import InlineKeyboardMarkup

from handlers.telegram.citizen.topics import HALF
from knowledge.articles.loader import Topic
from tests.citizen.transport import Call
from tests.citizen.world import ARTICLE, VI, Person, World

LONG = "Một chủ đề có cái tên khá dài thứ {}"
TOPICS = tuple(
    Topic(f"t{number}", f"Chủ đề {number}" if number % 3 else LONG.format(number))
    for number in range(1, 21)
)
ARTICLES = tuple(
    replace(ARTICLE, id=f"bai-{number}", title=f"Bài thứ {number}") for number in range(1, 17)
)
NEXT, BACK = VI.plain("shelf.next"), VI.plain("shelf.previous")


@pytest.fixture
def browsing(world: World, person: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """A person who writes to a bot with twenty topics, the first of sixteen articles."""
    monkeypatch.setattr(world.knowledge, "shelves", lambda: TOPICS)
    held = {"t1": ARTICLES, "t2": ARTICLES[:1]}
    monkeypatch.setattr(world.knowledge, "articles_in", lambda topic: held.get(topic, ()))
    return person


def lines(call: Call) -> list[list[str]]:
    assert isinstance(call.keyboard, InlineKeyboardMarkup)
    return [[one.text for one in row] for row in call.keyboard.inline_keyboard]


async def pages(person: Person) -> list[list[list[str]]]:
    """Turn to the last page; return the rows of each."""
    found = [lines(person.newest)]
    while any(NEXT in row for row in found[-1]):
        await person.presses(NEXT)
        found.append(lines(person.newest))
    return found


async def test_all_topics_stand_on_short_pages_of_one_message(browsing: Person) -> None:
    await browsing.says("/hoi")
    first = browsing.newest.message_id
    found = await pages(browsing)
    assert len(found) > 1
    assert all(len(page) <= 8 for page in found)
    shown = [label for page in found for row in page for label in row]
    titles = [topic.title for topic in TOPICS]
    assert [label for label in shown if label in titles] == titles
    assert browsing.newest.message_id == first
    await browsing.presses(BACK)
    assert lines(browsing.newest) == found[-2]


async def test_only_short_titles_share_a_row(browsing: Person) -> None:
    await browsing.says("/hoi")
    rows = [row for page in await pages(browsing) for row in page if NEXT not in row]
    shared = [row for row in rows if len(row) > 1 and BACK not in row]
    assert shared
    assert all(len(label) <= HALF for row in shared for label in row)


async def test_the_articles_of_a_topic_come_page_by_page(browsing: Person) -> None:
    await browsing.says("/hoi")
    await browsing.presses("Chủ đề 1")
    assert browsing.newest.text == VI("ask.topic")
    found = await pages(browsing)
    assert [len(page) for page in found] == [8, 8, 3]
    shown = [label for page in found for row in page for label in row]
    assert [label for label in shown if label.startswith("Bài")] == [it.title for it in ARTICLES]
    await browsing.presses(BACK)
    assert NEXT in lines(browsing.newest)[-1]


async def test_one_page_has_no_arrows(browsing: Person) -> None:
    await browsing.press_data("qt:t2", 5)
    assert lines(browsing.newest) == [["Bài thứ 1"]]


async def test_an_arrow_pressed_twice_says_nothing_new(browsing: Person) -> None:
    await browsing.says("/hoi")
    shown = browsing.newest.message_id
    await browsing.press_data("tp:1", shown)
    calls = await browsing.press_data("tp:1", shown)
    assert [call.name for call in calls] == ["AnswerCallbackQuery"]


@pytest.mark.parametrize("data", ["tp:9", "tp:x", "tp:-1", "qt:t1:9", "qt:t1:x", "qt:t9", "qt::0"])
async def test_pages_that_are_not_there_are_old(browsing: Person, data: str) -> None:
    calls = await browsing.press_data(data, 5)
    assert [call.text for call in calls] == [VI.plain("error.old_button")]
