"""The only reader of the environment. Refuses what is missing, malformed or unsafe together.

Secrets have a type whose repr hides them. Every setting stands in ``.env.example``; a test
keeps the two equal.
"""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

TELEGRAM: Final = "https://api.telegram.org"


class SettingsError(Exception):
    """The environment cannot be used. ``faults`` lists every reason as a key of
    ``settings.*`` in ``handlers/texts``, where the mend is said in words."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that must never be printed. ``reveal()`` is the one way to it."""

    _text: str

    def reveal(self) -> str:
        """Return the secret text, for the one call that needs it."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "Secret(***)" if self._text else "Secret()"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the operator decides."""

    bot_token: Secret
    """``BOT_TOKEN``: what BotFather gave. Whoever has it reads the bot's messages."""
    telegram_api_url: str
    """``TELEGRAM_API_URL``: the Bot API server; Telegram's own unless you run one."""
    database_url: Secret
    """``DATABASE_URL``: ``sqlite:///var/an-dan.sqlite`` or ``postgresql://…``."""
    secret_key: Secret
    """``SECRET_KEY``: 32 random bytes in base64; seals addresses and sign-in secrets at rest."""
    oversight_public_key: bytes
    """``OVERSIGHT_PUBLIC_KEY``: 32 bytes in base64; its private half is kept offline."""
    web_host: str
    """``WEB_HOST``: where the pages listen; leave 127.0.0.1 behind a reverse proxy."""
    web_port: int
    """``WEB_PORT``: the port of the pages."""
    web_base_url: str
    """``WEB_BASE_URL``: how staff reach the pages: ``https://hop-thu.example.vn``."""
    webhook_secret: Secret
    """``WEBHOOK_SECRET``: switches from polling to a webhook at ``WEB_BASE_URL``."""
    operator_name: str
    """``OPERATOR_NAME``: the office that answers for this bot, shown to citizens."""
    broadcast_per_second: int
    """``BROADCAST_PER_SECOND``: how fast broadcasts go out; Telegram allows about 30."""
    log_level: str
    """``LOG_LEVEL``: ERROR, WARNING, INFO or DEBUG."""

    @property
    def uses_webhook(self) -> bool:
        """Whether updates come by webhook rather than by polling."""
        return bool(self.webhook_secret)


DEFAULTS: Final[dict[str, str]] = {
    "BOT_TOKEN": "",
    "TELEGRAM_API_URL": TELEGRAM,
    "DATABASE_URL": "sqlite:///var/an-dan.sqlite",
    "SECRET_KEY": "",
    "OVERSIGHT_PUBLIC_KEY": "",
    "WEB_HOST": "127.0.0.1",
    "WEB_PORT": "8080",
    "WEB_BASE_URL": "http://127.0.0.1:8080",
    "WEBHOOK_SECRET": "",
    "OPERATOR_NAME": "An Dân",
    "BROADCAST_PER_SECOND": "20",
    "LOG_LEVEL": "INFO",
}

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,100}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def read_settings(environment: Mapping[str, str], *, for_run: bool = True) -> Settings:
    """Return the settings; raise :class:`SettingsError` with all faults at once.

    ``for_run=False`` leaves out what only a running bot needs (the token), for ``migrate``,
    ``staff`` and ``unit``.
    """
    values = {name: environment.get(name, default).strip() for name, default in DEFAULTS.items()}
    faults = _faults(values, for_run=for_run)
    if faults:
        raise SettingsError(faults)
    return Settings(
        bot_token=Secret(values["BOT_TOKEN"]),
        telegram_api_url=values["TELEGRAM_API_URL"].rstrip("/"),
        database_url=Secret(values["DATABASE_URL"]),
        secret_key=Secret(values["SECRET_KEY"]),
        oversight_public_key=_bytes32(values["OVERSIGHT_PUBLIC_KEY"]) or b"",
        web_host=values["WEB_HOST"],
        web_port=int(values["WEB_PORT"]),
        web_base_url=values["WEB_BASE_URL"].rstrip("/"),
        webhook_secret=Secret(values["WEBHOOK_SECRET"]),
        operator_name=values["OPERATOR_NAME"],
        broadcast_per_second=int(values["BROADCAST_PER_SECOND"]),
        log_level=values["LOG_LEVEL"].upper(),
    )


def environment(dotenv: Path = Path(".env")) -> dict[str, str]:
    """Return the process's environment over what the ``.env`` file says."""
    return {**read_dotenv(dotenv), **os.environ}


def read_dotenv(path: Path) -> dict[str, str]:
    """Return NAME=VALUE lines of a file; quotes around a value are dropped. Missing: empty."""
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith("#"):
            found[name.strip()] = value.strip().strip("\"'")
    return found


def _faults(values: Mapping[str, str], *, for_run: bool) -> list[str]:
    base, api, hook = values["WEB_BASE_URL"], values["TELEGRAM_API_URL"], values["WEBHOOK_SECRET"]
    level = values["LOG_LEVEL"].upper()
    fits = {
        "bot_token": not for_run or bool(_TOKEN.fullmatch(values["BOT_TOKEN"])),
        "telegram_api_url": _is_address(api),
        "database_url": values["DATABASE_URL"].startswith(("sqlite", "postgresql")),
        "secret_key": _bytes32(values["SECRET_KEY"]) is not None,
        "oversight_public_key": _bytes32(values["OVERSIGHT_PUBLIC_KEY"]) is not None,
        "web_port": _is_number(values["WEB_PORT"], 1, 65535),
        # Browsers give neither secure cookies nor WebCrypto to plain http elsewhere.
        "web_base_url": _is_address(base),
        "webhook_secret": not hook or bool(_WEBHOOK_SECRET.fullmatch(hook)),
        "webhook_unreachable": not (hook and _is_telegram(api) and _is_loopback(base)),
        "operator_name": bool(values["OPERATOR_NAME"]),
        "broadcast_per_second": _is_number(values["BROADCAST_PER_SECOND"], 1, 30),
        "log_level": level in {"DEBUG", "INFO", "WARNING", "ERROR"},
        # The libraries underneath write message content at DEBUG.
        "log_debug": not (level == "DEBUG" and _is_telegram(api)),
    }
    return [name for name, fit in fits.items() if not fit]


def _bytes32(text: str) -> bytes | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == 32 else None


def _is_number(text: str, low: int, high: int) -> bool:
    return text.isascii() and text.isdigit() and low <= int(text) <= high


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(text))
    )


def _is_loopback(text: str) -> bool:
    return urlsplit(text).hostname in _LOOPBACK


def _is_telegram(text: str) -> bool:
    return urlsplit(text).hostname == urlsplit(TELEGRAM).hostname
