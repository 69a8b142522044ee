"""Where the project's own code stands, for tests that walk it."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "demo", "handlers", "knowledge", "inbox", "delivery", "staff", "storage")


def code_files() -> Iterator[Path]:
    """Yield every Python file of the rooms."""
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))
