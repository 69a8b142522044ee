"""The officials' part of the bot, as one router. Stands before the citizens' router, which
answers every command it does not know."""

from aiogram import Router

from handlers.telegram.official.composing import composing_router
from handlers.telegram.official.deciding import deciding_router
from handlers.telegram.official.submitting import submitting_router
from handlers.telegram.services import TelegramServices


def official_router(services: TelegramServices) -> Router:
    """Return the router for /thongbao and every button of a broadcast.

    Needs ``talk`` from the entrance middleware and conversation state in memory.
    """
    router = Router(name="official")
    router.include_routers(
        composing_router(services), submitting_router(services), deciding_router(services)
    )
    return router
