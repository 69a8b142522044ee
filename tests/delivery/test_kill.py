"""kill -9 in the middle of a broadcast: nobody hears it twice, nobody is silently left out."""

import asyncio
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from delivery.model import BroadcastState, OutboxState
from demo.botapi.serve import serve
from demo.botapi.server import TelegramServer, create_app
from tests.delivery.conftest import Office
from tests.delivery.scripted import until
from tests.delivery.sending_process import worker_over

SUBSCRIBERS = range(700_000, 700_120)


def arrivals(server: TelegramServer) -> Counter[int]:
    """How many messages each subscriber has on the screen."""
    return Counter({chat: len(server.world.chats[chat].messages) for chat in SUBSCRIBERS})


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 20, 60])
async def test_kill_in_the_middle(office: Office, tmp_path: Path, after: int) -> None:
    server = TelegramServer(webhook_delay_s=0.05)
    for chat in SUBSCRIBERS:
        server.world.add_person({"id": chat, "first_name": "Bà Sáu"}).started = True
    await office.subscribe(*SUBSCRIBERS)
    broadcast_id = await office.approved()
    async with serve(create_app(server)) as url:
        database = f"sqlite:///{tmp_path / 'andan.sqlite'}"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.delivery.sending_process", database, url
        )
        await until(lambda: arrivals(server).total() >= after, seconds=30)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        before = arrivals(server)
        assert before.total() < len(SUBSCRIBERS)

        async with worker_over(office.database, url) as worker:
            stop = asyncio.Event()
            running = asyncio.create_task(worker.run(stop))
            await office.until_state(broadcast_id, BroadcastState.DONE)
            stop.set()
            await running

    arrived = arrivals(server)
    counts = await office.counts(broadcast_id)
    sent, unknown = counts.get(OutboxState.SENT, 0), counts.get(OutboxState.UNKNOWN, 0)
    assert max(arrived.values()) == 1
    assert sent + unknown == len(SUBSCRIBERS)
    assert sent <= arrived.total() <= sent + unknown
    assert unknown <= 16
