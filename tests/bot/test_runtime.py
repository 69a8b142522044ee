import asyncio

from bot import runtime
from bot.runtime import Runtime, wait_for_stop


async def test_a_failed_task_is_started_again(monkeypatch):
    monkeypatch.setattr(runtime, "_FIRST_PAUSE_S", 0.01)
    tries: list[int] = []

    async def run(stop: asyncio.Event) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OSError("gone")
        await stop.wait()

    system = Runtime()
    system.start("worker", run)
    await asyncio.sleep(0.2)
    assert len(tries) == 3
    await system.close(1)


async def test_close_cancels_who_does_not_listen():
    async def deaf(stop: asyncio.Event) -> None:
        await asyncio.sleep(60)

    system = Runtime()
    system.start("deaf", deaf)
    await asyncio.sleep(0)
    async with asyncio.timeout(2):
        await system.close(0.05)


async def test_wait_for_stop_says_which_came_first():
    stop = asyncio.Event()
    assert not await wait_for_stop(stop, 0.01)
    stop.set()
    assert await wait_for_stop(stop, 5)
