"""Puts the Telegram edge together: one dispatcher for citizens, reviewers and officials."""

from typing import Final

from aiogram import Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.strategy import FSMStrategy

from handlers.telegram.citizen.questions import add_plain_questions
from handlers.telegram.citizen.router import citizen_router
from handlers.telegram.conversation import Languages
from handlers.telegram.failures import add_failures
from handlers.telegram.filters import MayBeForStaff
from handlers.telegram.middleware import Entrance
from handlers.telegram.official.router import official_router
from handlers.telegram.patience import Buckets
from handlers.telegram.reviewer.router import reviewer_router
from handlers.telegram.services import TelegramServices

BOT_DEFAULTS: Final = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
"""What the wiring gives every ``aiogram.Bot`` that feeds this dispatcher."""


def build_dispatcher(services: TelegramServices, storage: BaseStorage) -> Dispatcher:
    """Return a dispatcher ready to be fed.

    Expects one chat's updates in order (no isolation locks here) and a bot made with
    :data:`BOT_DEFAULTS`. Failures end inside: an update that was fed counts as done.
    """
    languages = Languages()
    patience = services.patience
    dispatcher = Dispatcher(storage=storage, fsm_strategy=FSMStrategy.CHAT)
    pace = Buckets(patience.burst, patience.per_second)
    dispatcher.update.outer_middleware(Entrance(services.catalog, languages, pace))
    add_failures(dispatcher)
    add_plain_questions(dispatcher, services)
    staff = Router(name="staff")
    staff.include_routers(reviewer_router(services), official_router(services))
    staff.message.filter(MayBeForStaff(staff))
    dispatcher.include_routers(staff, citizen_router(services, languages))
    return dispatcher
