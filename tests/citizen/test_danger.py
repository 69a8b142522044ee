"""Danger first: the numbers below what is not an answer, and the question asked in doubt."""

import pytest

from handlers.telegram.citizen.danger import with_numbers
from handlers.telegram.conversation import LIFE_S
from knowledge.model import Intent
from tests.citizen.test_report_journey import to_words
from tests.citizen.world import CATALOG, STORY, VI, Person, World

NUMBERS = ("113", "114", "115", "111")


@pytest.fixture
async def doubted(world: World, person: Person) -> Person:
    world.knowledge.dangers.add(STORY)
    await person.says(STORY)
    return person


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "intent", [Intent.REFUSE, Intent.SUGGEST, Intent.TIP, Intent.GRIEVANCE, None]
)
async def test_what_is_no_answer_names_the_numbers(
    world: World, language: str, intent: Intent | None
) -> None:
    person = world.person(language=language)
    if intent is not None:
        world.knowledge.will_say(STORY, intent)
    (call,) = await person.says(STORY if intent else "asdf")
    assert call.text.endswith(CATALOG[language]("emergency.line"))
    for number in NUMBERS:
        assert number in call.text


async def test_doubt_is_asked_about_first(world: World, doubted: Person) -> None:
    assert doubted.newest.text == VI("ask.danger_first")
    assert list(doubted.newest.buttons) == ["Có", "Không"]
    for number in NUMBERS:
        assert number in doubted.newest.text


async def test_yes_shows_whom_to_call_and_keeps_the_words(doubted: Person) -> None:
    question = doubted.newest.message_id
    calls = await doubted.presses("Có")
    assert [call.text for call in calls if call.name == "SendMessage"] == [
        VI("emergency.card"),
        VI("ask.offer_after_emergency"),
    ]
    assert any(question in call.deleted for call in calls)
    await doubted.presses("Gửi thành tin báo")
    await doubted.presses("Có")
    await doubted.presses("Ma tuý")
    assert doubted.newest.text == VI("form.subject")


async def test_no_goes_on_with_what_was_said(doubted: Person) -> None:
    await doubted.presses("Không")
    assert doubted.newest.text == with_numbers("ask.refuse", VI)
    assert VI.plain("button.as_tip") in doubted.newest.buttons


async def test_an_old_yes_still_shows_the_numbers(world: World, doubted: Person) -> None:
    question = doubted.newest.message_id
    world.ticker.seconds += LIFE_S + 1
    calls = await doubted.press_data("e:yes", question)
    assert VI("emergency.card") in [call.text for call in calls]
    calls = await doubted.press_data("e:no", question)
    assert [call.text for call in calls] == [VI.plain("error.old_button")]


async def test_a_yes_while_a_form_is_open_leaves_the_form(world: World, person: Person) -> None:
    await to_words(person)
    calls = await person.press_data("e:yes", 1)
    assert VI("emergency.card") in [call.text for call in calls]
    await person.says(STORY)
    assert person.newest.text == VI("form.subject")


async def test_a_tip_is_not_asked_twice(world: World, person: Person) -> None:
    world.knowledge.will_say(STORY, Intent.TIP)
    world.knowledge.dangers.add(STORY)
    (call,) = await person.says(STORY)
    assert call.text == with_numbers("ask.offer_tip", VI)


@pytest.mark.parametrize("intent", [Intent.TRACK, Intent.SMALLTALK])
async def test_doubt_goes_before_a_door_that_names_no_number(
    world: World, person: Person, intent: Intent
) -> None:
    world.knowledge.will_say(STORY, intent)
    world.knowledge.dangers.add(STORY)
    (call,) = await person.says(STORY)
    assert call.text == VI("ask.danger_first")
