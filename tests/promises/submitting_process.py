"""A process of its own that submits one report and is killed at a chosen point.

Usage: submitting_process.py DATABASE_URL POINT RECEIPT. Prints ``stored`` once the submission
returned, as the bot tells the citizen only then. Points are listed in :data:`POINTS`.
"""

import asyncio
import base64
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from inbox.categories import Category, Kind
from inbox.intake import Intake
from inbox.model import Draft
from inbox.receipt import parse_receipt
from storage.unit_of_work import UnitOfWork
from tests.promises.small_house import COMMUNE, WORDS, SmallHouse, house_over

WRITING: dict[str, int] = {
    "writing, at the first byte": 0,
    "writing, in the first page": 1_000,
    "writing, between two pages": 32 + 3 * 4_120,
    "writing, in a later page": 32 + 7 * 4_120 + 2_000,
}
"""Inside SQLite's commit: how many bytes of the journal are let through before the end."""

POINTS = (
    "before anything",
    "transaction 1",
    "before sealing",
    "after sealing",
    "transaction 2",
    "insert 1",
    "insert 2",
    "insert 3",
    "insert 4",
    "insert into the outbox",
    "before commit",
    *WRITING,
    "after commit",
    "after submit",
)


class Trap:
    """Ends the process at one of the points, by hooks from outside: no product code knows."""

    def __init__(self, point: str, database: Path) -> None:
        self._point = point
        self._journal = Path(f"{database}-wal")
        self._inserts = 0
        self._begun = 0

    def at(self, point: str) -> None:
        if point == self._point:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch_sealing(self) -> None:
        seal = Intake._seal

        def sealing(intake: Any, *args: Any) -> Any:
            self.at("before sealing")
            sealed = seal(intake, *args)
            self.at("after sealing")
            return sealed

        setattr(Intake, "_seal", sealing)  # noqa: B010 - a hook from outside

    def watch_database(self, house: SmallHouse) -> None:
        engine = house.database._writers.sync_engine
        event.listen(engine, "before_cursor_execute", self._before_statement)
        event.listen(engine, "begin", self._on_begin)
        event.listen(engine, "commit", self._on_commit)
        commit = UnitOfWork.commit

        async def committing(work: UnitOfWork) -> None:
            await commit(work)
            self.at("after commit")

        setattr(UnitOfWork, "commit", committing)  # noqa: B010 - the same

    def _before_statement(self, *args: Any) -> None:
        statement = str(args[2]).lstrip().upper()
        if statement.startswith("INSERT"):
            self._inserts += 1
            self.at(f"insert {self._inserts}")
            if "INTO OUTBOX" in statement:
                self.at("insert into the outbox")

    def _on_begin(self, _: Any) -> None:
        self._begun += 1
        # The first transaction only reads where the report should go.
        self.at(f"transaction {self._begun}")

    def _on_commit(self, _: Any) -> None:
        self.at("before commit")
        if self._point in WRITING:
            self._end_while_writing(WRITING[self._point])

    def _end_while_writing(self, more: int) -> None:
        """Let the kernel kill the process in the write that goes past ``more`` bytes."""
        size = self._journal.stat().st_size if self._journal.exists() else 0
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + more, size + more))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


async def main(url: str, point: str, receipt: str) -> None:
    house = house_over(url, base64.b64decode(os.environ["OVERSIGHT"]))
    trap = Trap(point, Path(url.removeprefix("sqlite:///")))
    trap.watch_sealing()
    trap.watch_database(house)
    trap.at("before anything")
    draft = Draft(Kind.TIP, Category.DRUGS, COMMUNE, WORDS)
    await house.intake.submit(draft, parse_receipt(receipt))
    print("stored", flush=True)
    trap.at("after submit")
    await house.database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
