"""Sending a question to staff: shown first, agreed to; never danger, a report, an opinion."""

from pathlib import Path

import pytest

from handlers.telegram.citizen.danger import with_numbers
from handlers.telegram.conversation import LIFE_S
from handlers.telegram.patience import Patience
from knowledge.gaps import OPEN_DAYS
from knowledge.masking import MASK
from knowledge.model import Intent
from knowledge.unanswered import Refused, SentQuestion
from tests.citizen.test_report_journey import to_words
from tests.citizen.world import ARTICLE, CATALOG, DAY, STORY, VI, Person, World, open_world

ASKED = "Nuôi chó trong khu chung cư thì cần giấy tờ gì"
OFFER, AGREE, REFRAIN = (
    VI.plain(f"button.{name}") for name in ("ask_staff", "agree_send", "do_not_send")
)


async def sent(world: World) -> list[SentQuestion]:
    async with world.database.reading() as work:
        return await work.gaps.questions()


async def refused(world: World) -> list[Refused]:
    async with world.database.reading() as work:
        return await work.gaps.refused()


async def send(person: Person, text: str = ASKED) -> None:
    await person.says(text)
    await person.presses(OFFER)
    await person.presses(AGREE)


@pytest.mark.parametrize("closeness", [0.1, 0.9])
async def test_a_refusal_is_counted_by_topic_and_keeps_no_words(
    world: World, person: Person, closeness: float
) -> None:
    world.knowledge.closeness = closeness
    await person.says(ASKED)
    await person.says(ASKED)
    topic = ARTICLE.topic if closeness > 0.5 else "other"
    assert await refused(world) == [Refused(DAY.replace(day=1), topic, 2)]
    assert await sent(world) == []


@pytest.mark.parametrize(
    "intent", [it for it in Intent if it not in (Intent.REFUSE, Intent.SUGGEST)]
)
async def test_what_is_no_refusal_is_not_counted(
    world: World, person: Person, intent: Intent
) -> None:
    world.knowledge.will_say(ASKED, intent)
    await person.says(ASKED)
    assert await refused(world) == []
    assert OFFER not in person.newest.buttons


async def test_the_preview_says_what_goes_and_what_does_not(world: World, person: Person) -> None:
    world.knowledge.closeness = 0.9
    await person.says(f"{ASKED}? Gọi 0912 345 678 <b>nhé</b>")
    await person.presses(OFFER)
    shown = person.newest
    assert f"<blockquote>{ASKED}? Gọi {MASK} &lt;b&gt;nhé&lt;/b&gt;</blockquote>" in shown.text
    assert "Báo tin, tố giác" in shown.text
    for key in ("gap.stays", "gap.names", "gap.no_reply"):
        assert VI(key) in shown.text
    assert VI("gap.masked", mask=MASK) in shown.text
    assert list(shown.buttons) == [AGREE, REFRAIN]
    assert await sent(world) == []


async def test_yes_stores_words_topic_and_day(world: World, person: Person) -> None:
    world.knowledge.closeness = 0.9
    await person.says(f"  {ASKED}\n 0912345678 ")
    await person.presses(OFFER)
    preview = person.newest
    calls = await person.presses(AGREE)
    (stored,) = await sent(world)
    assert (stored.words, stored.topic, stored.day) == (f"{ASKED} {MASK}", ARTICLE.topic, DAY)
    assert (stored.count, stored.article_id, stored.answered_on) == (1, None, None)
    assert len(stored.id) == 32
    (closed,) = [call for call in calls if call.name == "EditMessageText"]
    assert closed.message_id == preview.message_id
    assert closed.text == VI("gap.sent", days=OPEN_DAYS)
    assert closed.buttons == {}
    assert len(await refused(world)) == 1


async def test_the_preview_that_cannot_be_changed_is_followed_by_a_word(
    world: World, person: Person
) -> None:
    await person.says(ASKED)
    await person.presses(OFFER)
    world.session.refuse("EditMessageText")
    await person.presses(AGREE)
    assert person.newest.text == VI("gap.sent", days=OPEN_DAYS)
    assert len(await sent(world)) == 1


async def test_no_sends_nothing_and_forgets(world: World, person: Person) -> None:
    await person.says(ASKED)
    await person.presses(OFFER)
    preview = person.newest
    agree = preview.buttons[AGREE]
    await person.presses(REFRAIN)
    assert world.session.on_screen[preview.message_id].text == VI("gap.not_sent")
    await person.press_data(agree, preview.message_id)
    assert person.newest.text == VI("gap.forgotten")
    assert await sent(world) == []


async def test_a_second_yes_sends_nothing_more(world: World, person: Person) -> None:
    await person.says(ASKED)
    await person.presses(OFFER)
    preview = person.newest
    agree = preview.buttons[AGREE]
    await person.presses(AGREE)
    calls = await person.press_data(agree, preview.message_id)
    assert [call.text for call in calls] == [VI.plain("gap.sent_before")]
    assert [one.count for one in await sent(world)] == [1]


async def test_the_same_words_of_several_people_are_one_row(world: World) -> None:
    for number, text in enumerate((ASKED, ASKED.upper(), f"{ASKED}??")):
        await send(world.person(chat_id=100 + number), text)
    assert [(one.words, one.count) for one in await sent(world)] == [(ASKED, 3)]


async def test_words_forgotten_are_asked_for_again(world: World, person: Person) -> None:
    await person.says(ASKED)
    world.ticker.seconds += LIFE_S + 1
    await person.presses(OFFER)
    assert person.newest.text == VI("gap.forgotten")
    assert await sent(world) == []


async def test_an_older_offer_does_not_send_the_newer_question(
    world: World, person: Person
) -> None:
    await person.says(ASKED)
    old = person.newest
    await person.says("Thuê nhà ở quê thì làm giấy tờ thế nào")
    await person.press_data(old.buttons[OFFER], old.message_id)
    assert person.newest.text == VI("gap.forgotten")


@pytest.mark.parametrize("data", ["gs:", "gy:", "gn:", "gs:x", "gy:0000", "gn:deadbeef"])
async def test_made_up_buttons_find_nothing(world: World, person: Person, data: str) -> None:
    await person.press_data(data, 5)
    assert person.newest.text == VI("gap.forgotten")
    assert await sent(world) == []


async def test_none_of_the_suggestions_fits(world: World, person: Person) -> None:
    world.knowledge.will_say(ASKED, Intent.SUGGEST)
    await person.says(ASKED)
    assert await refused(world) == []
    none = VI.plain("button.none_fits")
    for _ in range(2):
        await person.presses(none)
        assert AGREE in person.newest.buttons
    assert [one.count for one in await refused(world)] == [1]
    await person.presses(AGREE)
    assert [one.words for one in await sent(world)] == [ASKED]


async def test_a_few_in_a_conversation_are_enough(tmp_path: Path) -> None:
    world = await open_world(tmp_path, Patience(burst=1_000, questions=2))
    person, other = world.person(), world.person(chat_id=5)
    for number in range(3):
        await send(person, f"{ASKED} tầng {number}")
    assert world.session.calls[-1].text == VI.plain("gap.enough")
    assert len(await sent(world)) == 2
    await send(other, f"{ASKED} của người khác")
    assert len(await sent(world)) == 3
    await world.database.close()


async def test_a_flood_is_not_taken(
    world: World, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.gaps.MOST_KEPT", 1)
    await send(person)
    await send(person, f"{ASKED} ở tầng hai")
    assert person.newest.text == VI("gap.full")
    assert [one.words for one in await sent(world)] == [ASKED]


async def test_a_form_being_written_is_left_alone(world: World, person: Person) -> None:
    await person.says(ASKED)
    old = person.newest
    await to_words(person)
    for data in (old.buttons[OFFER], "gy:x", "gn:x"):
        calls = await person.press_data(data, old.message_id)
        assert [call.text for call in calls] == [VI.plain("track.form_open")]
    await person.says(STORY)
    assert person.newest.text == VI("form.subject")
    assert await sent(world) == []


async def test_a_failing_store_fails_neither_the_answer_nor_the_second_try(
    world: World, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.expects_failure = True

    async def broken(_text: str) -> None:
        raise OSError(_text)

    with monkeypatch.context() as patched:
        patched.setattr(type(world.services.gaps), "count_refused", lambda _, text: broken(text))
        (call,) = await person.says(ASKED)
        assert call.text == with_numbers("ask.refuse", VI)
        patched.setattr(type(world.services.gaps), "send", lambda _, text: broken(text))
        await person.presses(OFFER)
        await person.presses(AGREE)
        assert person.newest.text == VI("error.apology")
    assert await sent(world) == []
    await person.presses(AGREE)
    assert len(await sent(world)) == 1


async def test_english_is_spoken_too(world: World) -> None:
    person, texts = world.person(language="en"), CATALOG["en"]
    await person.says("may I keep a dog here please")
    await person.presses(texts.plain("button.ask_staff"))
    assert texts("gap.no_reply") in person.newest.text
    await person.presses(texts.plain("button.agree_send"))
    assert len(await sent(world)) == 1
