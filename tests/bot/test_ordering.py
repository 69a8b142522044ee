import asyncio

from bot.ordering import OrderedUpdates, chat_of


def update(number: int, chat: int, text: str = "") -> dict:
    return {"update_id": number, "message": {"chat": {"id": chat}, "text": text}}


async def test_one_chat_keeps_order_while_another_goes_on():
    done: list[int] = []
    release = asyncio.Event()

    async def handle(given: dict) -> None:
        if given["update_id"] == 1:
            await release.wait()
        done.append(given["update_id"])

    updates = OrderedUpdates(handle)
    first, second, other = (updates.submit(update(n, c)) for n, c in ((1, 7), (2, 7), (3, 8)))
    await other
    assert done == [3]
    assert updates.running == 2
    release.set()
    await asyncio.gather(first, second)
    assert done == [3, 1, 2]


async def test_a_repeated_update_is_handled_once():
    seen: list[int] = []

    async def handle(given: dict) -> None:
        seen.append(given["update_id"])

    updates = OrderedUpdates(handle)
    await updates.submit(update(5, 1))
    await updates.submit(update(5, 1))
    assert seen == [5]


async def test_a_poison_update_does_not_stop_its_chat(caplog):
    seen: list[int] = []

    async def handle(given: dict) -> None:
        if given["update_id"] == 1:
            raise ValueError("marked-words-of-a-citizen")
        seen.append(given["update_id"])

    updates = OrderedUpdates(handle)
    await asyncio.gather(updates.submit(update(1, 9)), updates.submit(update(2, 9)))
    assert seen == [2]
    assert "marked-words" not in caplog.text


async def test_drain_says_what_is_left():
    updates = OrderedUpdates(lambda _: asyncio.sleep(30))
    work = updates.submit(update(1, 1))
    assert await updates.drain(0.01) == 1
    work.cancel()


async def test_chats_are_forgotten_when_quiet():
    async def handle(given: dict) -> None:
        await asyncio.sleep(0)

    updates = OrderedUpdates(handle)
    await asyncio.gather(*(updates.submit(update(n, n)) for n in range(50)))
    await asyncio.sleep(0)
    assert updates._last_of_chat == {}


def test_chat_of_every_kind_of_update():
    assert chat_of({"update_id": 1, "edited_message": {"chat": {"id": 4}}}) == 4
    query = {"from": {"id": 3}, "message": {"chat": {"id": 4}}}
    assert chat_of({"update_id": 1, "callback_query": query}) == 4
    assert chat_of({"update_id": 1, "callback_query": {"from": {"id": 3}}}) == 3
    assert chat_of({"update_id": 1, "poll": {"id": "x"}}) is None
