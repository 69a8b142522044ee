"""A small world for the pages: two offices, a case in one of them, and a browser without a
screen that speaks HTTP to the application in this process."""

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import httpx

from bot.codes import TotpCodes
from bot.vault import KeyVault
from handlers.texts.catalog import load_catalog
from handlers.web.app import build_web
from handlers.web.services import WebServices
from handlers.web.shell import Shell
from inbox.areas import load_areas
from inbox.casework import Casework
from inbox.categories import Category, Kind
from inbox.intake import Intake
from inbox.mailbox import Mailbox
from inbox.model import CaseNumber, Danger, Draft, Subject, When
from inbox.receipt import Receipt
from inbox.sealing import public_key_of
from knowledge.articles.loader import load_library
from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.editing import ArticleDesk
from knowledge.gap_desk import GapDesk
from knowledge.gaps import Gaps
from knowledge.importing import Library
from knowledge.live import LiveKnowledge
from knowledge.own_words import OwnWords
from knowledge.register import ArticleRegister
from knowledge.rehearsal import Rehearsal
from knowledge.votes import Votes
from staff.accounts import Accounts
from staff.model import Role, Unit, UnitId, UnitKind
from storage.database import Database
from storage.tables.documents import DOCUMENTS
from storage.tables.gaps import QUESTIONS
from tests.databases import open_sqlite
from tests.staff.people import Person, SetClock, enrol

HOME, AWAY = UnitId("ca-p-ba-dinh"), UnitId("ca-p-ngoc-ha")
ORIGIN = "http://andan.test"
SAME = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class World:
    """Everything a test of the pages may touch."""

    database: Database
    clock: SetClock
    accounts: Accounts
    casework: Casework
    intake: Intake
    mailbox: Mailbox
    gaps: Gaps
    services: WebServices
    app: Shell

    async def hire(self, handle: str, unit: UnitId = HOME, role: Role = Role.REVIEWER) -> Person:
        return await enrol(self.accounts, self.clock, handle, unit, frozenset({role}))

    async def report(self, words: str = "Có người bẻ khoá xe lúc nửa đêm") -> CaseNumber:
        return (await self.report_with_receipt(words))[0]

    async def report_with_receipt(self, words: str, **parts: Any) -> tuple[CaseNumber, Receipt]:
        draft = Draft(
            kind=Kind.TIP,
            category=Category.THEFT,
            area_code="00004",
            words=words,
            danger=Danger.NO,
            when=When.REPEATEDLY,
            subject=Subject.NOBODY_OFFICIAL,
            **parts,
        )
        receipt = self.intake.new_receipt()
        return await self.intake.submit(draft, receipt), receipt


async def open_world(
    folder: Path, *, secure: bool = False, clock: SetClock | None = None
) -> World:
    """Make the world in a fresh file in that folder; the caller closes its database."""
    database = await open_sqlite(folder)
    async with database.transaction() as transaction:
        for unit, name, area in (
            (HOME, "Công an phường Ba Đình", "00004"),
            (AWAY, "Công an phường Ngọc Hà", "00008"),
        ):
            await transaction.staff.add_unit(Unit(unit, name, UnitKind.COMMUNE_POLICE, area))
        await transaction.commit()
    return furnish(database, clock or SetClock(), secure=secure)


@cache
def base_of_articles() -> KnowledgeBase:
    """Built once for all tests: it is read only, and building takes half a second."""
    return load_knowledge()


def furnish(database: Database, clock: SetClock, *, secure: bool = False) -> World:
    """Put use cases and pages on a database."""

    def today() -> date:
        return clock().date()

    vault = KeyVault(bytes(range(32)))
    accounts = Accounts(
        database.transaction,
        vault,
        TotpCodes(),
        clock,
        secrets.token_bytes,
        database.reading,
    )
    casework = Casework(database.transaction, today, database.reading)
    areas = load_areas()
    oversight = public_key_of(secrets.token_bytes(32))
    shipped = load_library()
    knowledge = LiveKnowledge(base_of_articles())
    begin, look = database.transaction, database.reading
    services = WebServices(
        accounts=accounts,
        casework=casework,
        library=Library(begin, today, look, scrub=partial(database.scrub, DOCUMENTS)),
        articles=ArticleDesk(database.transaction, today, shipped),
        register=ArticleRegister(database.reading, today, shipped),
        words=OwnWords(begin, today, look),
        rehearsal=Rehearsal(knowledge),
        knowledge=knowledge,
        gaps=GapDesk(begin, knowledge, today, look, partial(database.fold, QUESTIONS)),
        votes=Votes(begin, knowledge, today, look),
        areas=areas,
        catalog=load_catalog(),
        clock=clock,
        operator_name="Đơn vị thử",
        secure_cookies=secure,
    )
    return World(
        database=database,
        clock=clock,
        accounts=accounts,
        casework=casework,
        intake=Intake(database.transaction, oversight, today, secrets.token_bytes, areas),
        mailbox=Mailbox(database.transaction, today),
        gaps=Gaps(begin, knowledge, today, secrets.token_bytes),
        services=services,
        app=build_web(services),
    )


class Browser:
    """A client that behaves as a browser does: keeps cookies, says where a request is from."""

    def __init__(self, world: World, *, origin: str = ORIGIN) -> None:
        self.world = world
        self.csrf = ""
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=world.app), base_url=origin
        )

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def post(
        self,
        path: str,
        body: object = None,
        *,
        headers: dict[str, str] | None = None,
        csrf: str | None = None,
    ) -> httpx.Response:
        token = self.csrf if csrf is None else csrf
        sent = {**SAME, "X-CSRF-Token": token} if headers is None else headers
        return await self.client.post(path, json=body if body is not None else {}, headers=sent)

    async def submit(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(path, data={"csrf": self.csrf, **fields}, headers=SAME)

    async def sign_in(self, person: Person) -> httpx.Response:
        answer = await self.try_sign_in(
            person.member.handle, person.sign_in_key, person.code(self.world.clock.now)
        )
        assert answer.status_code == 200
        self.csrf = answer.json()["csrf"]
        self.world.clock.move(seconds=30)
        return answer

    async def try_sign_in(self, handle: str, key: bytes, code: str) -> httpx.Response:
        body = {"handle": handle, "sign_in_key": b64encode(key).decode(), "totp": code}
        return await self.post("/sign-in", body)


def sealed_body(size: int = 1 + 32 + 512 + 16) -> dict[str, str]:
    """Return what looks like a sealed message of that size."""
    return {"sealed": b64encode(b"\x01" + secrets.token_bytes(size - 1)).decode()}


def raw(text: str) -> bytes:
    return b64decode(text, validate=True)
