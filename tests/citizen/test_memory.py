"""What is kept between updates: in memory, bounded, with a short life."""

import pytest
from aiogram.fsm.storage.base import StorageKey

from handlers.telegram.conversation import BoundedMemoryStorage, Languages
from handlers.telegram.lengths import cut, packed, pieces, units
from handlers.telegram.patience import Buckets
from tests.citizen.world import Ticker


def key(chat_id: int) -> StorageKey:
    return StorageKey(bot_id=1, chat_id=chat_id, user_id=chat_id)


@pytest.fixture
def ticker() -> Ticker:
    return Ticker()


async def test_an_empty_storage_is_still_a_storage() -> None:
    assert bool(BoundedMemoryStorage())


async def test_a_conversation_lives_thirty_minutes_from_its_last_write(ticker: Ticker) -> None:
    storage = BoundedMemoryStorage(monotonic=ticker)
    await storage.set_state(key(1), "step")
    ticker.seconds += 1_700
    await storage.update_data(key(1), {"form": 1})
    ticker.seconds += 1_799
    assert await storage.get_state(key(1)) == "step"
    assert await storage.get_data(key(1)) == {"form": 1}
    ticker.seconds += 1
    assert await storage.get_data(key(1)) == {}
    assert await storage.get_state(key(1)) is None
    assert storage.size == 0


async def test_expired_drafts_are_wiped_without_being_asked_for(ticker: Ticker) -> None:
    storage = BoundedMemoryStorage(monotonic=ticker)
    for chat_id in range(10):
        await storage.set_state(key(chat_id), "step")
    ticker.seconds += 1_800
    assert storage.sweep() == 10
    for chat_id in range(10):
        await storage.set_state(key(chat_id), "step")
    ticker.seconds += 1_800
    await storage.set_state(key(99), "step")
    assert storage.size == 1


async def test_the_least_recently_used_conversation_goes(ticker: Ticker) -> None:
    storage = BoundedMemoryStorage(max_chats=2, monotonic=ticker)
    await storage.set_state(key(1), "a")
    await storage.set_state(key(2), "b")
    await storage.set_data(key(1), {"x": 1})
    await storage.set_state(key(3), "c")
    assert await storage.get_state(key(2)) is None
    assert await storage.get_state(key(1)) == "a"


async def test_finished_conversations_leave_nothing(ticker: Ticker) -> None:
    storage = BoundedMemoryStorage(monotonic=ticker)
    await storage.set_state(key(1), None)
    await storage.set_data(key(1), {})
    assert storage.size == 0
    await storage.set_state(key(1), "a")
    await storage.set_data(key(1), {"x": 1})
    await storage.set_state(key(1), None)
    assert storage.size == 1
    await storage.set_data(key(1), {})
    assert storage.size == 0
    await storage.set_state(key(1), "a")
    await storage.close()
    assert storage.size == 0


async def test_data_handed_out_is_a_copy(ticker: Ticker) -> None:
    storage = BoundedMemoryStorage(monotonic=ticker)
    await storage.set_data(key(1), {"x": 1})
    (await storage.get_data(key(1)))["x"] = 2
    assert await storage.get_data(key(1)) == {"x": 1}


def test_languages_are_bounded() -> None:
    languages = Languages(max_chats=2)
    for chat_id in (1, 2, 3):
        languages.choose(chat_id, "en")
    assert [languages.of(chat_id, "vi") for chat_id in (1, 2, 3)] == ["vi", "en", "en"]
    languages.forget(3)
    assert languages.of(3, None) == "vi"
    assert languages.of(3, "en-US") == "en"
    assert languages.of(3, "fr") == "vi"


def test_buckets_refill_and_are_bounded(ticker: Ticker) -> None:
    buckets = Buckets(2, 0.5, ticker, max_chats=2)
    assert [buckets.take(1) for _ in range(3)] == [True, True, False]
    ticker.seconds += 2
    assert [buckets.take(1), buckets.take(1)] == [True, False]
    buckets.take(2)
    buckets.take(3)
    assert buckets.level(1) == 2
    buckets.forget(2)
    assert buckets.level(2) == 2


@pytest.mark.parametrize("text", ["a" * 9000, "ă b " * 3000, "😀" * 5000, "dòng\n" * 2000, ""])
def test_pieces_lose_nothing_but_spaces(text: str) -> None:
    cut_up = list(pieces(text, 4096))
    assert all(units(piece) <= 4096 for piece in cut_up)
    assert "".join("".join(cut_up).split()) == "".join(text.split())


def test_cutting_and_packing() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    pages = list(packed([("<b>a</b>", "x" * 4000), ("<b>b</b>", "<y>"), ("<b>c</b>", "z" * 9000)]))
    assert len(pages) == 4
    assert "&lt;y&gt;" in pages[0]
    assert all(units(page.replace("&lt;", "<").replace("&gt;", ">")) <= 4096 for page in pages)
