"""``python -m benchmarks.answers.stored DIR TIMES WORK URL SCHEMA``: from a database to answers.

WORK is ``write``, which fills an empty database with grown documents, or ``start``, which does
what the bot does when it starts, until it has answered. Prints one JSON line. Each is a process
of its own: what the writer left in memory would make the start look warm.
"""

import asyncio
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from benchmarks.answers.growth import ASKED, grow, resident
from benchmarks.answers.items import SEEN, load_questions
from benchmarks.answers.passages import read_folder
from benchmarks.figures import percentile
from bot.library import LibraryWatch
from bot.parts import knowledge_over, library_of
from knowledge.live import LiveKnowledge
from knowledge.sources import Sources
from storage.database import Database
from storage.engines import parse

SCALES: Final = (1, 1000)
POSTGRESQL: Final = os.environ.get("TEST_DATABASE_URL")
"""Where PostgreSQL may be written to, or None: then only SQLite is measured."""
_DAY: Final = date(2026, 11, 20)
_AT_ONCE: Final = 200
"""Documents to a transaction."""
_KIB: Final = 1024


@dataclass(frozen=True, slots=True)
class Started:
    """One cold start: seconds to write and from the process's start to the first answer, the
    questions after it in ms, memory in MB, and how busy the machine was (1 minute's load)."""

    backend: str
    passages: int
    written: float
    first: float
    p50: float
    p99: float
    resident: float
    peak: float
    load: float


def measured(folder: Path, times: int) -> list[Started]:
    """Measure each database there is at that many times the passages."""
    with tempfile.TemporaryDirectory() as place:
        found = [_measured(folder, times, f"sqlite:///{place}/bench.sqlite", "")]
    if POSTGRESQL:
        with _schema(POSTGRESQL) as schema:
            found.append(_measured(folder, times, POSTGRESQL, schema))
    return found


def _measured(folder: Path, times: int, url: str, schema: str) -> Started:
    told = [
        _in_its_own_process(str(folder), str(times), work, url, schema)
        for work in ("write", "start")
    ]
    return Started(
        backend=url.partition(":")[0],
        **told[0] | told[1],
        load=round(os.getloadavg()[0], 1),
    )


def _in_its_own_process(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.answers.stored", *arguments, str(perf_counter())],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@contextmanager
def _schema(url: str) -> Iterator[str]:
    """Make a schema of its own and drop it at the end."""
    name = f"bench_{os.getpid()}_{secrets.token_hex(4)}"
    asyncio.run(run(url, f"CREATE SCHEMA {name}"))
    try:
        yield name
    finally:
        asyncio.run(run(url, f"DROP SCHEMA {name} CASCADE"))


async def run(url: str, statement: str) -> None:
    """Execute one statement outside any schema."""
    engine = create_async_engine(parse(url), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def write(folder: Path, times: int, database: Database) -> dict[str, float]:
    """Fill the database; growing the documents is not counted."""
    await database.migrate()
    passages, seconds = 0, 0.0
    originals = await asyncio.to_thread(read_folder, folder)
    grown = grow(originals, times, Random(20))
    while some := tuple(islice(grown, _AT_ONCE)):
        started = perf_counter()
        async with database.transaction() as work:
            for one in some:
                await work.documents.put_draft(one, _DAY)
                await work.documents.publish(one.id)
            await work.commit()
        seconds += perf_counter() - started
        passages += sum(len(one.passages) for one in some)
    return {"passages": passages, "written": round(seconds, 1)}


async def start(database: Database, begun: float) -> dict[str, float]:
    """Do what the running bot does first, then ask. ``begun`` is when the process was made."""
    questions = [one.text for one in load_questions(SEEN)[::3][:ASKED]]
    knowledge = LiveKnowledge(knowledge_over())
    sources = Sources(database.reading, library_of(database))
    await LibraryWatch(sources, knowledge, knowledge_over).refresh()
    knowledge.ask(questions[0])
    first = perf_counter() - begun
    times = []
    for one in questions:
        asked = perf_counter()
        knowledge.ask(one)
        times.append((perf_counter() - asked) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB
    return {
        "first": round(first, 1),
        "p50": round(percentile(times, 0.5), 2),
        "p99": round(percentile(times, 0.99), 2),
        "resident": round(resident()),
        "peak": round(peak),
    }


async def _work(folder: str, times: str, work: str, url: str, schema: str, begun: str) -> None:
    database = Database(url, schema=schema or None)
    try:
        told = (
            await write(Path(folder), int(times), database)
            if work == "write"
            else await start(database, float(begun))
        )
    finally:
        await database.close()
    print(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[1:]))
