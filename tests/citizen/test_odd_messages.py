"""Everything a person can send that is not a question, and everyone who is not a person."""

import asyncio
import logging
from typing import Any

import pytest
from aiogram.exceptions import TelegramForbiddenError

from delivery.model import Topic
from handlers.telegram.citizen.danger import with_numbers
from handlers.telegram.patience import Patience
from tests.citizen.test_report_journey import to_words
from tests.citizen.world import VI, Person, World, open_world

FILE = {"file_id": "MARKED", "file_unique_id": "MARKED"}
PHOTO = [FILE | {"width": 1, "height": 1}]
VIDEO = FILE | {"width": 1, "height": 1, "duration": 1}
OPTION = {"text": "a", "voter_count": 0, "persistent_id": "1"}
POLL = {
    "id": "1",
    "question": "?",
    "options": [OPTION, OPTION],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
STICKER = FILE | {
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}
KINDS: dict[str, dict[str, Any]] = {
    "sticker": {"sticker": STICKER},
    "voice": {"voice": FILE | {"duration": 1}},
    "contact": {"contact": {"phone_number": "+84912345678", "first_name": "MARKED"}},
    "location": {"location": {"latitude": 21.0, "longitude": 105.0}},
    "poll": {"poll": POLL},
    "story": {"story": {"id": 1, "chat": {"id": 1, "type": "private"}}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "media": {"photo": PHOTO},
}


@pytest.mark.parametrize("kind", list(KINDS))
async def test_each_kind_is_answered(world: World, person: Person, kind: str) -> None:
    calls = await person.sends(**KINDS[kind])
    assert calls[-1].text == VI(f"odd.{kind}")
    is_deleted = any(call.name == "DeleteMessages" for call in calls)
    assert is_deleted == (kind in {"contact", "location"})
    assert world.storage.size == 0


@pytest.mark.parametrize("kind", list(KINDS))
async def test_each_kind_in_the_form(world: World, person: Person, kind: str) -> None:
    await to_words(person)
    calls = await person.sends(**KINDS[kind])
    key = f"odd.{kind}" if kind in {"contact", "location"} else "form.only_words"
    assert calls[-1].text == VI(key)
    cancelled = await person.says("/huy")
    assert person.next_id - 1 in cancelled[0].deleted


@pytest.mark.parametrize(
    "content",
    [
        {"video": VIDEO},
        {"animation": VIDEO},
        {"document": FILE},
        {"photo": PHOTO, "caption": ""},
    ],
)
async def test_other_media(person: Person, content: dict[str, Any]) -> None:
    (call,) = await person.sends(**content)
    assert call.text == VI("odd.media")


async def test_a_caption_is_answered_as_a_question(person: Person) -> None:
    calls = await person.sends(photo=PHOTO, caption="cái này là gì vậy bot ơi")
    assert [call.text for call in calls] == [VI("odd.media"), with_numbers("ask.refuse", VI)]


async def test_an_album_is_answered_once(person: Person) -> None:
    first = await person.sends(photo=PHOTO, media_group_id="9")
    second = await person.sends(photo=PHOTO, media_group_id="9")
    assert (len(first), len(second)) == (1, 0)


async def test_a_forwarded_text_is_read_as_text(person: Person) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "MARKED", "date": 1}
    (call,) = await person.sends(text="asdf", forward_origin=origin)
    assert call.text == with_numbers("ask.not_understood", VI)


async def test_service_messages_are_not_answered(person: Person) -> None:
    assert await person.sends(delete_chat_photo=True) == []


async def test_an_unknown_kind_is_answered(person: Person) -> None:
    (call,) = await person.sends()
    assert call.text == VI("odd.other")


async def test_bots_are_ignored(world: World, person: Person) -> None:
    assert (
        await person.sends(text="xin chào", via_bot={"id": 5, "is_bot": True, "first_name": "B"})
        == []
    )
    person.user["is_bot"] = True
    assert await person.says("xin chào") == []


async def test_a_hidden_administrator_may_tie_a_group(world: World, person: Person) -> None:
    person.chat = {"id": -100, "type": "supergroup", "title": "Nhóm"}
    person.user = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    (call,) = await person.sends(text="/noi", sender_chat=person.chat)
    assert call.text == VI("staff_chat.usage")
    assert await person.says("/noi") == []


@pytest.mark.parametrize("text", ["xin chào", "/start", "/baotin", "/abc", "0912345678"])
async def test_groups_hear_nothing(world: World, person: Person, text: str) -> None:
    person.chat = {"id": -100, "type": "supergroup", "title": "Nhóm"}
    assert await person.says(text) == []


async def test_channel_posts_are_ignored(world: World) -> None:
    post = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel", "title": "K"}}
    assert await world.feed(channel_post=post | {"text": "tin"}) == []


async def blocked(world: World, person: Person, status: str = "kicked") -> None:
    bot = {"id": 42, "is_bot": True, "first_name": "Bot"}
    old = {"status": "member", "user": bot}
    new = {"status": status, "user": bot} | ({"until_date": 0} if status == "kicked" else {})
    update = {"chat": person.chat, "from": person.user, "date": 1, "old_chat_member": old}
    await world.feed(my_chat_member=update | {"new_chat_member": new})


async def test_blocking_forgets_everything(world: World, person: Person) -> None:
    subscriptions = world.services.subscriptions
    await subscriptions.subscribe(person.chat["id"], None, [Topic.WARNINGS])
    await to_words(person)
    await blocked(world, person, "member")
    assert world.storage.size == 1
    await blocked(world, person)
    assert world.storage.size == 0
    assert await subscriptions.current(person.chat["id"]) is None


async def test_a_hurried_chat_is_told_once(tmp_path: Any) -> None:
    world = await open_world(tmp_path, Patience(burst=3, per_second=0.01))
    person = world.person()
    for _ in range(3):
        assert await person.says("asdf")
    assert (await person.says("asdf"))[0].text == VI("error.slow_down")
    assert await person.says("asdf") == []
    assert await world.person(chat_id=5).says("asdf")
    assert await person.press_data("l:vi", 1) == []
    await world.database.close()


async def test_a_failure_is_apologised_for_and_not_quoted(
    world: World, person: Person, caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    world.expects_failure = True

    def broken(text: str) -> None:
        raise RuntimeError(f"about {text}")

    monkeypatch.setattr(world.knowledge, "ask", broken)
    (call,) = await person.says("MARKED-QUESTION là gì vậy")
    assert call.text == VI("error.apology")
    (record,) = [it for it in caplog.records if it.levelno == logging.ERROR]
    assert record.__dict__["error"] == "RuntimeError"
    assert record.exc_info is None
    assert "MARKED" not in caplog.text


async def test_someone_who_blocked_the_bot_gets_no_apology(world: World, person: Person) -> None:
    world.expects_failure = True
    world.session.refuse("SendMessage", TelegramForbiddenError)
    assert await person.says("/start") == []


async def test_a_failing_button_is_answered(
    world: World, person: Person, monkeypatch: Any
) -> None:
    world.expects_failure = True
    await to_words(person)
    world.session.refuse("EditMessageText", TelegramForbiddenError)
    calls = await person.presses("◀")
    assert calls == []


async def test_a_failure_after_the_press_was_answered_is_said_in_words(
    world: World, person: Person, monkeypatch: Any
) -> None:
    world.expects_failure = True

    async def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(world.services.subscriptions), "subscribe", broken)
    await person.says("/nhanthongbao")
    await person.presses("⬜ Cảnh báo")
    await person.presses("Tiếp tục")
    await person.presses("Cả nước")
    assert person.newest.text == VI("error.apology")


async def test_two_chats_at_once_do_not_mix(world: World) -> None:
    people = [world.person(chat_id=8_000_000 + number) for number in range(5)]
    await asyncio.gather(*(person.says("/baotin") for person in people))
    assert world.storage.size == 5
