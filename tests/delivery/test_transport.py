"""The transport against tiny loopback servers that misbehave at chosen moments."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import telegram
from aiohttp import web

from bot.transport import AiohttpRequest, Flooded, NoAnswer, NotSent, ServerFault

TOKEN = "1:SECRET-TOKEN"
OK = b'{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":5,"type":"private"}}}'

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def bare_server(serve: Serve) -> AsyncIterator[str]:
    """A server that speaks bytes, so that it can fall silent anywhere."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@asynccontextmanager
async def bot_at(
    url: str, read_s: float = 1.0, pool: int = 8, connect_s: float = 5.0
) -> AsyncIterator[telegram.Bot]:
    request = AiohttpRequest(pool=pool, connect_s=connect_s, read_s=read_s, media_s=read_s)
    await request.initialize()
    try:
        yield telegram.Bot(TOKEN, base_url=f"{url}/bot", request=request)
    finally:
        await request.shutdown()


def answering(status: str, body: bytes) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    return serve


async def test_an_answer_comes_through() -> None:
    async with bare_server(answering("200 OK", OK)) as url, bot_at(url) as bot:
        assert (await bot.send_message(5, "xin chào")).message_id == 7


async def test_a_closed_door_means_not_sent() -> None:
    async with bare_server(answering("200 OK", OK)) as url:
        pass
    async with bot_at(url) as bot:
        with pytest.raises(NotSent):
            await bot.send_message(5, "x")


async def test_a_host_that_does_not_exist_means_not_sent() -> None:
    async with bot_at("http://no-such-host.invalid") as bot:
        with pytest.raises(NotSent):
            await bot.send_message(5, "x")


async def test_a_full_pool_means_not_sent() -> None:
    arrived = 0

    async def stall(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal arrived
        await reader.read(65536)
        arrived += 1
        await asyncio.sleep(1.0)

    async with bare_server(stall) as url, bot_at(url, read_s=0.8, pool=1, connect_s=0.5) as bot:
        first = asyncio.create_task(bot.send_message(5, "first"))
        await asyncio.sleep(0.1)
        with pytest.raises(NotSent):
            await bot.send_message(5, "second")
        with pytest.raises(NoAnswer):
            await first
    assert arrived == 1


async def test_a_transport_that_is_closed_means_not_sent() -> None:
    bot = telegram.Bot(TOKEN, base_url="http://127.0.0.1:9/bot", request=AiohttpRequest())
    with pytest.raises(NotSent):
        await bot.send_message(5, "x")


async def test_silence_after_the_request_means_no_answer() -> None:
    async def stall(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        await asyncio.sleep(1.0)

    async with bare_server(stall) as url, bot_at(url, read_s=0.2) as bot:
        with pytest.raises(NoAnswer):
            await bot.send_message(5, "x")


async def test_a_hang_up_after_the_request_means_no_answer_and_one_request() -> None:
    requests = 0

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        if await reader.read(65536):
            requests += 1

    async with bare_server(hang_up) as url, bot_at(url) as bot:
        with pytest.raises(NoAnswer):
            await bot.send_message(5, "x")
    assert requests == 1


async def test_half_an_answer_means_no_answer() -> None:
    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
        await writer.drain()

    async with bare_server(break_off) as url, bot_at(url) as bot:
        with pytest.raises(NoAnswer):
            await bot.send_message(5, "x")


async def test_an_answer_that_is_not_json_is_no_answer_and_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    async with bare_server(answering("200 OK", b"<html>MARKER")) as url, bot_at(url) as bot:
        with pytest.raises(NoAnswer) as refusal:
            await bot.send_message(5, "x")
    assert "MARKER" not in caplog.text + str(refusal.value)


async def test_a_server_fault_is_told_apart() -> None:
    async with bare_server(answering("502 Bad Gateway", b"<html>")) as url, bot_at(url) as bot:
        with pytest.raises(ServerFault):
            await bot.send_message(5, "x")


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (b'{"ok":false,"error_code":429,"parameters":{"retry_after":17}}', 17.0),
        (b'{"ok":false,"error_code":429}', 5.0),
        (b"not json", 5.0),
    ],
)
async def test_a_flood_answer_carries_its_seconds(body: bytes, seconds: float) -> None:
    async with bare_server(answering("429 Too Many", body)) as url, bot_at(url) as bot:
        with pytest.raises(Flooded) as flood:
            await bot.send_message(5, "x")
    assert flood.value.retry_after_s == seconds


async def test_no_error_quotes_the_token_or_the_text() -> None:
    async with bot_at("http://127.0.0.1:9") as bot:
        with pytest.raises(NotSent) as refusal:
            await bot.send_message(5, "MARKED WORDS")
    told = f"{refusal.value!r} {refusal.value.__cause__!r}"
    assert "SECRET" not in told
    assert "MARKED" not in told


async def test_a_file_is_uploaded_as_multipart() -> None:
    seen: dict[str, object] = {}

    async def take(request: web.Request) -> web.Response:
        form = await request.post()
        photo = form["photo"]
        assert isinstance(photo, web.FileField)
        seen.update(chat=form["chat_id"], caption=form["caption"], photo=photo.file.read())
        return web.Response(body=OK, content_type="application/json")

    app = web.Application()
    app.router.add_post("/{call:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    try:
        async with bot_at(f"http://127.0.0.1:{runner.addresses[0][1]}") as bot:
            await bot.send_photo(5, b"\xff\xd8\xff bytes", caption="ảnh")
    finally:
        await runner.cleanup()
    assert seen == {"chat": "5", "caption": "ảnh", "photo": b"\xff\xd8\xff bytes"}


async def test_an_upload_that_stalls_ends() -> None:
    async def never_read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3.0)

    async with bare_server(never_read) as url, bot_at(url, read_s=0.3) as bot:
        with pytest.raises(NoAnswer):
            await bot.send_photo(5, b"\xff\xd8\xff" + bytes(9_000_000))


async def test_a_transport_opens_again_after_closing() -> None:
    request = AiohttpRequest()
    await request.shutdown()
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.initialize()
    await request.shutdown()
    assert request.read_timeout == 20.0
