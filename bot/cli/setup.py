"""``python -m bot setup``: fresh secrets, the oversight key, the first unit and invitation."""

import argparse
import base64
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from bot.cli.manage import add_unit, invite, migrate
from bot.cli.voice import Voice
from bot.parts import assemble
from bot.settings import environment, read_settings
from staff.model import Role, UnitKind

_EXAMPLE: Final = Path(__file__).parents[2] / ".env.example"
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"


async def set_up(options: argparse.Namespace, voice: Voice) -> int:
    """Write ``.env`` if there is none, migrate, make the first unit and the first invitation.

    Existing keys are never replaced: losing them would lose subscribers and sign-in secrets.
    """
    dotenv = Path(".env")
    if dotenv.exists():
        voice.good("setup.env_kept")
    else:
        passphrase = _write_keys(dotenv, options.oversight_file)
        voice.good("setup.env_written")
        voice.say("setup.oversight_written", path=options.oversight_file)
        voice.say("setup.oversight_passphrase", passphrase=passphrase)
    settings = read_settings(environment(), for_run=False)
    if await migrate(settings, voice):
        return 1
    parts = assemble(settings)
    try:
        kinds = ", ".join(UnitKind)
        unit_id = options.unit_id or "don-vi-1"
        stored = await add_unit(
            parts,
            voice,
            unit_id=unit_id,
            name=options.unit_name or voice.ask("setup.unit_name"),
            kind=_kind(options.unit_kind or voice.ask("setup.unit_kind", kinds=kinds)),
            area=options.area or voice.ask("setup.unit_area"),
        )
        invited = stored or await invite(
            parts,
            settings,
            voice,
            handle=options.handle or voice.ask("setup.handle"),
            title=voice.text("setup.first_title"),
            unit_id=unit_id,
            roles=[Role.ADMIN, Role.COORDINATOR, Role.REVIEWER],
        )
    finally:
        await parts.database.close()
    if not invited:
        voice.say("setup.done")
    return invited


def _kind(text: str) -> str:
    return text if text in set(UnitKind) else UnitKind.COMMUNE_POLICE.value


def _write_keys(dotenv: Path, oversight_file: Path) -> str:
    private = X25519PrivateKey.generate()
    passphrase = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(5))
    pem = private.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode())
    )
    _write_private(oversight_file, pem.decode())
    fresh = {
        "SECRET_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "OVERSIGHT_PUBLIC_KEY": base64.b64encode(private.public_key().public_bytes_raw()).decode(),
    }
    lines = [
        f"{name}={fresh[name]}" if (name := line.partition("=")[0]) in fresh else line
        for line in _EXAMPLE.read_text(encoding="utf-8").splitlines()
    ]
    _write_private(dotenv, "\n".join(lines) + "\n")
    return passphrase


def _write_private(path: Path, text: str) -> None:
    """Write a file only its owner may read, and refuse to overwrite one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
