"""The sample world: offices, accounts and people of ``page/sample/world.toml``, made to live.

Accounts come about through the same code as real ones: invitation, enrolment, first code. The
passphrases are made for one run, stay in memory and serve the demo's own sign-in page only.
"""

import asyncio
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyotp

from demo.browser_keys import BrowserKey, make_key
from staff.accounts import Accounts
from staff.chats import StaffChats
from staff.enrolment import Enrolment
from staff.model import Role, StaffMember, Unit, UnitId, UnitKind
from staff.ports import StaffTransactions

_FILE: Final = Path(__file__).parent / "page" / "sample" / "world.toml"
STEP_S: Final = 30
"""Seconds a one-time code stands for (RFC 6238)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Telegram account. ``staff`` is the handle their own chat is tied to."""

    id: int
    part: str
    first_name: str
    language_code: str
    username: str | None = None
    staff: str | None = None


@dataclass(frozen=True, slots=True)
class SampleStaff:
    """An account to be made."""

    handle: str
    title: str
    unit_id: UnitId
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class SampleWorld:
    """Everything the file says."""

    bot_name: str
    group_id: int
    group_title: str
    people: tuple[Person, ...]
    units: tuple[Unit, ...]
    staff: tuple[SampleStaff, ...]

    def playing(self, part: str) -> list[Person]:
        """Return the people with that part, in the file's order."""
        return [person for person in self.people if person.part == part]

    def telegram_seed(self) -> dict[str, Any]:
        """Return what the Telegram server starts with."""
        people = [
            {
                "id": person.id,
                "first_name": person.first_name,
                "language_code": person.language_code,
                **({"username": person.username} if person.username else {}),
            }
            for person in self.people
        ]
        duty = [person.id for person in self.playing("duty")]
        group = {"id": self.group_id, "title": self.group_title, "members": duty}
        return {"people": people, "groups": [group]}


@dataclass(slots=True)
class Credentials:
    """What a sample account signs in with. A code works once, so the used step is kept."""

    passphrase: str = field(repr=False)
    key: BrowserKey = field(repr=False)
    totp_secret: str = field(default="", repr=False)
    last_step: int = 0

    def next_code(self, now_s: float) -> tuple[str, int]:
        """Return (code not handed out before, 0), or ("", seconds to wait).

        The server takes the code of the coming step too, so two sign-ins may follow each other.
        """
        step, current = self.last_step + 1, int(now_s) // STEP_S
        step = max(step, current)
        if step > current + 1:
            return "", (step - 1) * STEP_S - int(now_s)
        self.last_step = step
        return pyotp.TOTP(self.totp_secret).at(step * STEP_S), 0


Keyring = dict[str, Credentials]
"""Credentials of the sample accounts by handle; kept over a reset, since keys cost seconds."""


def load_world(file: Path = _FILE) -> SampleWorld:
    """Read the sample world; raises ``KeyError`` or ``ValueError`` on a mistake in the file."""
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    return SampleWorld(
        bot_name=said["bot"]["first_name"],
        group_id=said["group"]["id"],
        group_title=said["group"]["title"],
        people=tuple(Person(**person) for person in said["people"]),
        units=tuple(_unit(unit) for unit in said["units"]),
        staff=tuple(_staff(entry) for entry in said["staff"]),
    )


async def cut_keys(world: SampleWorld) -> Keyring:
    """Make passphrase and key for every sample account, outside the event loop."""

    async def one() -> Credentials:
        passphrase = secrets.token_urlsafe(15)
        key = await asyncio.to_thread(make_key, passphrase, secrets.token_bytes)
        return Credentials(passphrase, key)

    made = await asyncio.gather(*(one() for _ in world.staff))
    return {entry.handle: keys for entry, keys in zip(world.staff, made, strict=True)}


async def furnish(
    world: SampleWorld,
    keyring: Keyring,
    accounts: Accounts,
    chats: StaffChats,
    transactions: StaffTransactions,
    now_s: Callable[[], float],
) -> Mapping[str, StaffMember]:
    """Make units, accounts and chat ties; return the accounts by handle.

    ``now_s`` tells seconds since 1970 for the first codes; it must agree with the clock of
    ``accounts``.
    """
    async with transactions() as transaction:
        for unit in world.units:
            await transaction.staff.add_unit(unit)
        await transaction.commit()
    members = {
        entry.handle: await _enrol(entry, keyring[entry.handle], accounts, now_s)
        for entry in world.staff
    }
    await _tie_chats(world, chats)
    return members


async def _enrol(
    entry: SampleStaff, keys: Credentials, accounts: Accounts, now_s: Callable[[], float]
) -> StaffMember:
    token = await accounts.invite(entry.handle, entry.title, entry.unit_id, entry.roles)
    keys.totp_secret, _ = await accounts.begin_enrolment(token)
    keys.last_step = int(now_s()) // STEP_S
    return await accounts.enrol(
        token,
        Enrolment(
            public_key=keys.key.public_key,
            wrapped_key=keys.key.wrapped_key,
            sign_in_key=keys.key.sign_in_key,
            totp_secret=keys.totp_secret,
            totp_code=pyotp.TOTP(keys.totp_secret).at(keys.last_step * STEP_S),
        ),
    )


async def _tie_chats(world: SampleWorld, chats: StaffChats) -> None:
    for unit in world.units:
        # One duty group for all offices: a tip about any place shows on the one phone there is.
        code = await chats.link_code_for_unit(unit.id)
        await chats.link(code, world.group_id, is_private=False)
    for person in world.people:
        if person.staff:
            code = await chats.link_code_for_staff(person.staff)
            await chats.link(code, person.id, is_private=True)


def _unit(said: Mapping[str, str]) -> Unit:
    return Unit(UnitId(said["id"]), said["name"], UnitKind(said["kind"]), said["area"])


def _staff(said: Mapping[str, Any]) -> SampleStaff:
    roles = frozenset(Role(role) for role in said["roles"])
    return SampleStaff(said["handle"], said["title"], UnitId(said["unit"]), roles)
