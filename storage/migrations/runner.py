"""Runs migrations on an open connection and says which step a database is at."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection, text

from storage.errors import SchemaTooNew, SchemaTooOld

_HERE = Path(__file__).parent
_ADVISORY_LOCK = 0x616E6461
"""Any fixed number; it stops two processes from migrating one PostgreSQL at once."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def scripts() -> ScriptDirectory:
    """Return the steps this code knows."""
    return ScriptDirectory.from_config(_config())


def upgrade(connection: Connection, to: str = "head") -> None:
    """Take every missing step up to ``to``, inside the caller's transaction."""
    _alone(connection)
    check_known(connection)
    command.upgrade(_config(connection), to)


def downgrade(connection: Connection, to: str) -> None:
    """Undo steps down to ``to``. Production only goes forward; tests climb the stairs."""
    _alone(connection)
    command.downgrade(_config(connection), to)


def current(connection: Connection) -> str | None:
    """Return the step the database is at, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def check_known(connection: Connection) -> None:
    """Raise ``SchemaTooNew`` if the database is at a step this code has never heard of."""
    at = current(connection)
    try:
        scripts().get_revision(at or "base")
    except (ResolutionError, CommandError):
        raise SchemaTooNew("made by a newer version") from None


def check_current(connection: Connection) -> None:
    """Raise ``SchemaTooNew`` or ``SchemaTooOld`` unless the database is at the last step."""
    check_known(connection)
    if current(connection) != scripts().get_current_head():
        raise SchemaTooOld("run: python -m bot migrate")


def _alone(connection: Connection) -> None:
    # SQLite needs nothing here: its transaction began with BEGIN IMMEDIATE.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _ADVISORY_LOCK})
