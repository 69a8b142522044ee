"""Seeing a report again: by the door, by pasting, with wrong receipts, and what can be done."""

from collections.abc import Iterator

import pytest

from inbox.errors import ReceiptMalformed
from inbox.receipt import new_receipt, parse_receipt
from tests.citizen.test_report_journey import send, to_words
from tests.citizen.world import STORY, VI, Person, World


def wrong_check(receipt: str) -> str:
    last = "0" if receipt[-1] != "0" else "1"
    with pytest.raises(ReceiptMalformed):
        parse_receipt(receipt[:-1] + last)
    return receipt[:-1] + last


def unknown_receipts() -> Iterator[str]:
    for number in range(1, 100):
        yield new_receipt(bytes([number]).__mul__).groups()


async def test_a_pasted_receipt_opens_the_mailbox(world: World, person: Person) -> None:
    receipt = await send(person)
    await person.presses("🧹")
    other_phone = world.person(chat_id=7_000_002)
    calls = await other_phone.says(receipt.lower().replace("-", " "))
    assert calls[0].deleted == (other_phone.next_id,)
    facts = calls[1].text
    assert "Đã gửi" in facts
    assert "20/11/2026" in facts
    assert VI("track.no_reply_yet") in facts
    assert STORY in calls[2].text
    assert all(call.is_protected for call in calls[1:])


async def test_by_the_door(person: Person) -> None:
    receipt = await send(person)
    await person.says(VI.plain("door.tracuu"))
    assert person.newest.text == VI("track.ask")
    await person.says(receipt)
    assert STORY in person.newest.text


async def test_a_malformed_and_an_unknown_receipt(person: Person) -> None:
    receipt = await send(person)
    await person.says("/tracuu")
    for wrong in (wrong_check(receipt), "K7QF3", "mã của tôi đâu"):
        calls = await person.says(wrong)
        assert calls[0].name == "DeleteMessages"
        assert calls[1].text == VI("track.malformed")
    calls = await person.says(next(unknown_receipts()))
    assert calls[1].text == VI("track.unknown")


async def test_trying_many_receipts_is_slowed_down(person: Person) -> None:
    receipt = await send(person)
    unknown = unknown_receipts()
    for _ in range(5):
        assert (await person.says(next(unknown)))[1].text == VI("track.unknown")
    assert (await person.says(next(unknown)))[1].text == VI("track.pause")
    assert (await person.says(receipt))[1].text == VI("track.pause")
    elsewhere = person.world.person(chat_id=7_000_009)
    assert STORY in (await elsewhere.says(receipt))[-1].text


async def test_adding_a_message(person: Person) -> None:
    receipt = await send(person)
    await person.says(receipt)
    await person.presses("✍️")
    assert person.newest.text == VI("track.add")
    await person.says("Hôm nay lại có thêm hai người.")
    assert person.newest.text == VI("track.added")
    await person.presses("🧹 Xoá khỏi")
    assert person.newest.text == VI("track.hidden")
    await person.says(receipt)
    assert "thêm hai người" in person.newest.text


async def test_adding_too_much(person: Person) -> None:
    receipt = await send(person)
    await person.says(receipt)
    await person.presses("✍️")
    await person.says("x" * 4001)
    assert person.newest.text == VI("track.add_refused")
    await person.says("/huy")
    assert person.newest.text == VI("form.nothing_open")


async def test_withdrawing_asks_first(person: Person) -> None:
    receipt = await send(person)
    await person.says(receipt)
    await person.presses("Rút tin")
    await person.presses("Tôi chắc")
    assert person.newest.text == VI("track.withdrawn")
    await person.says(receipt)
    facts = [call for call in person.screen if "Việc số" in call.text][-1]
    assert "Đã rút" in facts.text
    assert list(person.newest.buttons) == [VI.plain("button.hide")]


async def test_hiding_takes_both_sides_away(world: World, person: Person) -> None:
    receipt = await send(person)
    await person.presses("🧹 Xoá tin")
    await person.says(receipt)
    shown = [call.message_id for call in person.screen if call.is_protected]
    calls = await person.presses("🧹 Xoá khỏi")
    assert set(shown) <= set(calls[1].deleted)


async def test_old_buttons_of_a_forgotten_mailbox(world: World, person: Person) -> None:
    receipt = await send(person)
    await person.says(receipt)
    mailbox = person.newest
    await person.presses("✍️")
    world.ticker.seconds += 30 * 60
    calls = await person.press_data("m:withdraw_sure", mailbox.message_id)
    assert calls[-1].text == VI.plain("track.closed_alert")


async def test_pasting_while_writing_keeps_the_draft(world: World, person: Person) -> None:
    receipt = await send(person)
    await to_words(person)
    await person.says(receipt)
    calls = await person.presses("✍️")
    assert calls[-1].text == VI.plain("track.form_open")
    await person.says(STORY)
    assert person.newest.text == VI("form.subject")
