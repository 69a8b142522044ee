"""Promise 3: a report is whole or not there, wherever the process is killed."""

import asyncio
import base64
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inbox.categories import Category, Kind
from inbox.errors import AlreadyStored, ReceiptUnknown
from inbox.model import CaseFilter, Draft
from inbox.receipt import Receipt
from tests.house.rooms import ROOT
from tests.promises.small_house import COMMUNE, WORDS, Reviewer, SmallHouse, furnish, house_over
from tests.promises.submitting_process import POINTS, WRITING

pytestmark = pytest.mark.slow

REVIEWERS = 3
WHOLE = {
    "cases": 1,
    "case_envelopes": REVIEWERS + 2,
    "case_messages": 1,
    "case_history": 1,
    "audit_entries": 1,
    "outbox": 1,
}
ABSENT = dict.fromkeys(WHOLE, 0)
MUST_BE_THERE = {"after commit", "after submit"}
DRAFT = Draft(Kind.TIP, Category.DRUGS, COMMUNE, WORDS)
OVERSIGHT = X25519PrivateKey.generate().public_key().public_bytes_raw()
PAGE = 4_096
FRAME = PAGE + 24
JOURNAL_HEAD = 32


async def submit_and_die(url: str, point: str, receipt: Receipt) -> tuple[int, bytes]:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.promises.submitting_process",
        url,
        point,
        receipt.groups(),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={"OVERSIGHT": base64.b64encode(OVERSIGHT).decode(), "PATH": "/usr/bin:/bin"},
    )
    output, _ = await asyncio.wait_for(child.communicate(), 60)
    return child.returncode or 0, output


def counts(path: Path) -> dict[str, int]:
    database = sqlite3.connect(path)
    try:
        assert database.execute("pragma integrity_check").fetchone()[0] == "ok"
        return {
            name: database.execute(f"select count(*) from {name}").fetchone()[0] for name in WHOLE
        }
    finally:
        database.close()


async def furnished(path: Path) -> tuple[SmallHouse, list[Reviewer]]:
    """Return a house with its people; nothing of it is open in this process yet."""
    house = house_over(f"sqlite:///{path}", OVERSIGHT)
    await house.database.migrate()
    reviewers = await furnish(house, REVIEWERS)
    await house.database.close()
    return house_over(f"sqlite:///{path}", OVERSIGHT), reviewers


@pytest.mark.parametrize("point", POINTS)
async def test_killed_submission_is_whole_or_absent_and_never_two(point, tmp_path):
    path = tmp_path / "house.sqlite"
    house, reviewers = await furnished(path)
    receipt = house.intake.new_receipt()

    status, output = await submit_and_die(f"sqlite:///{path}", point, receipt)

    assert status == -(signal.SIGXFSZ if point in WRITING else signal.SIGKILL)
    assert (b"stored" in output) == (point == "after submit")
    # As a start after the crash finds it: nobody else has touched the file.
    assert counts(path) == (WHOLE if point in MUST_BE_THERE else ABSENT)

    # The citizen, who was told nothing, asks by receipt, and sends once more if it is not there.
    if point in MUST_BE_THERE:
        with pytest.raises(AlreadyStored):
            await house.intake.submit(DRAFT, receipt)
    else:
        with pytest.raises(ReceiptUnknown):
            await house.mailbox.look(receipt)
        await house.intake.submit(DRAFT, receipt)
    view = await house.mailbox.look(receipt)
    assert [message.words for message in view.messages] == [WORDS]
    page = await house.casework.list(reviewers[0].actor, CaseFilter())
    assert page.total == 1
    await house.database.close()
    assert counts(path) == WHOLE


async def test_every_torn_end_of_the_journal_is_whole_or_absent(tmp_path):
    """What a power cut leaves of a commit is a beginning of it: each one is tried."""
    path = tmp_path / "house.sqlite"
    house, _ = await furnished(path)
    status, _ = await submit_and_die(
        f"sqlite:///{path}", "after commit", house.intake.new_receipt()
    )
    assert status == -signal.SIGKILL
    journal = Path(f"{path}-wal").read_bytes()
    frames = (len(journal) - JOURNAL_HEAD) // FRAME
    assert frames > len(WHOLE)  # otherwise nothing is tried here

    ends = {
        end
        for number in range(frames + 1)
        for end in (JOURNAL_HEAD + number * FRAME, JOURNAL_HEAD + number * FRAME - 1)
    } | {0, 1, JOURNAL_HEAD + FRAME // 2}
    found = {}
    for end in sorted(ends):
        torn = tmp_path / "torn.sqlite"
        shutil.copy(path, torn)
        Path(f"{torn}-wal").write_bytes(journal[:end])
        Path(f"{torn}-shm").unlink(missing_ok=True)
        found[end] = counts(torn)

    assert all(left in (WHOLE, ABSENT) for left in found.values())
    assert found[len(journal)] == WHOLE
    assert found[len(journal) - 1] == ABSENT
