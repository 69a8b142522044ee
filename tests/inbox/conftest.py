"""A migrated SQLite file and the inbox room over it, for the use cases."""

import pytest
from hypothesis import settings

from tests.databases import open_sqlite
from tests.inbox.samples import open_office

# A busy machine may take long over one example; that is no failure.
settings.register_profile("inbox", deadline=None)
settings.load_profile("inbox")


@pytest.fixture(name="database")
async def fresh_database(tmp_path):
    """An empty, migrated database."""
    database = await open_sqlite(tmp_path)
    yield database
    await database.close()


@pytest.fixture(name="office")
async def running_office(database):
    """The room with two offices, each with an account and a duty chat."""
    return await open_office(database)
