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
from bot.parts import Parts, assemble
from bot.settings import environment, read_dotenv, read_settings
from staff.model import Role, UnitKind

_EXAMPLE: Final = Path(__file__).parents[2] / ".env.example"
_KEYS: Final = ("SECRET_KEY", "OVERSIGHT_PUBLIC_KEY")
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"


async def set_up(options: argparse.Namespace, voice: Voice) -> int:
    """Write ``.env`` or its empty keys, migrate, make the first unit and the first invitation.

    Existing keys are never replaced: losing them would lose subscribers and sign-in secrets.
    """
    try:
        _prepare_keys(Path(".env"), options.oversight_file, voice)
    except FileExistsError:
        voice.fault("setup.oversight_exists", path=options.oversight_file)
        return 1
    except OSError:
        voice.fault("setup.not_writable")
        return 1
    settings = read_settings(environment(), for_run=False)
    if await migrate(settings, voice):
        return 1
    parts = assemble(settings)
    try:
        unit_id = options.unit_id or "don-vi-1"
        stored = await add_unit(
            parts,
            voice,
            unit_id=unit_id,
            name=options.unit_name or voice.ask("setup.unit_name"),
            kind=options.unit_kind or _ask_kind(voice),
            area=options.area or _ask_area(parts, voice),
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


def _prepare_keys(dotenv: Path, oversight_file: Path, voice: Voice) -> None:
    """Write ``.env`` with fresh keys, or fill in those it leaves empty; replace none."""
    kept = read_dotenv(dotenv)
    if all(kept.get(name) for name in _KEYS):
        voice.good("setup.env_kept")
        return
    if any(kept.get(name) for name in _KEYS):
        # One key of two: it may be in use, so nothing is touched and the settings say which.
        return
    passphrase = _write_keys(dotenv, oversight_file)
    voice.good("setup.env_written")
    voice.say("setup.oversight_written", path=oversight_file)
    voice.say("setup.oversight_passphrase", passphrase=passphrase)


def _ask_kind(voice: Voice) -> str:
    """Ask until the answer is on the list; an empty one is the commune's police."""
    while True:
        kind = voice.ask("setup.unit_kind", kinds=", ".join(UnitKind))
        if not kind:
            return UnitKind.COMMUNE_POLICE.value
        if kind in set(UnitKind):
            return kind
        voice.fault("setup.kind_unknown", kind=kind)


def _ask_area(parts: Parts, voice: Voice) -> str:
    """Ask for a code or a name until it is certain; an empty answer gives up."""
    while True:
        typed = voice.ask("setup.unit_area")
        if not typed or parts.areas.get(typed) is not None:
            return typed
        found = parts.areas.find_commune(typed)
        if found.exact is None and not found.candidates:
            found = parts.areas.find_province(typed)
        if found.exact is not None:
            return found.exact.code
        voice.fault("setup.area_unknown", code=typed)
        for area in found.candidates:
            voice.line(f"  {area.code}\t{parts.areas.label(area.code)}")


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
    source = dotenv if dotenv.exists() else _EXAMPLE
    lines = [
        f"{name}={fresh.pop(name)}" if (name := line.partition("=")[0].strip()) in fresh else line
        for line in source.read_text(encoding="utf-8").splitlines()
    ]
    lines += [f"{name}={value}" for name, value in fresh.items()]
    beside = dotenv.with_name(".env.new")
    beside.unlink(missing_ok=True)
    _write_private(beside, "\n".join(lines) + "\n")
    beside.replace(dotenv)
    return passphrase


def _write_private(path: Path, text: str) -> None:
    """Write a file only its owner may read, and refuse to overwrite one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
