"""The staff use cases over a real SQLite file, with a clock that moves when told."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.codes import TotpCodes
from bot.vault import KeyVault
from staff.accounts import Accounts
from staff.chats import StaffChats
from staff.model import Unit, UnitKind
from storage.database import Database
from tests.databases import open_sqlite
from tests.staff.people import UNIT, SetClock


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_sqlite(tmp_path)
    async with opened.transaction() as transaction:
        await transaction.staff.add_unit(
            Unit(UNIT, "Công an phường Thử", UnitKind.COMMUNE_POLICE, "00004")
        )
        await transaction.commit()
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def vault() -> KeyVault:
    return KeyVault(bytes(range(32)))


@pytest.fixture
def accounts(database: Database, vault: KeyVault, clock: SetClock) -> Accounts:
    return Accounts(database.transaction, vault, TotpCodes(), clock, secrets.token_bytes)


@pytest.fixture
def chats(database: Database, vault: KeyVault, clock: SetClock) -> StaffChats:
    return StaffChats(database.transaction, vault, clock, secrets.token_bytes)
