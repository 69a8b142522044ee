"""Both libraries' own polling loops, unmodified, and two people at once."""

import asyncio

import telegram.ext
from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message

from demo.botapi import DEMO_TOKEN

from .conftest import LAN, MINH, Player


async def _answered(player: Player, viewer: int, text: str) -> None:
    for _ in range(250):
        if text in [m.get("text") for m in (await player.look(viewer))["messages"]]:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("no answer came")


async def test_aiograms_dispatcher_polls(bot: Bot, player: Player) -> None:
    router = Router()

    @router.message()
    async def echo(message: Message) -> None:
        await message.answer(f"echo {message.text}")

    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    await player.say("one", LAN)
    await player.say("two", MINH)
    await _answered(player, LAN, "echo one")
    await _answered(player, MINH, "echo two")
    await dispatcher.stop_polling()
    await polling


async def test_ptbs_application_polls(url: str, player: Player) -> None:
    async def echo(update: telegram.Update, _: object) -> None:
        assert update.message is not None
        await update.message.reply_text(f"echo {update.message.text}")

    builder = telegram.ext.Application.builder().token(DEMO_TOKEN)
    application = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    application.add_handler(telegram.ext.MessageHandler(telegram.ext.filters.TEXT, echo))
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        await player.say("one")
        await _answered(player, LAN, "echo one")
        await application.updater.stop()
        await application.stop()


async def test_another_site_cannot_play_people(player: Player) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    async with player.http.post(f"{player.url}/control/reset", headers=headers) as response:
        assert response.status == 403
