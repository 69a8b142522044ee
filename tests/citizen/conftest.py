"""A world for each test; a failure swallowed by the error handler still fails the test."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.citizen.world import Person, World, open_world


@pytest.fixture
async def world(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[World]:
    caplog.set_level(logging.INFO, logger="handlers")
    opened = await open_world(tmp_path)
    yield opened
    await opened.database.close()
    failed = [record for record in caplog.get_records("call") if record.msg == "handler failed"]
    assert opened.expects_failure or not failed, failed[0].__dict__
    assert not opened.session.unexpected


@pytest.fixture
def person(world: World) -> Person:
    return world.person()
