"""One unit, three reviewers with keys kept by the test, over any database.

Built without ``bot.parts``: a process that lives for one submission needs no articles.
"""

import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from bot.parts import today
from bot.vault import KeyVault
from inbox.casework import Casework
from inbox.intake import Intake
from inbox.mailbox import Mailbox
from staff.model import (
    Account,
    Actor,
    Role,
    StaffId,
    StaffMember,
    Unit,
    UnitId,
    UnitKind,
    WrappedKey,
)
from storage.database import Database

COMMUNE = "05482"
POLICE = Unit(UnitId("ca-phuong"), "A", UnitKind.COMMUNE_POLICE, COMMUNE)
WORDS = "Tối nào cũng có người lạ ra vào căn nhà cuối ngõ, mỗi lần vài phút rồi đi."


@dataclass(frozen=True)
class Reviewer:
    """A reviewer whose private key the test holds."""

    actor: Actor
    private: bytes


@dataclass(frozen=True)
class SmallHouse:
    """The inbox room over one database."""

    database: Database
    vault: KeyVault
    intake: Intake
    mailbox: Mailbox
    casework: Casework


def house_over(url: str, oversight_public: bytes) -> SmallHouse:
    """Return the inbox over a database, wired as ``bot.parts`` does."""
    database = Database(url)
    begin = database.transaction
    return SmallHouse(
        database,
        KeyVault(b"k" * 32),
        Intake(begin, oversight_public, today, secrets.token_bytes),
        Mailbox(begin, today),
        Casework(begin, today),
    )


async def furnish(parts: SmallHouse, count: int = 3, unit: Unit = POLICE) -> list[Reviewer]:
    """Make a unit, its chat and its reviewers."""
    reviewers = []
    async with parts.database.transaction() as transaction:
        await transaction.staff.add_unit(unit)
        address = parts.vault.seal(b"-100", "andan/v1/address")
        await transaction.staff.set_unit_chat(unit.id, address)
        for number in range(count):
            private = X25519PrivateKey.generate()
            staff_id = StaffId(secrets.token_hex(8))
            roles = frozenset({Role.REVIEWER})
            await transaction.staff.add_account(
                Account(
                    StaffMember(staff_id, f"{unit.id}-{number}", "A", unit.id, roles),
                    private.public_key().public_bytes_raw(),
                    WrappedKey(bytes(16), 600_000, bytes(12), bytes(64)),
                    secrets.token_bytes(32),
                    bytes(48),
                    0,
                )
            )
            reviewers.append(
                Reviewer(Actor(staff_id, unit.id, roles), private.private_bytes_raw())
            )
        await transaction.commit()
    return reviewers
