"""What every test stands on: no network but this machine, fixed sources of chance."""

import logging
import socket
from typing import Any

import pytest
from playwright.async_api import expect as expect_soon
from playwright.sync_api import expect

from bot.logs import OURS

# Four browsers on two cores: what is slow is not wrong.
expect.set_options(timeout=20_000)
expect_soon.set_options(timeout=20_000)

_HERE = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that would leave the machine: a test that needs one is wrong."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _HERE:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def ours_are_heard() -> None:
    """Let every test hear what the rooms log: another may have set up the product's logs."""
    for name in OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.getLogger().setLevel(logging.WARNING)
