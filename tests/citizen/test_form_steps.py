"""Each question of the form: what it takes, what it refuses, back and cancel."""

import pytest
from aiogram.types import InlineKeyboardMarkup

from handlers.telegram.citizen.form import Step
from handlers.telegram.citizen.states import FORM
from inbox.categories import CATEGORIES, Kind
from tests.citizen.test_report_journey import to_receipt, to_review, to_words
from tests.citizen.world import STORY, VI, Person, World


async def step_of(world: World) -> Step:
    (entry,) = world.storage._entries.values()
    return Step(entry.data[FORM].step)


TYPED_TO_REACH = {
    Step.CATEGORY: ["press:Không"],
    Step.WORDS: ["press:Ma tuý"],
    Step.SUBJECT: [STORY],
    Step.PROVINCE: ["press:Không liên quan"],
    Step.COMMUNE: ["Thái Nguyên"],
    Step.LANDMARK: ["phường Quan Triều"],
    Step.WHEN: ["sau chợ"],
    Step.PEOPLE: ["press:Lặp lại"],
    Step.REVIEW: ["hai người, áo đen"],
    Step.RECEIPT: ["press:✅"],
}


async def reach(person: Person, wanted: Step) -> None:
    await person.says("/baotin")
    for step, moves in TYPED_TO_REACH.items():
        if await step_of(person.world) is wanted:
            return
        for move in moves:
            if move.startswith("press:"):
                await person.presses(move.removeprefix("press:"))
            else:
                await person.says(move)
        assert await step_of(person.world) is step


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.WISH])
async def test_cancel_at_each_step_leaves_nothing(
    world: World, person: Person, step: Step
) -> None:
    await reach(person, step)
    await person.presses("✖")
    assert world.storage.size == 0
    assert [call.text for call in person.screen] == [VI("form.cancelled")]


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.WISH])
async def test_the_command_cancels_at_each_step(world: World, person: Person, step: Step) -> None:
    await reach(person, step)
    await person.says("/huy")
    assert world.storage.size == 0
    assert await world.cases() == 0


@pytest.mark.parametrize(("step", "before"), list(zip(TYPED_TO_REACH, Step, strict=False))[:8])
async def test_back_goes_one_question_back(
    world: World, person: Person, step: Step, before: Step
) -> None:
    await reach(person, step)
    await person.presses("◀")
    assert await step_of(world) is before


@pytest.mark.parametrize("step", list(TYPED_TO_REACH))
async def test_buttons_of_an_earlier_step_are_old(
    world: World, person: Person, step: Step
) -> None:
    await reach(person, step)
    calls = await person.press_data("f:danger:no", person.newest.message_id)
    assert calls[-1].text == VI.plain("error.old_button")
    assert await step_of(world) is step


@pytest.mark.parametrize("value", ["", "x", "more", "p9", "keep", "skip", "05482", "send", "none"])
@pytest.mark.parametrize("step", [Step.DANGER, Step.WORDS, Step.WHEN, Step.REVIEW, Step.RECEIPT])
async def test_forged_values_are_refused(person: Person, step: Step, value: str) -> None:
    await reach(person, step)
    if (step, value) in {(Step.REVIEW, "send"), (Step.WORDS, "keep")}:
        return
    calls = await person.press_data(f"f:{step}:{value}", person.newest.message_id)
    assert calls[-1].text == VI.plain("error.old_button")


@pytest.mark.parametrize("door", ["/baotin", "/gopy"])
async def test_every_category_is_reached_on_screens_of_eight_rows(
    person: Person, door: str
) -> None:
    await person.says(door)
    await person.presses("Không")
    kind = Kind.TIP if door == "/baotin" else Kind.GRIEVANCE
    seen: list[str] = []
    for _ in CATEGORIES[kind]:
        keyboard = person.newest.keyboard
        assert isinstance(keyboard, InlineKeyboardMarkup)
        assert len(keyboard.inline_keyboard) <= 8
        seen += person.newest.buttons
        if VI.plain("button.more") not in person.newest.buttons:
            break
        await person.presses(VI.plain("button.more"))
    named = [VI.plain(f"category.{category}") for category in CATEGORIES[kind]]
    assert [label for label in seen if label in named] == named
    calls = await person.press_data("f:category:more", person.newest.message_id)
    assert calls[-1].text == VI.plain("error.old_button")
    await person.presses(VI.plain("button.less"))
    assert VI.plain("button.more") in person.newest.buttons


async def test_there_is_no_screen_before_the_first(person: Person) -> None:
    await reach(person, Step.CATEGORY)
    calls = await person.press_data("f:category:less", person.newest.message_id)
    assert calls[-1].text == VI.plain("error.old_button")


@pytest.mark.parametrize("text", ["có", "không biết nữa"], ids=["short", "words"])
async def test_a_question_with_buttons_asks_for_a_button(person: Person, text: str) -> None:
    for step in (Step.SUBJECT, Step.WHEN, Step.REVIEW):
        await reach(person, step)
        calls = await person.says(text)
        assert calls[0].text == VI("form.use_buttons")
        await person.says("/huy")


async def test_a_story_told_too_early_is_kept(world: World, person: Person) -> None:
    await person.says("/baotin")
    calls = await person.says(STORY)
    assert calls[0].text == VI("form.words_kept")
    await person.presses("Không")
    await person.presses("Ma tuý")
    assert await step_of(world) is Step.SUBJECT


async def test_words_too_short_too_long_or_unclear(person: Person) -> None:
    await to_words(person)
    assert (await person.says("ngắn quá"))[0].text == VI("form.too_short", shortest=15)
    too_long = await person.says("rất dài " * 512)
    assert "4000" in too_long[0].text
    assert (await person.says("?!?! 123 456 789 000 ?!"))[0].text == VI("form.unclear")
    probe = "test test 123 <b>abc</b> /start ; DROP TABLE tips;"
    assert (await person.says(probe))[0].text == VI("form.unclear")
    assert (await person.says("😀" * 30))[0].text == VI("form.unclear")


async def test_4000_characters_fit_every_screen(world: World, person: Person) -> None:
    await to_words(person)
    await person.says(("<&> " + STORY + " ") * 45 + "x" * 100)
    await person.presses("Không liên quan")
    await person.says("Phường Quan Triều, Thái Nguyên")
    await person.says("😀" * 250)
    await person.presses("Hôm nay")
    await person.says("<b>" * 166)
    assert VI("review.title") in person.newest.text
    await person.presses("✅")
    receipt = person.newest.text.split("<code>")[1].split("</code>")[0]
    await person.says(receipt[-4:])
    assert await world.cases() == 1
    await person.says(receipt)
    assert any("Bác viết" in call.text for call in person.screen)


@pytest.mark.parametrize(
    "number", ["0912345678", "+84 912 345 678", "034-5678-90123", "0912.345.678"]
)
async def test_a_personal_number_is_asked_about(world: World, person: Person, number: str) -> None:
    text = f"{STORY} Gọi tôi số {number} nhé."
    await to_words(person)
    await person.says(text)
    assert person.newest.text == VI("form.doubt")
    await person.presses("Sửa lại")
    assert person.newest.text == VI("form.words.tip")
    await person.says(text)
    await person.presses("Giữ nguyên")
    assert await step_of(world) is Step.SUBJECT


async def test_new_words_instead_of_a_doubt_are_taken(world: World, person: Person) -> None:
    await to_words(person)
    await person.says(f"{STORY} 0912345678")
    await person.says(STORY)
    assert await step_of(world) is Step.SUBJECT


async def test_a_typed_place_that_is_unknown_or_doubtful(world: World, person: Person) -> None:
    await reach(person, Step.PROVINCE)
    calls = await person.says("qqqqzzzz")
    assert calls[0].text == VI("form.place_unknown")
    await person.says("tp vinh")
    assert person.newest.text == VI("form.place_choose")
    assert "Phường Thành Vinh, Nghệ An" in person.newest.buttons
    await person.presses("Phường Thành Vinh")
    assert "Phường Thành Vinh, Nghệ An" in person.newest.text
    assert await step_of(world) is Step.LANDMARK


async def test_places_by_list(world: World, person: Person) -> None:
    await reach(person, Step.PROVINCE)
    await person.presses("➡️")
    await person.presses("➡️")
    await person.presses("⬅️")
    await person.presses("Tỉnh")
    assert await step_of(world) is Step.COMMUNE
    await person.presses("➡️")
    await person.presses("Xã")
    assert await step_of(world) is Step.LANDMARK


async def test_a_place_in_the_story_is_offered_not_taken(world: World, person: Person) -> None:
    await to_words(person)
    await person.says("Có người bán hàng trắng gần sân bóng, xã Điềm Thuỵ, chiều nào cũng có.")
    await person.presses("Không liên quan")
    assert "Xã Điềm Thuỵ, Thái Nguyên" in person.newest.buttons
    await person.presses("Mở danh sách")
    assert len(person.newest.buttons) > 10


async def test_each_part_can_be_mended_from_the_review(world: World, person: Person) -> None:
    await to_review(person)
    await person.presses("Sửa loại việc")
    await person.presses("Trộm cắp")
    await person.presses("Sửa lời kể")
    await person.says("Mất xe máy ở dãy trọ công nhân, cả tháng mất ba cái.")
    await person.presses("Sửa thời gian")
    await person.presses("Hôm nay")
    await person.presses("Sửa nơi")
    await person.says("Nghệ An")
    await person.says("xã Yên Thành")
    review = person.newest.text
    for part in ("Trộm cắp", "Mất xe máy", "Hôm nay", "Xã Yên Thành, Nghệ An"):
        assert part in review
    await person.presses("Sửa lời kể")
    await person.presses("Giữ lời")
    await person.presses("Sửa loại việc")
    await person.presses("◀")
    assert person.newest.text == review


async def test_a_draft_dies_after_thirty_minutes(world: World, person: Person) -> None:
    await to_review(person)
    world.ticker.seconds += 30 * 60
    calls = await person.presses("✅")
    assert calls[-1].text == VI.plain("error.old_button")
    await person.says("xin chào")
    assert world.storage.size == 0


async def test_a_door_does_not_throw_a_draft_away(world: World, person: Person) -> None:
    await to_words(person)
    for door in ("/start", "/gopy", VI.plain("door.tracuu"), "/nhanthongbao", "/hoi"):
        calls = await person.says(door)
        assert calls[-1].text == VI("form.still_open")
    calls = await person.says("/khancap")
    assert [call.text for call in calls] == [VI("emergency.card"), VI("form.still_here")]
    await person.presses("Soạn tiếp")
    assert person.newest.text == VI("form.words.tip")
    await person.says("/baotin")
    await person.presses("Bỏ tin")
    assert world.storage.size == 0


async def test_an_edit_telegram_refuses_becomes_a_new_message(
    world: World, person: Person
) -> None:
    await person.says("/baotin")
    world.session.refuse("EditMessageText")
    calls = await person.presses("Không")
    assert [call.name for call in calls] == ["SendMessage", "AnswerCallbackQuery"]
    await person.presses("Ma tuý")
    assert await step_of(world) is Step.WORDS


async def test_a_receipt_is_shown_once_and_the_review_is_old(person: Person) -> None:
    await to_review(person)
    review = person.newest
    await person.presses("✅")
    calls = await person.press_data("f:review:send", review.message_id)
    assert calls[-1].text == VI.plain("error.old_button")


async def test_an_edited_message_is_not_seen(world: World, person: Person) -> None:
    await to_receipt(person)
    message = {"message_id": 2, "date": 1, "edit_date": 2, "chat": person.chat, "text": "khác"}
    calls = await world.feed(edited_message=message | {"from": person.user})
    assert [call.text for call in calls] == [VI("odd.edited")]


async def test_half_symbols_and_control_characters_never_reach_the_screen(person: Person) -> None:
    await to_words(person)
    await person.says(f"\ud800\x00{STORY}\x07")
    assert person.newest.text == VI("form.subject")
    await person.presses("◀")
    await person.presses("Giữ lời")
    assert person.newest.text == VI("form.subject")


async def test_an_old_button_of_notices_leaves_the_form_as_it_is(
    world: World, person: Person
) -> None:
    await to_words(person)
    await person.press_data("s:off", 1)
    await person.says(STORY)
    assert person.newest.text == VI("form.subject")
