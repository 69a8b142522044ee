"""Whole submissions: receipt, sealing to three reviewers, oversight and mailbox, commit.

1,000 characters each, at 1, 8 and 32 at once. Yardsticks: the disk's own speed measured in the
same run (a transaction of one small row in the same kind of database), and the figures of two
real systems on two cores written beside (peers, measured once): GlobaLeaks 1.45 CPU seconds a
report and 70 % refused at 32 at once, Hush Line 0.02 and 43 to 55 a second.
"""

import asyncio
import resource
import sqlite3
import tempfile
import time
from pathlib import Path

from benchmarks.figures import percentile, print_table
from benchmarks.world import COMMUNE, add_unit_with_reviewers, small_settings
from bot.parts import Parts, assemble
from inbox.categories import Category, Kind
from inbox.model import Draft

REPORTS = 320
WORDS = ("Tối nào cũng có người lạ ra vào căn nhà cuối ngõ rất nhanh. " * 20)[:1000]


def cpu_seconds() -> float:
    """Return the processor time this process has used, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def submit_all(parts: Parts, at_once: int) -> tuple[float, list[float], int, float]:
    """Submit all reports; return seconds, the time of each, how many failed, CPU seconds."""
    draft = Draft(Kind.TIP, Category.DRUGS, COMMUNE, WORDS)
    waiting = iter(range(REPORTS))
    times: list[float] = []
    failed = 0

    async def citizen() -> None:
        nonlocal failed
        for _ in waiting:
            begun = time.perf_counter()
            try:
                await parts.intake.submit(draft, parts.intake.new_receipt())
            except Exception as error:  # noqa: BLE001 - every failure counts, of whatever kind
                failed += 1
                print(type(error).__name__)
            times.append(time.perf_counter() - begun)

    cpu, begun = cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(citizen() for _ in range(at_once)))
    return time.perf_counter() - begun, times, failed, cpu_seconds() - cpu


def bare_commits(folder: Path) -> float:
    """Return how many one-row transactions a second this disk takes, as durably."""
    with sqlite3.connect(folder / "bare.sqlite", isolation_level=None) as bare:
        bare.execute("pragma journal_mode=wal")
        bare.execute("pragma synchronous=full")
        bare.execute("create table t (a blob)")
        begun = time.perf_counter()
        for _ in range(REPORTS):
            bare.execute("begin immediate")
            bare.execute("insert into t values (?)", (bytes(4000),))
            bare.execute("commit")
        seconds = time.perf_counter() - begun
    bare.close()
    return REPORTS / seconds


def stored_bytes(folder: Path) -> int:
    """Return the size of the database with its journal checkpointed."""
    with sqlite3.connect(folder / "bench.sqlite") as database:
        database.execute("pragma wal_checkpoint(truncate)")
    database.close()
    return (folder / "bench.sqlite").stat().st_size


async def main() -> None:
    """Measure and print."""
    rows = []
    for at_once in (1, 8, 32):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            parts = assemble(small_settings(folder))
            await parts.database.migrate()
            await add_unit_with_reviewers(parts)
            before = stored_bytes(folder)
            bare = bare_commits(folder)
            seconds, times, failed, cpu = await submit_all(parts, at_once)
            await parts.database.close()
            each = (stored_bytes(folder) - before) / REPORTS
        rows.append(
            (
                at_once,
                f"{REPORTS / seconds:.0f}",
                f"{percentile(times, 0.99) * 1000:.0f} ms",
                f"{cpu / REPORTS:.4f}",
                f"{each:,.0f}",
                failed,
                f"{REPORTS / seconds / bare:.2f}",
            )
        )
    print_table(
        "Submissions of 1,000 characters (aim: at least 50 a second at 32 at once, none failing)",
        ("at once", "a second", "p99", "CPU s each", "bytes each", "failed", "of bare commits"),
        rows,
    )


if __name__ == "__main__":
    asyncio.run(main())
