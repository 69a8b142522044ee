"""A webhook round trip at 1, 16 and 64 at once: ours, aiogram's defaults, bare aiohttp.

Three processes: this load generator, one webhook server at a time, a stub Bot API. A round
trip ends when the stub has received the answer to that update: some servers say 200 before.
All on loopback; the number of posts is fixed.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from benchmarks.figures import median, percentile, print_table

KINDS = ("ours", "aiogram", "bare")
POSTS = {1: 400, 16: 1500, 64: 1500}
ROUNDS = 3
SECRET = "benchmark-secret-000"
CHATS = 500


class StubApi:
    """Answers every Bot API call and tells when a chat was written to."""

    def __init__(self) -> None:
        self.waiting: dict[int, asyncio.Future[None]] = {}

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call."""
        method = request.match_info["method"]
        if method == "getMe":
            me = {"id": 42, "is_bot": True, "first_name": "B", "username": "bench_bot"}
            return web.json_response({"ok": True, "result": me})
        if method != "sendMessage":
            return web.json_response({"ok": True, "result": True})
        sent = dict(await request.post()) or await request.json()
        chat = int(str(sent["chat_id"]))
        waiting = self.waiting.pop(chat, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)
        message = {
            "message_id": 1,
            "date": 1,
            "chat": {"id": chat, "type": "private"},
            "text": "x",
        }
        return web.json_response({"ok": True, "result": message})


def update(number: int, chat: int) -> bytes:
    """Return a private greeting."""
    return json.dumps(
        {
            "update_id": number,
            "message": {
                "message_id": number,
                "date": 1_780_000_000,
                "chat": {"id": chat, "type": "private", "first_name": "A"},
                "from": {"id": chat, "is_bot": False, "first_name": "A"},
                "text": "xin chào",
            },
        }
    ).encode()


@asynccontextmanager
async def server(kind: str, api: str) -> AsyncIterator[str]:
    """Run one webhook server in its own process; yield its address."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.webhook_server",
        kind,
        api,
        SECRET,
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdout is not None
    try:
        yield (await asyncio.wait_for(child.stdout.readline(), 60)).decode().strip()
    finally:
        child.terminate()
        await child.wait()


async def load(
    url: str, stub: StubApi, at_once: int, first: int, client: aiohttp.ClientSession
) -> tuple[float, list[float]]:
    """Post all updates; return round trips a second and the time of each in milliseconds."""
    numbers = iter(range(first, first + POSTS[at_once]))
    times: list[float] = []
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}

    async def one_after_another(worker: int) -> None:
        for number in numbers:
            chat = 1 + (number * 64 + worker) % (CHATS * 64)
            arrived = asyncio.get_running_loop().create_future()
            stub.waiting[chat] = arrived
            begun = time.perf_counter()
            async with client.post(url, data=update(number, chat), headers=headers) as answer:
                assert answer.status == 200, answer.status
            await asyncio.wait_for(arrived, 30)
            times.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    await asyncio.gather(*(one_after_another(worker) for worker in range(at_once)))
    return len(times) / (time.perf_counter() - begun), times


async def main() -> None:
    """Measure and print."""
    stub = StubApi()
    application = web.Application()
    application.router.add_route("*", "/bot{token}/{method}", stub.answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api = f"http://127.0.0.1:{runner.addresses[0][1]}"
    figures: dict[tuple[str, int], list[tuple[float, float, float]]] = {}
    first = 1
    for _ in range(ROUNDS):
        for kind in KINDS:
            async with server(kind, api) as url, aiohttp.ClientSession() as client:
                await load(url, stub, 16, first, client)
                first += 10_000
                for at_once in POSTS:
                    rate, times = await load(url, stub, at_once, first, client)
                    first += 10_000
                    figures.setdefault((kind, at_once), []).append(
                        (rate, percentile(times, 0.5), percentile(times, 0.99))
                    )
    await runner.cleanup()
    rows = []
    for at_once in POSTS:
        theirs = figures["aiogram", at_once]
        for kind in KINDS:
            ours = figures[kind, at_once]
            rate, p50, p99 = (median([figure[at] for figure in ours]) for at in range(3))
            pairs = list(zip(ours, theirs, strict=True))
            rows.append(
                (
                    at_once,
                    kind,
                    f"{rate:,.0f}",
                    f"{p50:.1f}",
                    f"{p99:.1f}",
                    f"{median([one[0] / other[0] for one, other in pairs]):.2f}",
                    f"{median([one[2] / other[2] for one, other in pairs]):.2f}",
                )
            )
    print_table(
        "Webhook round trips (aim at 64: at least 1.10 of aiogram's, p99 at most 0.50 of theirs)",
        ("at once", "kind", "a second", "p50 ms", "p99 ms", "rate/aiogram", "p99/aiogram"),
        rows,
    )


if __name__ == "__main__":
    asyncio.run(main())
