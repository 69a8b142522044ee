"""A house with one reviewing unit, and people with phones who write to its bot."""

import itertools
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from aiogram import Bot, Dispatcher
from aiogram.types import InlineKeyboardMarkup
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import func, select

from bot.vault import KeyVault
from delivery.broadcasts import Broadcasts
from delivery.subscriptions import Subscriptions
from handlers.telegram.app import BOT_DEFAULTS, build_dispatcher
from handlers.telegram.conversation import BoundedMemoryStorage
from handlers.telegram.patience import Patience
from handlers.telegram.services import TelegramServices
from handlers.texts.catalog import load_catalog
from inbox.areas import load_areas
from inbox.intake import Intake
from inbox.mailbox import Mailbox
from knowledge.article_ranking import Ranked
from knowledge.articles.loader import Topic as Shelf
from knowledge.ask import KnowledgeBase
from knowledge.confidence import Signs
from knowledge.gaps import Gaps
from knowledge.model import Article, Confidence, Context, Intent, Quote, Reply, Suggestion
from knowledge.votes import Votes
from staff.chats import StaffChats
from staff.model import (
    Account,
    Role,
    StaffId,
    StaffMember,
    Unit,
    UnitId,
    UnitKind,
    WrappedKey,
)
from storage.database import Database
from storage.tables.inbox import CASES
from tests.citizen.transport import Call, RecordingSession
from tests.databases import open_sqlite

PROVINCE = "19"
COMMUNE = "05482"
DAY = date(2026, 11, 20)
STORY = "Tối nào cũng có người lạ ra vào căn nhà cuối ngõ, mỗi lần vài phút rồi đi."
CATALOG = load_catalog()
VI = CATALOG["vi"]

ARTICLE = Article(
    id="bao-tin",
    topic="bao-tin",
    title="Báo tin ở đâu?",
    questions=("bao tin o dau",),
    answer="Gọi 113 hoặc đến công an xã, phường.",
    text="Gọi 113 hoặc đến công an xã, phường. Cũng có thể dùng VNeID.",
    source="Điều 145 <BLTTHS>",
    as_of=date(2026, 11, 1),
    reviewed_by="ban biên tập",
    confidence=Confidence.UNCONFIRMED,
)


class Shelves:
    """Knowledge whose replies a test sets; a text it was not told about is refused."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.dangers: set[str] = set()
        self.opinions: set[str] = set()
        self.near_to: tuple[Article, ...] = ()
        self.near_passages: tuple[Suggestion, ...] = ()
        self.closeness = 0.0

    def ask(self, text: str, _context: Context | None = None) -> Reply:
        return self.replies.get(text, Reply(Intent.REFUSE))

    def may_be_danger(self, text: str) -> bool:
        return text in self.dangers

    def tells_opinion(self, text: str) -> bool:
        return text in self.opinions or self.ask(text).intent is Intent.OPINION

    def rank(self, _text: str) -> tuple[Ranked, ...]:
        closeness = dict.fromkeys(self.near_to, 0.9) or {ARTICLE: self.closeness}
        return tuple(
            Ranked(article, Signs(near, near, near), contradicted=False, worth=near)
            for article, near in closeness.items()
        )

    def near(self, _text: str) -> tuple[Suggestion, ...]:
        return self.near_passages

    def quote(self, _passage_id: str) -> Quote | None:
        return None

    def article(self, article_id: str) -> Article | None:
        return ARTICLE if article_id == ARTICLE.id else None

    def shelves(self) -> tuple[Shelf, ...]:
        return (Shelf("bao-tin", "Báo tin, tố giác"),)

    def articles_in(self, topic: str) -> tuple[Article, ...]:
        return (ARTICLE,) if topic == ARTICLE.topic else ()

    def will_say(self, text: str, intent: Intent) -> None:
        article = ARTICLE if intent is Intent.ANSWER else None
        near = (Suggestion(ARTICLE.id, ARTICLE.title),) if intent is Intent.SUGGEST else ()
        self.replies[text] = Reply(intent, article, near)


class Ticker:
    """A monotonic clock a test moves."""

    def __init__(self) -> None:
        self.seconds = 10_000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class World:
    """The bot over a real database, a recorded transport and knowledge a test sets."""

    database: Database
    dispatcher: Dispatcher
    session: RecordingSession
    bot: Bot
    knowledge: Shelves
    services: TelegramServices
    storage: BoundedMemoryStorage
    ticker: Ticker
    expects_failure: bool = False
    update_ids: Iterator[int] = field(default_factory=itertools.count)

    def person(self, chat_id: int = 7_000_001, language: str = "vi") -> "Person":
        return Person(self, chat_id, language)

    async def feed(self, **update: Any) -> list[Call]:
        """Hand one update over as the poller does; return what the bot did."""
        before = len(self.session.calls)
        update_id = next(self.update_ids)
        await self.dispatcher.feed_raw_update(self.bot, {"update_id": update_id, **update})
        return self.session.calls[before:]

    async def cases(self) -> int:
        """Count the reports that are stored."""
        async with self.database.reading() as work:
            rows = await work._connection.execute(select(func.count()).select_from(CASES))
            return int(rows.scalar_one())


class Person:
    """Someone with a phone: types, presses what is on the screen, sends odd things."""

    def __init__(self, world: World, chat_id: int, language: str) -> None:
        self.world = world
        self.chat: dict[str, Any] = {"id": chat_id, "type": "private", "first_name": "MARKED-NAME"}
        self.user: dict[str, Any] = {
            "id": chat_id,
            "is_bot": False,
            "first_name": "MARKED-NAME",
            "language_code": language,
        }
        self.next_id = 1

    @property
    def screen(self) -> list[Call]:
        return list(self.world.session.on_screen.values())

    async def says(self, text: str) -> list[Call]:
        return await self.sends(text=text)

    async def sends(self, **content: Any) -> list[Call]:
        """Send a message of any kind."""
        self.next_id += 1
        message = {"message_id": self.next_id, "date": 1, "chat": self.chat, "from": self.user}
        return await self.world.feed(message=message | content)

    async def presses(self, label: str) -> list[Call]:
        """Press the newest button whose label begins so."""
        for call in reversed(self.screen):
            for shown, data in call.buttons.items():
                if shown.startswith(label):
                    return await self.press_data(data, call.message_id)
        raise AssertionError(f"no button {label!r} on the screen")

    async def press_data(self, data: str, message_id: int) -> list[Call]:
        """Press a button that may no longer be there. Of a message that is not on the screen
        Telegram tells nothing but where it stood (``InaccessibleMessage``)."""
        message = {"message_id": message_id, "date": 0, "chat": self.chat}
        if message_id in self.world.session.on_screen:
            message |= {"date": 1, "text": "x"}
        shown = self.world.session.on_screen.get(message_id)
        if shown is not None and isinstance(shown.keyboard, InlineKeyboardMarkup):
            message["reply_markup"] = shown.keyboard.model_dump(exclude_none=True)
        query = {"id": "1", "from": self.user, "chat_instance": "1"}
        return await self.world.feed(callback_query=query | {"message": message, "data": data})

    @property
    def newest(self) -> Call:
        """The newest message of the bot on the screen."""
        return self.world.session.on_screen[max(self.world.session.on_screen)]


async def open_world(folder: Path, patience: Patience | None = None) -> World:
    """Return a world whose one unit has one reviewer."""
    database = await open_sqlite(folder)
    await _furnish(database)
    knowledge, ticker = Shelves(), Ticker()
    vault, chance, begin = KeyVault(b"k" * 32), secrets.token_bytes, database.transaction
    oversight = X25519PrivateKey.generate().public_key().public_bytes_raw()
    services = TelegramServices(
        intake=Intake(begin, oversight, lambda: DAY, chance),
        mailbox=Mailbox(begin, lambda: DAY),
        knowledge=cast(KnowledgeBase, knowledge),
        gaps=Gaps(begin, knowledge, lambda: DAY, chance),
        votes=Votes(begin, knowledge, lambda: DAY),
        areas=load_areas(),
        subscriptions=Subscriptions(begin, vault, chance),
        broadcasts=Broadcasts(begin, chance),
        chats=StaffChats(begin, vault, now, chance),
        catalog=CATALOG,
        clock=now,
        operator_name="Công an <thử>",
        web_base_url="http://127.0.0.1:8080",
        bot_username="AnDanBot",
        patience=patience or Patience(burst=100_000),
    )
    storage, session = BoundedMemoryStorage(monotonic=ticker), RecordingSession()
    bot = Bot("42:TEST", session=session, default=BOT_DEFAULTS)
    dispatcher = build_dispatcher(services, storage)
    return World(database, dispatcher, session, bot, knowledge, services, storage, ticker)


def now() -> datetime:
    """Return a fixed moment."""
    return datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


async def _furnish(database: Database) -> None:
    unit = UnitId("ca-p-quan-trieu")
    member = StaffMember(StaffId("a" * 16), "can-bo", "Trực ban", unit, frozenset({Role.REVIEWER}))
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    wrapped = WrappedKey(bytes(16), 600_000, bytes(12), bytes(64))
    async with database.transaction() as work:
        await work.staff.add_unit(Unit(unit, "Công an", UnitKind.COMMUNE_POLICE, COMMUNE))
        await work.staff.add_account(Account(member, public, wrapped, bytes(32), bytes(48), 0))
        await work.commit()
