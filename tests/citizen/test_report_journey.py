"""A tip and a grievance from the first question to the deleted dialogue."""

import pytest

from inbox.receipt import parse_receipt
from knowledge.model import Intent
from tests.citizen.world import CATALOG, STORY, VI, Person, World


async def to_words(person: Person, door: str = "/baotin", category: str = "Ma tuý") -> None:
    await person.says(door)
    await person.presses("Không")
    await person.presses(category)


async def to_review(person: Person) -> None:
    await to_words(person)
    await person.says(STORY)
    await person.presses("Không liên quan")
    await person.says("thai nguyen")
    await person.says("phuong quan trieu")
    await person.presses("Bỏ qua")
    await person.presses("Đang xảy ra")
    await person.presses("Bỏ qua")


async def to_receipt(person: Person) -> str:
    await to_review(person)
    await person.presses("✅")
    return person.newest.text.split("<code>")[1].split("</code>")[0]


async def send(person: Person) -> str:
    receipt = await to_receipt(person)
    await person.says(receipt[-4:].lower())
    return receipt


async def test_a_tip_is_stored_and_thanked_for(world: World, person: Person) -> None:
    await to_review(person)
    review = person.newest.text
    assert STORY in review
    assert "Phường Quan Triều, Thái Nguyên" in review
    assert "cố ý" in review
    assert await world.cases() == 0
    await person.presses("✅")
    shown = person.newest
    assert shown.is_protected
    assert await world.cases() == 0
    receipt = shown.text.split("<code>")[1].split("</code>")[0]
    await person.says(receipt[-4:])
    assert await world.cases() == 1
    view = await world.services.mailbox.look(parse_receipt(receipt))
    assert view.number in person.newest.text
    assert view.messages[0].words.startswith(STORY)
    assert shown.message_id not in world.session.on_screen


async def test_the_dialogue_of_both_sides_is_deleted(world: World, person: Person) -> None:
    await send(person)
    typed = set(range(2, person.next_id + 1))
    deleted = [it for call in await person.presses("🧹") for it in call.deleted]
    assert typed <= set(deleted)
    assert [call.text for call in person.screen] == [VI("sent.wiped")]
    assert all(not hasattr(entry, "trail") for entry in world.storage._entries.values())


async def test_words_that_became_a_report_are_deleted_too(world: World, person: Person) -> None:
    world.knowledge.will_say(STORY, Intent.TIP)
    await person.says(STORY)
    told, offer = person.next_id, person.newest.message_id
    await person.presses("Gửi thành")
    cancelled = await person.says("/huy")
    assert {told, offer} <= set(cancelled[0].deleted)


async def test_a_second_press_of_wipe_is_told_it_is_too_late(person: Person) -> None:
    await send(person)
    thanks = person.newest
    await person.presses("🧹")
    calls = await person.press_data("w:all", thanks.message_id)
    assert calls[0].text == VI.plain("sent.wipe_too_late")


async def test_telegram_may_refuse_to_delete(world: World, person: Person) -> None:
    await send(person)
    world.session.refuse("DeleteMessages")
    await person.presses("🧹")
    assert person.newest.text == VI("sent.wiped_partly")


async def test_a_grievance_asks_for_a_wish(world: World, person: Person) -> None:
    await to_words(person, "/gopy", "Thủ tục chậm")
    await person.says("Hỏi hai tháng ở một cửa mà chưa ai trả lời tôi.")
    await person.presses("Uỷ ban nhân dân xã")
    await person.says("Phường Quan Triều, Thái Nguyên")
    await person.says("sau chợ")
    await person.presses("Trong tuần")
    assert person.newest.text == VI("form.wish")
    await person.says("mong được trả lời")
    assert "mong được trả lời" in person.newest.text
    assert VI("review.law.grievance") in person.newest.text


async def test_the_last_four_must_agree(world: World, person: Person) -> None:
    receipt = await to_receipt(person)
    wrong = "ZZZZ" if receipt[-4:] != "ZZZZ" else "YYYY"
    await person.says(wrong)
    assert person.newest.text == VI("form.receipt_mismatch")
    assert await world.cases() == 0
    await person.says(f" {receipt[-4:].lower()} ")
    assert await world.cases() == 1


async def test_the_whole_receipt_typed_back_also_sends(world: World, person: Person) -> None:
    receipt = await to_receipt(person)
    await person.says(receipt)
    assert await world.cases() == 1


async def test_back_from_the_receipt_takes_it_away(world: World, person: Person) -> None:
    receipt = await to_receipt(person)
    shown = person.newest
    await person.presses("◀")
    assert shown.message_id not in world.session.on_screen
    assert VI("review.title") in person.newest.text
    await person.presses("✅")
    assert receipt not in person.newest.text


async def test_nobody_can_open(world: World, person: Person) -> None:
    await to_words(person)
    await person.says(STORY)
    await person.presses("Không liên quan")
    await person.says("Lạng Sơn")
    await person.presses("Không rõ xã")
    await person.presses("Bỏ qua")
    await person.presses("Hôm nay")
    await person.presses("Bỏ qua")
    await person.presses("✅")
    assert person.newest.text == VI("sent.nobody_can_open")
    assert await world.cases() == 0
    assert world.storage.size == 0


async def test_the_last_four_sent_twice_are_thanked_for_twice(
    world: World, person: Person
) -> None:
    receipt = await send(person)
    thanks = person.newest.text
    await person.says(receipt[-4:])
    assert person.newest.text == thanks
    assert await world.cases() == 1


async def test_a_crash_after_the_commit_ends_in_the_same_thanks(
    world: World, person: Person
) -> None:
    receipt = await to_receipt(person)
    before = {key: (it.state, dict(it.data)) for key, it in world.storage._entries.items()}
    await person.says(receipt[-4:])
    thanks = person.newest.text
    for key, (state, kept) in before.items():
        await world.storage.set_state(key, state)
        await world.storage.set_data(key, kept)
    await person.says(receipt[-4:])
    assert person.newest.text == thanks
    assert await world.cases() == 1


async def test_after_a_restart_the_last_four_are_explained(person: Person) -> None:
    await person.says("W2C5")
    assert person.newest.text == VI("track.last_group_alone")


async def test_danger_shows_the_card_before_going_on(person: Person) -> None:
    await person.says("/baotin")
    calls = await person.presses("Có")
    assert calls[0].text == VI("emergency.card")
    assert person.newest.text == VI("form.category")


@pytest.mark.parametrize(
    ("category", "key"),
    [
        ("Vũ khí", "advice.weapons"),
        ("Xâm hại", "advice.child"),
        ("Mua bán người", "advice.trafficking"),
        ("Lừa đảo", "advice.fraud"),
        ("Bạo lực gia đình", "advice.domestic"),
    ],
)
async def test_some_categories_bring_advice_first(person: Person, category: str, key: str) -> None:
    await person.says("/baotin")
    await person.presses("Không")
    if not any(label.startswith(category) for label in person.newest.buttons):
        await person.presses(VI.plain("button.more"))
    calls = await person.presses(category)
    assert calls[0].text == VI(key)
    assert person.newest.text == VI("form.words.tip")


async def test_opinions_are_declined_and_not_stored(world: World, person: Person) -> None:
    text = "Hàng xóm tôi suốt ngày lên mạng chê chính quyền"
    world.knowledge.will_say(text, Intent.OPINION)
    await to_words(person)
    await person.says(text)
    assert [call.text for call in person.screen] == [VI("scope.declined")]
    assert world.storage.size == 0
    assert await world.cases() == 0


async def test_words_that_speak_of_danger_bring_the_card(world: World, person: Person) -> None:
    world.knowledge.will_say(STORY, Intent.EMERGENCY)
    await to_words(person)
    calls = await person.says(STORY)
    assert calls[0].text == VI("emergency.card")
    assert person.newest.text == VI("form.subject")


async def test_a_form_that_could_not_be_shown_leaves_nothing(world: World, person: Person) -> None:
    world.expects_failure = True
    world.session.refuse("SendMessage")
    await person.says("/baotin")
    assert world.storage.size == 0


async def test_a_whole_report_in_english(world: World) -> None:
    person = world.person(language="en-GB")
    english = CATALOG["en"]
    await person.says(english.plain("door.baotin"))
    await person.presses("No")
    await person.presses(english.plain("category.trom_cap")[:20])
    await person.says(STORY)
    await person.presses(english.plain("subject.nobody")[:20])
    await person.says("Thai Nguyen")
    await person.says("Quan Trieu")
    await person.presses("Skip")
    await person.presses(english.plain("when.today"))
    await person.presses("Skip")
    await person.presses("✅")
    receipt = person.newest.text.split("<code>")[1].split("</code>")[0]
    await person.says(receipt[-4:])
    assert "Recorded" in person.newest.text
    assert await world.cases() == 1
