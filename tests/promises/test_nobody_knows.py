"""Promise 1: nobody here holds who you are.

Marked citizens do everything there is to do with the real program; then everything it wrote
is searched for their marks, in every shape they could have been given.
"""

import asyncio
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.messenger import ADDRESS_CONTEXT
from bot.vault import KeyVault
from tests.journeys.desk import Desk
from tests.journeys.stage import Phone
from tests.promises import every_journey, misfortunes
from tests.promises.hunting import Hunter, Mark, disguises, hunt
from tests.promises.marked_people import Marks
from tests.promises.running_bot import RunningBot, bot_beside_telegram, move_in

pytestmark = pytest.mark.slow

COLUMNS = {
    "accounts": "id handle title unit_id roles active public_key wrap_salt wrap_iterations wrap_iv"
    " wrap_ciphertext sign_in_hash totp_sealed totp_last_step chat_tag chat_sealed",
    "alembic_version": "version_num",
    "answer_votes": "month target up down",
    "article_acts": "article_id seq version act staff_id day word",
    "articles": "id version revision state author written approver approved word body",
    "audit_entries": "id case_id seq staff_id action detail day",
    "broadcasts": "id author approver state topic province_code digest progress_message html"
    " photo waits_since",
    "case_envelopes": "case_id holder key_id staff_id sealed",
    "case_history": "case_id seq status reason day",
    "case_messages": "case_id seq author day sealed",
    "case_notes": "case_id seq staff_id day sealed",
    "cases": "id number tag kind category area_code unit_id urgency status day changed_on assignee"
    " case_public_key notes_public_key",
    "document_acts": "document_id seq act staff_id day",
    "documents": "id version state fingerprint facts passages enumerations imported body",
    "invitations": "token_hash handle title unit_id roles expires_at",
    "link_codes": "code_hash staff_id unit_id expires_at",
    "outbox": "id priority state target target_id notice_kind notice_fields broadcast_id attempts"
    " not_before lease_owner lease_until",
    "refused_questions": "month topic count",
    "sent_questions": "id day topic words sameness count article_id answered_on",
    "sessions": "token_hash staff_id csrf unlock_half last_seen expires_at",
    "subscriber_topics": "topic subscriber_id",
    "subscribers": "id tag address_sealed province_code locale",
    "synonyms": "said means mark editor edited",
    "units": "id name kind area_code chat_sealed",
}
"""Every column there is. None of a case holds a person or an hour; a new one is added here
only after asking what it would tell about a reporter."""

OF_A_REPORT = ("cases", "case_envelopes", "case_messages", "case_notes", "case_history")
NOTICE_FIELDS = {"number", "category", "area", "day", "broadcast", "digest", "topic"}


@dataclass
class Evidence:
    """What is left after the journeys."""

    marks: dict[str, Mark] = field(default_factory=dict)
    places: dict[str, bytes] = field(default_factory=dict)
    staff_saw: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    citizens_now: dict[str, int] = field(default_factory=dict)
    addresses: list[bytes] = field(default_factory=list)
    secret_key: bytes = b""
    database: Path = Path()
    cases: int = 0
    questions: list[tuple[object, ...]] = field(default_factory=list)
    votes: list[tuple[object, ...]] = field(default_factory=list)

    def collect(self, moment: str, running: RunningBot) -> None:
        """Read every file the program could have written, and a backup of the database."""
        for file in sorted(running.folder.rglob("*")):
            if file.is_file():
                self.places[f"{moment}: {file.relative_to(running.folder)}"] = file.read_bytes()
        source = sqlite3.connect(f"file:{running.database}?mode=ro", uri=True)
        copy = sqlite3.connect(":memory:")
        source.backup(copy)
        self.places[f"{moment}: backup"] = copy.serialize()
        self.places[f"{moment}: dump"] = "\n".join(copy.iterdump()).encode()
        source.close()
        copy.close()

    async def watch_notices(self, database: Path) -> None:
        """Keep the fields of every notice that waits; one is gone as soon as it is sent."""
        source = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            while True:
                rows = source.execute("select notice_fields from outbox")
                self.notices += [row[0] for row in rows if row[0] and row[0] not in self.notices]
                await asyncio.sleep(0.02)
        finally:
            source.close()


async def _live(folder: Path) -> Evidence:
    evidence = Evidence()
    async with bot_beside_telegram(folder, every_journey.sample_world(), LOG_LEVEL="DEBUG") as it:
        world, keyring = await move_in(it)
        marks = Marks(it)
        await it.start()
        officials = [
            Phone(it.http, it.base, person.id, person.id) for person in world.playing("official")
        ]
        desk = await every_journey.desk_of(it, keyring, "canbo1")
        async with desk.http:
            await _live_with(it, marks, desk, officials, evidence)
        await misfortunes.restarts(marks, it)
        evidence.collect("killed", it)
        await it.start()
        await it.stop()
        evidence.collect("stopped", it)
        _look_around(evidence, it, [world.group_id, *(one.chat for one in officials)])
        evidence.marks = marks.all()
        return evidence


async def _live_with(
    it: RunningBot, marks: Marks, desk: Desk, officials: list[Phone], evidence: Evidence
) -> None:
    watch = asyncio.create_task(evidence.watch_notices(it.database))
    number = await every_journey.a_whole_tip(marks, desk)
    await asyncio.gather(
        every_journey.questions(marks),
        every_journey.questions_for_staff(marks),
        every_journey.a_grievance(marks),
        every_journey.never_sent(marks),
        every_journey.everything_but_words(marks),
    )
    evidence.collect("running", it)
    await every_journey.announcements(marks, officials)
    evidence.collect("announced", it)
    await misfortunes.misfortunes(marks, it)
    watch.cancel()
    for path in ("/inbox", f"/case/{number}"):
        evidence.staff_saw[path] = await desk.page(path)


def _look_around(evidence: Evidence, running: RunningBot, staff_chats: list[int]) -> None:
    for chat in staff_chats:
        for number, message in running.telegram.world.chats[chat].messages.items():
            shown = {key: message.body.get(key) for key in ("text", "caption", "reply_markup")}
            evidence.staff_saw[f"chat {chat} {number}"] = json.dumps(shown, ensure_ascii=False)
    evidence.secret_key = running.secret_key
    evidence.database = running.database
    database = sqlite3.connect(running.database)
    evidence.addresses = [
        row[0] for row in database.execute("select address_sealed from subscribers")
    ]
    evidence.cases = database.execute("select count(*) from cases").fetchone()[0]
    asked = "select words, count, length(id), day from sent_questions"
    evidence.questions = database.execute(asked).fetchall()
    evidence.votes = database.execute("select month, up, down from answer_votes").fetchall()
    database.close()


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Live through everything once; the tests below only look at what is left."""
    return asyncio.run(_live(tmp_path_factory.mktemp("house")))


def test_the_journeys_happened(evidence):
    assert evidence.cases == 4
    log = evidence.places["stopped: stderr.log"].decode()
    for happening in ("handler failed", "update set aside", "reply repeated"):
        assert happening in log, happening
    assert log.count("handler failed") >= 3  # an answer, a report and a subscription
    assert any("-wal" in place for place in evidence.places)
    assert any("message" in name for name in evidence.marks)
    assert any("file id" in name for name in evidence.marks)


def test_nothing_that_was_written_holds_a_mark(evidence):
    hunter = Hunter(evidence.marks)
    seen: set[bytes] = set()
    found = {}
    for place, content in evidence.places.items():
        if content not in seen:
            seen.add(content)
            if traces := hunter.hunt(content):
                found[place] = sorted(traces)
    assert found == {}


def test_only_the_question_that_was_agreed_to_is_kept_and_without_its_number(evidence):
    ((words, count, length, day),) = evidence.questions
    assert words == f"{every_journey.ASKED_OF_STAFF}, gọi ••• nhé"
    assert (count, length) == (1, 32)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(day))


def test_votes_are_two_numbers_of_a_month(evidence):
    ((month, up, down),) = evidence.votes
    assert (up, down) == (1, 1)
    assert str(month).endswith("-01")


def test_names_of_files_hold_no_mark(evidence):
    assert hunt("\n".join(evidence.places).encode(), evidence.marks) == set()


def test_no_temporary_file_and_nothing_beside_the_database(evidence):
    beside = {
        re.sub(r"^\w+: ", "", place)
        for place in evidence.places
        if not place.endswith((": backup", ": dump"))
    }
    files = {"house.sqlite", "house.sqlite-wal", "house.sqlite-shm", "stdout.log", "stderr.log"}
    assert beside <= files


def test_staff_see_no_mark_in_chats_and_pages(evidence):
    marks = {
        name: mark
        for name, mark in evidence.marks.items()
        # A page carries today's times of its own; numbers of messages are not on pages.
        if " time " not in name
    }
    hunter = Hunter(marks)
    found = {place: hunter.hunt(said.encode()) for place, said in evidence.staff_saw.items()}
    assert {place: names for place, names in found.items() if names} == {}
    assert any("VN-" in said for said in evidence.staff_saw.values())


def test_notices_carry_only_what_is_allowed(evidence):
    assert evidence.notices
    for notice in evidence.notices:
        fields = json.loads(notice)
        names = set(fields) if isinstance(fields, dict) else {name for name, _ in fields}
        assert names <= NOTICE_FIELDS


def test_addresses_are_sealed_and_those_who_left_are_gone(evidence):
    vault = KeyVault(evidence.secret_key)
    opened = {int(vault.open(sealed, ADDRESS_CONTEXT)) for sealed in evidence.addresses}
    assert opened == {evidence.marks["stays account"]}
    with pytest.raises(ValueError, match="sealed"):
        KeyVault(bytes(32)).open(evidence.addresses[0], ADDRESS_CONTEXT)


def test_there_is_no_column_for_an_identity(evidence):
    database = sqlite3.connect(evidence.database)
    tables = [
        row[0] for row in database.execute("select name from sqlite_master where type='table'")
    ]
    found = {
        table: {row[1]: row[2] for row in database.execute(f"pragma table_info({table})")}
        for table in tables
    }
    database.close()
    assert {table: set(columns) for table, columns in found.items()} == {
        table: set(columns.split()) for table, columns in COLUMNS.items()
    }
    for table in (*OF_A_REPORT, "audit_entries"):
        assert not {"DATETIME", "TIMESTAMP", "BIGINT"} & set(found[table].values()), table


def test_what_is_kept_of_a_report_is_a_day(evidence):
    database = sqlite3.connect(evidence.database)
    for table in (*OF_A_REPORT[2:], "cases", "audit_entries"):
        for (day,) in database.execute(f"select day from {table}"):
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)
    leases = database.execute("select lease_until, not_before from outbox").fetchall()
    database.close()
    for moment in (moment for row in leases for moment in row if moment):
        assert re.search(r":[0-5][05]:00", moment), moment


def test_the_search_finds_every_mark_that_is_planted(evidence):
    """Without this, all the tests above could pass by looking badly."""
    missed = [
        (name, disguise)
        for name, mark in _one_of_each_kind(evidence.marks).items()
        for disguise in disguises(mark)
        if name not in hunt(_holding([disguise]), {name: mark})
    ]
    assert missed == []


def test_the_search_finds_all_marks_planted_in_the_real_database(evidence):
    planted = _holding(list(evidence.marks.values()), evidence.places["stopped: backup"])
    assert Hunter(evidence.marks).hunt(planted) == set(evidence.marks)


def _one_of_each_kind(marks: Mapping[str, Mark]) -> dict[str, Mark]:
    """Keep all named marks and a few of the many numbered ones."""
    numbered = re.compile(r" (message|time|update|query) ?\d|^(update|query) \d")
    many = [name for name in marks if numbered.search(name)]
    kept = set(marks) - set(many) | set(many[:: max(1, len(many) // 25)])
    return {name: mark for name, mark in marks.items() if name in kept}


def _holding(values: Sequence[object], base: bytes = b"") -> bytes:
    database = sqlite3.connect(":memory:")
    if base:
        # A database in memory has no journal beside it: bytes 18 and 19 say which kind it has.
        database.deserialize(base[:18] + b"\x01\x01" + base[20:])
    database.execute("create table planted (value)")
    database.executemany("insert into planted values (?)", [(value,) for value in values])
    database.commit()
    held = database.serialize()
    database.close()
    return held
