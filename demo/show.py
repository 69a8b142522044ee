"""The running demo as the page sees it: the world on stage, and starting it anew."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from starlette.routing import Mount
from starlette.types import ASGIApp

from bot.settings import Settings
from demo.articles import load_samples, write_articles
from demo.botapi import DEMO_TOKEN
from demo.botapi.server import TelegramApp, TelegramServer, create_app
from demo.cases import CaseLoader, load_cases
from demo.house import House, RaiseHouse, demo_settings, forget_database
from demo.page.routes import LOOPBACK, page_routes
from demo.page.streams import merged_events
from demo.page.watch import GuideCounts, Watched
from demo.world import Keyring, Person, SampleWorld, cut_keys, furnish, load_world
from inbox.model import CaseNumber
from staff.model import Role, StaffMember

INBOX_HOME: Final = "/inbox"
SIGN_IN_MODULE: Final = "/static/sign-in.js"
_CASEWORKERS: Final = frozenset({Role.REVIEWER, Role.COORDINATOR})


class Show:
    """Implements ``demo.page.stage.Stage`` over a house that a reset replaces."""

    def __init__(
        self,
        world: SampleWorld,
        keyring: Keyring,
        server: TelegramServer,
        settings: Settings,
        database: Path,
        raise_house: RaiseHouse,
    ) -> None:
        self._world = world
        self._keyring = keyring
        self._server = server
        self._settings = settings
        self._database = database
        self._raise_house = raise_house
        self._house: House | None = None
        self._members: Mapping[str, StaffMember] = {}
        self._changing = asyncio.Lock()
        self.counts = GuideCounts()

    def pages(self) -> ASGIApp | None:
        """Return the inbox pages, or None while the house is being raised."""
        return self._house.pages if self._house else None

    async def open(self) -> None:
        """Raise the house over a new database, furnish it, start reading updates."""
        async with self._changing:
            await self._open()

    async def close(self) -> None:
        """End everything that runs."""
        async with self._changing:
            await self._close()

    async def reset(self) -> None:
        """Start the world anew: Telegram, database, accounts."""
        async with self._changing:
            await self._close()
            self._server.reset()
            await self._open()

    async def load_cases(self) -> int:
        """Send the sample reports in and work some of them; return how many."""
        async with self._changing:
            return await self._loader().load(load_cases())

    async def reader_of(self, number: str) -> str | None:
        """Return the handle of a sample reviewer who can open the case, or None."""
        if self._house is None:
            return None
        member = await self._loader().reader_of(CaseNumber(number))
        return member.handle if member else None

    def guide(self) -> Mapping[str, int]:
        """Return how many cases were opened and replied to since the start."""
        return {"opened": self.counts.opened, "replied": self.counts.replied}

    def credentials(self, handle: str) -> Mapping[str, Any] | None:
        """Return passphrase and a fresh code, or only ``wait_s``, or None for no sample."""
        keys = self._keyring.get(handle)
        if keys is None or handle not in self._members:
            return None
        code, wait_s = keys.next_code(time.time())
        if wait_s:
            return {"wait_s": wait_s}
        return {"passphrase": keys.passphrase, "totp": code, "wait_s": 0}

    def events(self, viewers: Sequence[int]) -> AsyncIterator[str]:
        """Yield events of all these people's chats."""
        return merged_events(self._server, viewers)

    def world(self) -> Mapping[str, Any]:
        """Return who is on which phone, the sample reviewers, and where the inbox lives."""
        world = self._world
        duty = world.playing("duty")
        units = {unit.id: unit.name for unit in world.units}
        return {
            "bot": {"first_name": world.bot_name},
            "citizens": [_shown(person) for person in world.playing("citizen")],
            "officials": [_shown(person) for person in world.playing("official")],
            "group": {
                "chat": world.group_id,
                "title": world.group_title,
                "members": len(duty) + 1,
                "viewer": _shown(duty[0]),
            },
            "reviewers": [
                {"handle": entry.handle, "title": entry.title, "unit": units[entry.unit_id]}
                for entry in world.staff
                if entry.roles & _CASEWORKERS
            ],
            "inbox": {"home": INBOX_HOME, "sign_in_module": SIGN_IN_MODULE},
        }

    def _loader(self) -> CaseLoader:
        if self._house is None:
            raise RuntimeError("the house is not open")
        return CaseLoader(
            self._house.inbox_transactions,
            self._settings.oversight_public_key,
            [member for member in self._members.values() if member.roles & _CASEWORKERS],
            self._house.today,
            secrets.token_bytes,
        )

    async def _open(self) -> None:
        forget_database(self._database)
        house = await self._raise_house(self._settings)
        try:
            self._members = await self._furnish(house)
            await house.start()
        except BaseException:
            await house.close()
            raise
        self.counts.clear()
        self._house = house

    async def _furnish(self, house: House) -> Mapping[str, StaffMember]:
        members = await furnish(
            self._world,
            self._keyring,
            house.accounts,
            house.chats,
            house.staff_transactions,
            time.time,
        )
        await write_articles(house.articles, members, load_samples())
        self._let_in_officials()
        return members

    def _let_in_officials(self) -> None:
        # A linked official has written to the bot before: without that it may not write to them.
        for person in self._world.people:
            if person.staff:
                self._server.world.person(person.id).started = True

    async def _close(self) -> None:
        house, self._house = self._house, None
        if house is not None:
            await house.close()


def _shown(person: Person) -> dict[str, Any]:
    return {"id": person.id, "name": person.first_name}


async def build_show(
    host: str,
    port: int,
    database: Path,
    raise_house: RaiseHouse,
    keyring: Keyring | None = None,
) -> tuple[Show, TelegramApp]:
    """Return the show, not open yet, and the ASGI application to serve at that address.

    ``keyring`` spares the seconds that cutting keys for all sample accounts takes.
    """
    world = load_world()
    server = TelegramServer(DEMO_TOKEN, seed=world.telegram_seed(), privacy_mode=True)
    server.bot["first_name"] = world.bot_name
    settings = demo_settings(f"http://{host}:{port}", database)
    show = Show(world, keyring or await cut_keys(world), server, settings, database, raise_house)
    routes = page_routes(show, LOOPBACK | {host})
    app = create_app(server, [*routes, Mount("/", app=Watched(show.pages, show.counts))])
    return show, app
