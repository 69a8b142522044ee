"""Promise 2: only the chosen reviewers open a report; the server cannot, later."""

import base64
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from bot.vault import KeyVault
from inbox.categories import Category, Kind
from inbox.errors import CaseUnknown, SealInvalid
from inbox.model import Author, CaseId, CaseNumber, Draft, Holder
from inbox.receipt import derive
from inbox.sealing import _open, _seal_json, note_context, open_envelope, open_words
from staff.model import Unit, UnitId, UnitKind
from tests.promises.small_house import COMMUNE, WORDS, Reviewer, SmallHouse, furnish, house_over

OTHER = UnitId("ca-xa-khac")
OTHER_COMMUNE = "05941"
ADDED = "Thường khoảng chín giờ tối."
SECRET_KEY = b"k" * 32
"""As ``small_house`` has it."""


@dataclass
class Taken:
    """A report in the house, and who holds which private key."""

    house: SmallHouse
    path: Path
    chosen: list[Reviewer]
    stranger: Reviewer
    oversight: bytes
    mailbox: bytes
    case_id: CaseId
    number: CaseNumber

    def rows(self, query: str) -> list[tuple]:
        database = sqlite3.connect(self.path)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    def envelopes(self) -> list[tuple[Holder, str | None, bytes]]:
        found = self.rows("select holder, staff_id, sealed from case_envelopes")
        return [(Holder(holder), staff_id, sealed) for holder, staff_id, sealed in found]

    def messages(self) -> list[tuple[Author, bytes]]:
        found = self.rows("select author, sealed from case_messages order by seq")
        return [(Author(author), sealed) for author, sealed in found]


@pytest.fixture
async def taken(tmp_path):
    path = tmp_path / "house.sqlite"
    oversight = X25519PrivateKey.generate()
    house = house_over(f"sqlite:///{path}", oversight.public_key().public_bytes_raw())
    await house.database.migrate()
    chosen = await furnish(house)
    other = Unit(OTHER, "B", UnitKind.COMMUNE_POLICE, OTHER_COMMUNE)
    [stranger] = await furnish(house, 1, other)
    receipt = house.intake.new_receipt()
    number = await house.intake.submit(Draft(Kind.TIP, Category.DRUGS, COMMUNE, WORDS), receipt)
    await house.mailbox.add(receipt, ADDED)
    keys = derive(receipt)
    it = Taken(
        house,
        path,
        chosen,
        stranger,
        oversight.private_bytes_raw(),
        keys.mailbox_private,
        CaseId(""),
        number,
    )
    it.case_id = CaseId(it.rows("select id from cases")[0][0])
    yield it
    await house.database.close()


def everything_the_server_has(path: Path) -> Iterator[bytes]:
    """Yield every 32 bytes that could be a key: from the database and from ``SECRET_KEY``."""
    vault = KeyVault(SECRET_KEY)
    yield SECRET_KEY
    yield from (vault._tagging, base64.b64encode(SECRET_KEY)[:32])
    database = sqlite3.connect(path)
    tables = [
        row[0] for row in database.execute("select name from sqlite_master where type='table'")
    ]
    for table in tables:
        for row in database.execute(f"select * from {table}"):
            for value in row:
                blob = value.encode() if isinstance(value, str) else value
                if not isinstance(blob, bytes):
                    continue
                yield vault.tag(blob, "andan/v1/address")
                yield from (blob[at : at + 32] for at in range(max(len(blob) - 31, 0)))
    database.close()


def opens_one(holder: Holder, sealed: bytes, case_id: CaseId, private: bytes) -> bool:
    """Say whether a private key opens an envelope."""
    try:
        open_envelope(holder, sealed, case_id, private)
    except SealInvalid:
        return False
    return True


def opens_message(sealed: bytes, private: bytes, case_id: CaseId, author: Author) -> bool:
    """Say whether a private key opens a message."""
    try:
        open_words(sealed, private, case_id, author)
    except SealInvalid:
        return False
    return True


async def test_the_chosen_the_mailbox_and_oversight_open_it(taken):
    holders = {reviewer.actor.staff_id: reviewer.private for reviewer in taken.chosen}
    opened = 0
    for holder, staff_id, sealed in taken.envelopes():
        private = {
            Holder.REVIEWER: holders.get(staff_id or "", b""),
            Holder.MAILBOX: taken.mailbox,
            Holder.OVERSIGHT: taken.oversight,
        }[holder]
        case_private, _ = open_envelope(holder, sealed, taken.case_id, private)
        said = [open_words(s, case_private, taken.case_id, a) for a, s in taken.messages()]
        assert said == [WORDS, ADDED]
        opened += 1
    assert opened == len(taken.chosen) + 2


async def test_database_and_secret_key_together_do_not_open_it(taken):
    candidates = set(everything_the_server_has(taken.path))
    assert len(candidates) > 1_000
    # An envelope is what leads to everything else: one of each kind of holder is tried.
    kinds = {holder: sealed for holder, _, sealed in taken.envelopes()}
    assert not any(
        opens_one(holder, sealed, taken.case_id, private)
        for private in candidates
        for holder, sealed in kinds.items()
    )
    for author, sealed in taken.messages()[:1]:
        assert not any(opens_message(sealed, one, taken.case_id, author) for one in candidates)


async def test_words_stand_nowhere_in_the_files(taken):
    for file in taken.path.parent.glob("house.sqlite*"):
        content = file.read_bytes()
        for words in (WORDS, ADDED):
            for piece in (words, words[:20]):
                assert piece.encode() not in content
                assert base64.b64encode(piece.encode())[:16] not in content


async def test_another_unit_has_no_envelope_and_its_key_opens_nothing(taken):
    assert all(staff_id != taken.stranger.actor.staff_id for _, staff_id, _ in taken.envelopes())
    private, case_id = taken.stranger.private, taken.case_id
    assert not any(opens_one(h, sealed, case_id, private) for h, _, sealed in taken.envelopes())
    assert not any(opens_message(s, private, case_id, a) for a, s in taken.messages())
    with pytest.raises(CaseUnknown):
        await taken.house.casework.open(taken.stranger.actor, taken.number)


async def test_an_envelope_for_one_is_no_use_to_another(taken):
    first, second = taken.chosen[:2]
    for holder, staff_id, sealed in taken.envelopes():
        if staff_id == first.actor.staff_id:
            with pytest.raises(SealInvalid):
                open_envelope(holder, sealed, taken.case_id, second.private)


async def test_a_note_does_not_open_with_the_mailbox_key(taken):
    me = taken.chosen[0]
    mine = next(s for _, who, s in taken.envelopes() if who == me.actor.staff_id)
    _, notes_private = open_envelope(Holder.REVIEWER, mine, taken.case_id, me.private)
    public = taken.rows("select notes_public_key from cases")[0][0]
    context = note_context(taken.case_id)
    note = _seal_json({"v": 1, "words": "chỉ nội bộ"}, public, context)
    await taken.house.casework.note(me.actor, taken.number, note)
    [(stored,)] = taken.rows("select sealed from case_notes")
    assert notes_private is not None
    assert "chỉ nội bộ".encode() in _open(stored, notes_private, context)

    envelope = next(s for h, _, s in taken.envelopes() if h is Holder.MAILBOX)
    case_private, extra = open_envelope(Holder.MAILBOX, envelope, taken.case_id, taken.mailbox)
    assert extra is None
    for private in (taken.mailbox, case_private):
        with pytest.raises(SealInvalid):
            _open(stored, private, context)
