"""What stands behind each door: some begin something, the others only say something."""

from collections.abc import Awaitable, Callable

from aiogram.fsm.context import FSMContext
from aiogram.types import InlineKeyboardMarkup

from handlers.telegram.citizen.questions import invite_question
from handlers.telegram.citizen.reporting import begin
from handlers.telegram.citizen.subscribing import leave, open_subscription
from handlers.telegram.citizen.tracking import ask_receipt
from handlers.telegram.keyboards import button, doors, rows
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk
from handlers.texts.catalog import LOCALES, Catalog
from inbox.categories import Kind

Visit = Callable[[Talk, FSMContext], Awaitable[None]]


def ways_in(services: TelegramServices) -> dict[str, Visit]:
    """Return the doors that begin something; a draft being written is asked about first."""

    async def greet(talk: Talk, _state: FSMContext) -> None:
        greeting = talk.texts("start.greeting", operator=services.operator_name)
        await talk.say(greeting, doors(talk.texts))

    async def tip(talk: Talk, state: FSMContext) -> None:
        await begin(Kind.TIP, talk, state, services)

    async def grievance(talk: Talk, state: FSMContext) -> None:
        await begin(Kind.GRIEVANCE, talk, state, services)

    async def question(talk: Talk, _state: FSMContext) -> None:
        await invite_question(talk, services)

    async def subscription(talk: Talk, state: FSMContext) -> None:
        await open_subscription(talk, state, services)

    return {
        "start": greet,
        "hoi": question,
        "baotin": tip,
        "gopy": grievance,
        "tracuu": ask_receipt,
        "nhanthongbao": subscription,
    }


def pages(services: TelegramServices) -> dict[str, Visit]:
    """Return the doors that only say something; a draft stays as it is."""
    username = f"@{services.bot_username}" if services.bot_username else ""

    def page(key: str, **values: str) -> Visit:
        async def visit(talk: Talk, _state: FSMContext) -> None:
            await talk.say(talk.texts(key, **values), doors(talk.texts))

        return visit

    async def stop_notices(talk: Talk, _state: FSMContext) -> None:
        await leave(talk, services)

    async def language(talk: Talk, _state: FSMContext) -> None:
        await talk.say(talk.texts("language.choose"), _languages(services.catalog))

    return {
        "khancap": page("emergency.card"),
        "riengtu": page("privacy.page"),
        "trogiup": page("help.page"),
        "unknown": page("help.unknown_command"),
        "kiemtra": page("check.known", username=username) if username else page("check.unknown"),
        "tatthongbao": stop_notices,
        "ngonngu": language,
    }


def _languages(catalog: Catalog) -> InlineKeyboardMarkup:
    return rows([button(catalog[it].plain("language.name"), f"l:{it}") for it in LOCALES])
