"""A library over both databases."""

from pathlib import Path

import pytest

from knowledge.importing import Library
from storage.database import Database
from tests.documents_flow.papers import DAY
from tests.storage.conftest import database

__all__ = ["database"]


@pytest.fixture
def library(database: Database) -> Library:
    return Library(database.transaction, lambda: DAY, database.reading)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    return made
