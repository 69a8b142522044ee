"""One running house for each test that asks for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.stage import Stage, open_stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Return the whole product, running, with the sample world."""
    async with open_stage(tmp_path) as opened:
        yield opened
