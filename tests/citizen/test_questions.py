"""Free text: answers with their source, suggestions, refusals, and the doors words open."""

import pytest

from handlers.telegram.citizen.danger import with_numbers
from knowledge.model import Intent
from tests.citizen.world import ARTICLE, CATALOG, STORY, VI, Person, World


async def test_an_answer_names_source_date_and_doubt(world: World, person: Person) -> None:
    world.knowledge.will_say("báo tin ở đâu", Intent.ANSWER)
    (call,) = await person.says("báo tin ở đâu")
    for part in (
        ARTICLE.answer,
        "Điều 145 &lt;BLTTHS&gt;",
        "01/11/2026",
        VI("answer.unconfirmed"),
    ):
        assert part in call.text
    await person.presses("Đọc đầy đủ")
    assert "VNeID" in person.newest.text


async def test_did_you_mean(world: World, person: Person) -> None:
    world.knowledge.will_say("tin đâu", Intent.SUGGEST)
    (call,) = await person.says("tin đâu")
    assert call.text == with_numbers("ask.did_you_mean", VI)
    await person.presses(ARTICLE.title)
    assert ARTICLE.answer in person.newest.text


async def test_a_refusal_says_what_is_known(person: Person) -> None:
    (call,) = await person.says("giá vàng hôm nay bao nhiêu vậy")
    assert call.text == with_numbers("ask.refuse", VI)
    await person.presses(VI.plain("button.topics"))
    assert person.newest.text == VI("ask.invite")
    await person.presses("Báo tin, tố giác")
    assert ARTICLE.title in person.newest.buttons


async def test_gibberish_gets_short_help(world: World, person: Person) -> None:
    probe = "test test 123 <b>abc</b> /start ; DROP TABLE tips;"
    for text in ("asdf", probe, "😀😀😀", "!!!", "1 2 3"):
        (call,) = await person.says(text)
        assert call.text == with_numbers("ask.not_understood", VI)
    assert world.storage.size == 0


@pytest.mark.parametrize(
    ("intent", "key"),
    [
        (Intent.TRACK, "track.ask"),
        (Intent.SMALLTALK, "ask.smalltalk"),
        (Intent.OPINION, "scope.declined"),
    ],
)
async def test_intents_open_their_doors(
    world: World, person: Person, intent: Intent, key: str
) -> None:
    world.knowledge.will_say("câu nào đó", intent)
    (call,) = await person.says("câu nào đó")
    assert call.text == VI(key)


async def test_danger_first_then_the_offer_to_report(world: World, person: Person) -> None:
    world.knowledge.will_say(STORY, Intent.EMERGENCY)
    calls = await person.says(STORY)
    assert [call.text for call in calls] == [
        VI("emergency.card"),
        VI("ask.offer_after_emergency"),
    ]


@pytest.mark.parametrize("intent", [Intent.TIP, Intent.GRIEVANCE])
async def test_words_are_carried_into_the_form(
    world: World, person: Person, intent: Intent
) -> None:
    world.knowledge.will_say(STORY, intent)
    await person.says(STORY)
    await person.presses("Gửi thành")
    await person.presses("Không")
    category = "Ma tuý" if intent is Intent.TIP else "Ồn ào"
    await person.presses(category)
    assert person.newest.text == VI("form.subject")
    await person.presses("◀")
    await person.presses("Giữ lời")
    assert person.newest.text == VI("form.subject")


async def test_carried_words_with_a_number_are_asked_about(world: World, person: Person) -> None:
    text = f"{STORY} Số tôi 0912345678."
    world.knowledge.will_say(text, Intent.TIP)
    await person.says(text)
    await person.presses("Gửi thành tin báo")
    await person.presses("Không")
    await person.presses("Ma tuý")
    assert person.newest.text == VI("form.doubt")


async def test_only_asking_sends_nothing(world: World, person: Person) -> None:
    world.knowledge.will_say(STORY, Intent.TIP)
    await person.says(STORY)
    offer = person.newest
    await person.presses("Chỉ hỏi")
    assert person.newest.text == VI("ask.only_asking")
    assert world.storage.size == 0
    calls = await person.press_data("c:tip", offer.message_id)
    assert calls[-1].text == VI.plain("error.old_button")


async def test_only_asking_brings_what_is_near(world: World, person: Person) -> None:
    world.knowledge.will_say(STORY, Intent.TIP)
    world.knowledge.near_to = (ARTICLE,)
    await person.says(STORY)
    await person.presses("Chỉ hỏi")
    assert person.newest.text == VI("ask.only_asking_near")
    assert list(person.newest.buttons) == [ARTICLE.title, VI.plain("button.topics")]
    assert world.storage.size == 0
    await person.presses(ARTICLE.title)
    assert ARTICLE.answer in person.newest.text


async def test_a_long_answered_story_may_still_be_sent(world: World, person: Person) -> None:
    world.knowledge.will_say(STORY, Intent.ANSWER)
    await person.says(STORY)
    assert VI.plain("button.as_grievance") in person.newest.buttons


async def test_english_says_answers_are_vietnamese(world: World) -> None:
    person = world.person(language="en")
    world.knowledge.will_say("where to report", Intent.ANSWER)
    (call,) = await person.says("where to report")
    assert CATALOG["en"]("answer.in_vietnamese") in call.text


@pytest.mark.parametrize("data", ["q:none", "qf:none", "qt:none", "l:xx", "zz", "h:resume"])
async def test_unknown_buttons_are_old(person: Person, data: str) -> None:
    calls = await person.press_data(data, 5)
    assert [call.text for call in calls] == [VI.plain("error.old_button")]


async def test_a_text_of_4096_characters(person: Person) -> None:
    (call,) = await person.says("dài lắm " * 512)
    assert call.text
