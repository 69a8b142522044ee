"""Thumbs under answers: two bare numbers, one press a message, and a way on after a 👎."""

from dataclasses import replace

import pytest

from handlers.telegram.conversation import LIFE_S
from knowledge.model import Intent
from knowledge.unanswered import Tally
from storage.tables.gaps import VOTES
from tests.citizen.test_gaps import AGREE, ASKED, OFFER, refused, sent
from tests.citizen.test_report_journey import to_words
from tests.citizen.transport import Call
from tests.citizen.world import ARTICLE, CATALOG, DAY, STORY, VI, Person, World

UP, DOWN, THANKED = (VI.plain(f"button.vote_{name}") for name in ("up", "down", "thanked"))
MONTH = DAY.replace(day=1)


@pytest.fixture
async def answered(world: World, person: Person) -> Person:
    world.knowledge.will_say(ASKED, Intent.ANSWER)
    await person.says(ASKED)
    return person


async def votes(world: World) -> list[tuple[object, ...]]:
    async with world.database.reading() as work:
        rows = await work._connection.execute(VOTES.select())
        return [tuple(row) for row in rows]


async def test_an_answer_has_two_thumbs_below_what_leads_on(answered: Person) -> None:
    labels = [[one.text for one in row] for row in answered.newest.keyboard.inline_keyboard]
    assert [UP, DOWN] in labels
    assert labels.index([UP, DOWN]) > 0


async def test_a_thumb_up_is_a_number_and_says_thanks(world: World, answered: Person) -> None:
    before = answered.newest
    calls = await answered.presses(UP)
    assert await votes(world) == [(MONTH, ARTICLE.id, 1, 0)]
    assert [call.name for call in calls] == ["AnswerCallbackQuery", "EditMessageReplyMarkup"]
    assert calls[0].text == VI.plain("vote.thanks")
    left = answered.newest
    assert (left.message_id, left.text) == (before.message_id, before.text)
    assert list(left.buttons) == [
        THANKED if label == UP else label for label in before.buttons if label != DOWN
    ]


async def test_old_and_second_presses_count_nothing(world: World, answered: Person) -> None:
    shown = answered.newest
    await answered.presses(UP)
    for data in (shown.buttons[UP], shown.buttons[DOWN], "vt:"):
        calls = await answered.press_data(data, shown.message_id)
        assert [call.text for call in calls] == [VI.plain("vote.thanks")]
    assert await votes(world) == [(MONTH, ARTICLE.id, 1, 0)]


async def test_a_second_press_before_the_buttons_went_counts_nothing(
    world: World, answered: Person
) -> None:
    shown = answered.newest
    world.session.refuse("EditMessageReplyMarkup")
    await answered.presses(UP)
    assert shown.buttons == answered.newest.buttons
    for label in (UP, DOWN):
        await answered.press_data(shown.buttons[label], shown.message_id)
    assert await votes(world) == [(MONTH, ARTICLE.id, 1, 0)]


async def test_buttons_gone_long_ago_count_nothing_either(world: World, answered: Person) -> None:
    shown = answered.newest
    await answered.presses(UP)
    world.ticker.seconds += LIFE_S + 1
    await answered.press_data(shown.buttons[DOWN], shown.message_id)
    assert await votes(world) == [(MONTH, ARTICLE.id, 1, 0)]


async def test_a_message_too_old_to_show_its_buttons_is_voted_on(
    world: World, answered: Person
) -> None:
    shown = answered.newest
    world.session.on_screen.pop(shown.message_id)
    calls = await answered.press_data(shown.buttons[UP], shown.message_id)
    assert [call.name for call in calls] == ["AnswerCallbackQuery"]
    assert await votes(world) == [(MONTH, ARTICLE.id, 1, 0)]


async def test_a_button_made_up_below_a_message_without_it_counts_nothing(
    world: World, answered: Person
) -> None:
    await answered.says("/riengtu")  # answered with the keyboard of doors, or none
    bare = answered.newest
    assert UP not in bare.buttons
    for data in (f"vu:{ARTICLE.id}", f"vd:{ARTICLE.id}"):
        calls = await answered.press_data(data, bare.message_id)
        assert [call.text for call in calls] == [VI.plain("vote.thanks")]
    assert await votes(world) == []


async def test_each_shown_answer_has_a_vote(world: World, answered: Person) -> None:
    await answered.presses(DOWN)
    await answered.says(ASKED)
    await answered.presses(DOWN)
    assert await votes(world) == [(MONTH, ARTICLE.id, 0, 2)]
    async with world.database.reading() as work:
        assert await work.votes.worst(MONTH, 5) == [Tally(ARTICLE.id, 0, 2, 0, 2)]


@pytest.mark.parametrize("data", ["vu:", "vd:none", "vu:002#7", "vd:'; drop table"])
async def test_votes_on_nothing_make_no_row(world: World, person: Person, data: str) -> None:
    calls = await person.press_data(data, 5)
    assert [call.text for call in calls] == [VI.plain("error.old_button")]
    assert await votes(world) == []


async def test_after_a_thumb_down_what_is_near_and_the_way_to_staff(
    world: World, answered: Person
) -> None:
    world.knowledge.near_to = (ARTICLE, replace(ARTICLE, id="khac", title="Một bài khác"))
    await answered.presses(DOWN)
    assert answered.newest.text == VI("vote.near")
    assert list(answered.newest.buttons) == ["Một bài khác", OFFER]
    await answered.presses(OFFER)
    await answered.presses(AGREE)
    assert [one.words for one in await sent(world)] == [ASKED]
    assert await refused(world) == []  # it was answered, if badly: the vote tells that


async def test_after_a_thumb_down_with_nothing_near(answered: Person) -> None:
    await answered.presses(DOWN)
    assert answered.newest.text == VI("vote.sorry")
    assert list(answered.newest.buttons) == [OFFER]


async def test_a_thumb_down_whose_question_is_forgotten(world: World, answered: Person) -> None:
    world.ticker.seconds += LIFE_S + 1
    await answered.presses(DOWN)
    assert answered.newest.text == VI("vote.ask_again")
    assert await votes(world) == [(MONTH, ARTICLE.id, 0, 1)]


async def test_a_thumb_down_below_a_browsed_article(world: World, person: Person) -> None:
    world.knowledge.will_say(ASKED, Intent.SUGGEST)
    await person.says(ASKED)
    await person.presses(ARTICLE.title)
    await person.presses(DOWN)
    assert person.newest.text == VI("vote.sorry")
    other = world.person(chat_id=9)
    await other.says("/hoi")
    await other.presses("Báo tin, tố giác")
    await other.presses(ARTICLE.title)
    await other.presses(DOWN)
    assert other.newest.text == VI("vote.ask_again")
    assert await votes(world) == [(MONTH, ARTICLE.id, 0, 2)]


async def test_where_danger_is_possible_nothing_is_offered(world: World, person: Person) -> None:
    world.knowledge.will_say(STORY, Intent.ANSWER)
    world.knowledge.dangers.add(STORY)
    await person.says(STORY)
    await person.presses(DOWN)
    assert person.newest.text == VI("vote.ask_again")
    assert not any(OFFER in call.buttons for call in person.screen)


async def test_a_vote_while_a_form_is_open_leaves_the_form(world: World, answered: Person) -> None:
    shown = answered.newest
    await to_words(answered)
    calls: list[Call] = await answered.press_data(shown.buttons[DOWN], shown.message_id)
    assert "SendMessage" not in [call.name for call in calls]
    await answered.says(STORY)
    assert answered.newest.text == VI("form.subject")
    assert await votes(world) == [(MONTH, ARTICLE.id, 0, 1)]


async def test_the_whole_article_has_no_second_pair(answered: Person) -> None:
    await answered.presses("Đọc đầy đủ")
    assert UP not in answered.newest.buttons


async def test_a_vote_that_cannot_be_counted_can_be_pressed_again(
    world: World, answered: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.expects_failure = True

    async def broken(*_: object, **__: object) -> None:
        raise OSError

    shown = answered.newest
    with monkeypatch.context() as patched:
        patched.setattr(type(world.services.votes), "count", broken)
        await answered.presses(UP)
        assert answered.newest.text == VI("error.apology")
    await answered.press_data(shown.buttons[UP], shown.message_id)
    assert await votes(world) == [(MONTH, ARTICLE.id, 1, 0)]


async def test_english_thumbs(world: World) -> None:
    person, texts = world.person(language="en"), CATALOG["en"]
    world.knowledge.will_say(ASKED, Intent.ANSWER)
    await person.says(ASKED)
    await person.presses(texts.plain("button.vote_down"))
    assert person.newest.text == texts("vote.sorry")
