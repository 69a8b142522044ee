"""One webhook server for the benchmark: ``ours``, ``aiogram`` (its defaults) or ``bare``."""

import asyncio
import sys
import tempfile
from pathlib import Path

import aiohttp
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from benchmarks.world import small_settings
from bot.loop import run
from bot.serve import bound_socket, served, settle_memory
from bot.updates import WEBHOOK_PATH
from bot.wiring import build

TOKEN = "42:BENCH"


async def ours(api: str, secret: str) -> None:
    """Serve the whole bot as ``python -m bot run`` does with a webhook."""
    with tempfile.TemporaryDirectory() as folder:
        settings = small_settings(Path(folder), TELEGRAM_API_URL=api, WEBHOOK_SECRET=secret)
        system = build(settings, "bench_bot")
        await system.parts.database.migrate()
        listening = bound_socket("127.0.0.1", 0)
        async with served(system.web, listening):
            settle_memory()
            print(f"http://127.0.0.1:{listening.getsockname()[1]}{WEBHOOK_PATH}", flush=True)
            await asyncio.Event().wait()


async def aiogram_defaults(api: str, secret: str) -> None:
    """Serve an echo bot as aiogram's documentation does."""
    router = Router()

    @router.message(F.text)
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    application = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=secret).register(application, "/hook")
    await _serve(application)


async def bare(api: str, secret: str) -> None:
    """Serve an echo with nothing but aiohttp."""
    client = aiohttp.ClientSession()

    async def echo(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != secret:
            return web.Response(status=401)
        message = (await request.json())["message"]
        call = {"chat_id": message["chat"]["id"], "text": message["text"]}
        async with client.post(f"{api}/bot{TOKEN}/sendMessage", json=call) as answer:
            await answer.read()
        return web.Response()

    application = web.Application()
    application.router.add_post("/hook", echo)
    await _serve(application)


async def _serve(application: web.Application) -> None:
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    kind, api_url, secret_token = sys.argv[1:]
    if kind == "ours":
        run(ours(api_url, secret_token))
    elif kind == "aiogram":
        asyncio.run(aiogram_defaults(api_url, secret_token))
    else:
        asyncio.run(bare(api_url, secret_token))
