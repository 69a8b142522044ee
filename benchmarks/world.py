"""A small installation for measuring: settings, one unit, three reviewers with real keys."""

import base64
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from bot.parts import Parts
from bot.settings import Settings, read_settings
from staff.model import Account, Role, StaffId, StaffMember, Unit, UnitId, UnitKind, WrappedKey

COMMUNE = "05482"
UNIT = UnitId("ca-phuong")


def small_settings(folder: Path, **changes: str) -> Settings:
    """Return settings over a fresh SQLite file in ``folder``."""
    key = base64.b64encode(X25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    return read_settings(
        {
            "BOT_TOKEN": "42:BENCH",
            "TELEGRAM_API_URL": "http://127.0.0.1:9",
            "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite'}",
            "SECRET_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "OVERSIGHT_PUBLIC_KEY": key,
            **changes,
        }
    )


async def add_unit_with_reviewers(parts: Parts, count: int = 3) -> None:
    """Store a commune police unit and that many reviewers who can open reports."""
    async with parts.database.transaction() as transaction:
        await transaction.staff.add_unit(Unit(UNIT, "A", UnitKind.COMMUNE_POLICE, COMMUNE))
        for number in range(count):
            await transaction.staff.add_account(_reviewer(number))
        await transaction.commit()


def _reviewer(number: int) -> Account:
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    return Account(
        member=StaffMember(
            StaffId(secrets.token_hex(8)),
            f"reviewer{number}",
            "Reviewer",
            UNIT,
            frozenset({Role.REVIEWER}),
        ),
        public_key=public,
        wrapped_key=WrappedKey(bytes(16), 600_000, bytes(12), bytes(64)),
        sign_in_hash=secrets.token_bytes(32),
        totp_sealed=bytes(48),
        totp_last_step=0,
    )
