"""One fixture, two databases: every test that asks for ``database`` runs on both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import POSTGRES_URL, open_postgres, open_sqlite

NO_POSTGRES = "TEST_DATABASE_URL is not set"


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty, migrated database."""
    if request.param == "sqlite":
        opened = await open_sqlite(tmp_path)
    elif POSTGRES_URL is None:
        pytest.skip(NO_POSTGRES)
    else:
        opened = await open_postgres(POSTGRES_URL)
    yield opened
    await opened.close()
