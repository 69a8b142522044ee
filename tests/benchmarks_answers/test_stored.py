"""The cold start is measured on a real database, whose documents the questions then find."""

from pathlib import Path

import pytest

from benchmarks.answers import stored
from knowledge.documents.parse import parse_text
from storage.database import Database
from tests.databases import POSTGRES_URL
from tests.documents_flow.papers import GATES


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_what_is_written_is_what_a_start_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    if kind == "postgresql" and POSTGRES_URL is None:
        pytest.skip("TEST_DATABASE_URL is not set")
    original = parse_text(GATES, "021.txt")
    monkeypatch.setattr(stored, "read_folder", lambda _folder: [original])
    monkeypatch.setattr(stored, "_AT_ONCE", 2)
    schema = None
    if kind == "postgresql":
        assert POSTGRES_URL
        schema = f"bench_test_{tmp_path.name.lower()}".replace("-", "_")[:60]
        await stored.run(POSTGRES_URL, f"CREATE SCHEMA {schema}")
        database = Database(POSTGRES_URL, schema=schema)
    else:
        database = Database(f"sqlite:///{tmp_path}/bench.sqlite")
    try:
        written = await stored.write(tmp_path, 5, database)
        async with database.reading() as work:
            kept = [one.id for one in await work.documents.versions()]
        started = await stored.start(database, 0.0)
    finally:
        await database.close()
        if schema:
            assert POSTGRES_URL
            await stored.run(POSTGRES_URL, f"DROP SCHEMA {schema} CASCADE")
    assert len(kept) == 5
    assert written["passages"] >= 5 * len(original.passages)
    assert 0 < started["p50"] <= started["p99"]
    assert 0 < started["resident"] <= started["peak"] * 1.1
