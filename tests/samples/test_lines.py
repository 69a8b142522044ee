"""Every sample line, written by a person, ends in the right place, and none raises.

``INTAKE_SAMPLES`` may name a further file of the same shape.
"""

import asyncio
import logging
import os
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inbox.areas import Areas, load_areas
from staff.model import (
    Account,
    Role,
    StaffId,
    StaffMember,
    Unit,
    UnitId,
    UnitKind,
    WrappedKey,
)
from tests.journeys.stage import Stage, open_stage
from tests.samples.lines import OWN, Action, Line, read_lines
from tests.samples.person import Person, Walk, fault

pytestmark = pytest.mark.slow

AT_ONCE = 6
FURTHER = os.environ.get("INTAKE_SAMPLES")
FILES = [OWN, *([Path(FURTHER)] if FURTHER else [])]
OFFICES = (UnitKind.PROVINCE_POLICE, UnitKind.POLICE_INSPECTORATE, UnitKind.PROVINCE_COMMITTEE)


def test_own_lines_cover_every_end_and_both_kinds():
    lines = read_lines(OWN)
    assert len(lines) >= 40
    assert {line.action for line in lines} == set(Action)
    assert len({line.id for line in lines}) == len(lines)
    areas = load_areas()
    for line in lines:
        if line.commune_code:
            assert areas.label(line.commune_code).startswith(line.commune or "?")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_each_line_ends_where_it_should(file, tmp_path, caplog):
    lines = read_lines(file)
    areas = load_areas()
    caplog.set_level(logging.WARNING)
    async with open_stage(tmp_path) as stage:
        await staff_every_province(stage, areas, lines)
        kept_out = [line for line in lines if not line.is_stored]
        quiet = [line for line in kept_out if line.action is not Action.FORMAL_PATH]
        walks = await walk_all(stage, areas, quiet)
        stored_of_quiet = stored(stage)
        walks += await walk_all(stage, areas, [line for line in lines if line not in quiet])
        numbers = {walk.number for walk in walks if walk.number}
        assert stored(stage) == len(numbers)

    wrong = {walk.line.id: reason for walk in walks if (reason := fault(walk))}
    print(summary(walks))
    raised = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert wrong == {}
    assert stored_of_quiet == 0
    assert raised == []


async def walk_all(stage: Stage, areas: Areas, lines: Iterable[Line]) -> list[Walk]:
    """Let people write at the same time, a few at once."""
    places = asyncio.Semaphore(AT_ONCE)
    updates = stage.show._server.updates

    async def one(line: Line) -> Walk:
        async with places:
            return await Person(await stage.citizen(), updates, areas, line).send_line()

    return list(await asyncio.gather(*(one(line) for line in lines)))


async def staff_every_province(stage: Stage, areas: Areas, lines: Iterable[Line]) -> None:
    """Give each province of the lines offices and people, where the sample world has none."""
    house = stage.show._house
    assert house is not None
    wanted = {
        area.province_code or area.code
        for line in lines
        for name in (line.commune_code, line.province)
        if name and (area := areas.get(name) or areas.find_province(name).exact)
    }
    async with house.staff_transactions() as transaction:
        for province in sorted(wanted - {"19"}):
            for kind in OFFICES:
                unit = Unit(UnitId(f"{kind}-{province}"), str(kind), kind, province)
                await transaction.staff.add_unit(unit)
                await transaction.staff.add_account(_reviewer(unit))
        await transaction.commit()


def _reviewer(unit: Unit) -> Account:
    member = StaffMember(
        StaffId(secrets.token_hex(8)), unit.id, "A", unit.id, frozenset({Role.REVIEWER})
    )
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    wrapped = WrappedKey(bytes(16), 600_000, bytes(12), bytes(64))
    return Account(member, public, wrapped, secrets.token_bytes(32), bytes(48), 0)


def stored(stage: Stage) -> int:
    database = sqlite3.connect(f"file:{stage.database}?mode=ro", uri=True)
    try:
        return int(database.execute("select count(*) from cases").fetchone()[0])
    finally:
        database.close()


def summary(walks: Iterable[Walk]) -> str:
    """Return one line for each walk, and how often the right door was offered at once."""
    rows = [
        f"{walk.line.id:>4} {walk.line.action:<30} door={walk.door:<8}"
        f" card_at_once={any('113' in one for one in walk.first)!s:<6}"
        f" {walk.number or '-':<9} {fault(walk)}"
        for walk in walks
    ]
    doors = Counter(walk.door for walk in walks if walk.line.is_stored)
    return "\n".join([*rows, f"doors of what was to be stored: {dict(doors)}"])
