"""Builds what runs: the bot that reads and answers, the worker that sends later, the pages."""

import secrets
import time
from dataclasses import dataclass
from functools import partial
from typing import Final

import telegram
from aiogram import Bot, Dispatcher
from starlette.types import ASGIApp

from bot.housekeeping import Housekeeping
from bot.library import LibraryWatch
from bot.messenger import Messenger
from bot.ordering import OrderedUpdates, Update
from bot.parts import Parts, assemble, knowledge_over, now, today
from bot.polling import Poller
from bot.progress import ProgressMessage
from bot.settings import Settings
from bot.telegram import make_bot, make_sending_bot
from bot.updates import HttpUpdates, WebhookDoor
from delivery.pacing import Pace, Pacer
from delivery.worker import OutboxWorker
from handlers.telegram.app import build_dispatcher
from handlers.telegram.conversation import BoundedMemoryStorage
from handlers.telegram.services import TelegramServices
from handlers.web.app import build_web
from handlers.web.services import WebServices
from knowledge.gap_desk import GapDesk
from knowledge.gaps import Gaps
from knowledge.live import LiveKnowledge
from knowledge.rehearsal import Rehearsal
from knowledge.votes import Votes
from storage.tables.gaps import QUESTIONS

ALLOWED_UPDATES: Final = ["message", "edited_message", "callback_query", "my_chat_member"]
"""What Telegram is asked to bring: everything else would only be thrown away."""


@dataclass(frozen=True, slots=True)
class System:
    """The running whole, not yet started. ``web`` is the ASGI application to serve."""

    settings: Settings
    parts: Parts
    knowledge: LiveKnowledge
    bot: Bot
    sending_bot: telegram.Bot
    dispatcher: Dispatcher
    updates: OrderedUpdates
    poller: Poller
    worker: OutboxWorker
    housekeeping: Housekeeping
    library: LibraryWatch
    web: ASGIApp
    door: WebhookDoor | None

    async def close(self) -> None:
        """Close connections; call after everything that runs has stopped."""
        await self.dispatcher.storage.close()
        await self.sending_bot.shutdown()
        await self.bot.session.close()
        await self.parts.database.close()


def build(settings: Settings, username: str | None = None) -> System:
    """Return the whole, built by hand. Connects to nothing yet."""
    parts = assemble(settings)
    knowledge = LiveKnowledge(knowledge_over())
    watch = LibraryWatch(parts.sources, knowledge, knowledge_over)
    parts.changes.listen(watch.wake)
    bot = make_bot(settings)
    conversations = BoundedMemoryStorage()
    dispatcher = build_dispatcher(
        _telegram_services(settings, parts, knowledge, username), conversations
    )

    async def handle(update: Update) -> object:
        return await dispatcher.feed_raw_update(bot, update)

    updates = OrderedUpdates(handle)
    pages = build_web(_web_services(settings, parts, knowledge))
    secret = settings.webhook_secret.reveal()
    door = WebhookDoor(pages, secret, updates) if secret else None
    sending_bot = make_sending_bot(settings)
    return System(
        settings=settings,
        parts=parts,
        knowledge=knowledge,
        bot=bot,
        sending_bot=sending_bot,
        dispatcher=dispatcher,
        updates=updates,
        poller=Poller(HttpUpdates(bot), updates, ALLOWED_UPDATES),
        worker=_worker(settings, parts, sending_bot),
        housekeeping=Housekeeping(parts.database, conversations, now),
        library=watch,
        web=door or pages,
        door=door,
    )


def _telegram_services(
    settings: Settings, parts: Parts, knowledge: LiveKnowledge, username: str | None
) -> TelegramServices:
    return TelegramServices(
        intake=parts.intake,
        mailbox=parts.mailbox,
        knowledge=knowledge,
        gaps=Gaps(parts.database.transaction, knowledge, today, secrets.token_bytes),
        votes=_votes(parts, knowledge),
        shelf=knowledge.shelf,
        areas=parts.areas,
        subscriptions=parts.subscriptions,
        broadcasts=parts.broadcasts,
        chats=parts.chats,
        catalog=parts.catalog,
        clock=now,
        operator_name=settings.operator_name,
        web_base_url=settings.web_base_url,
        bot_username=username,
    )


def _web_services(settings: Settings, parts: Parts, knowledge: LiveKnowledge) -> WebServices:
    return WebServices(
        accounts=parts.accounts,
        casework=parts.casework,
        library=parts.library,
        articles=parts.articles,
        register=parts.register,
        words=parts.words,
        rehearsal=Rehearsal(knowledge),
        knowledge=knowledge,
        gaps=GapDesk(
            parts.database.transaction,
            knowledge,
            today,
            parts.database.reading,
            partial(parts.database.fold, QUESTIONS),
        ),
        votes=_votes(parts, knowledge),
        areas=parts.areas,
        catalog=parts.catalog,
        clock=now,
        operator_name=settings.operator_name,
        secure_cookies=settings.web_base_url.startswith("https:"),
    )


def _votes(parts: Parts, knowledge: LiveKnowledge) -> Votes:
    return Votes(parts.database.transaction, knowledge, today, parts.database.reading)


def _worker(settings: Settings, parts: Parts, sending_bot: telegram.Bot) -> OutboxWorker:
    messenger = Messenger(
        sending_bot, parts.vault, parts.catalog, parts.areas.label, settings.web_base_url, today
    )
    return OutboxWorker(
        parts.database.transaction,
        messenger,
        Pacer(time.monotonic, Pace(overall_per_s=float(settings.broadcast_per_second))),
        now,
        owner=secrets.token_hex(8),
        listener=ProgressMessage(parts.broadcasts, messenger, parts.catalog),
        is_alone=settings.database_url.reveal().startswith("sqlite"),
    )
