"""Turns a driver's failure into one of ours, without its words (see ``errors``)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.errors import (
    DatabaseBusy,
    DatabaseUnreachable,
    SchemaTooOld,
    StatementFailed,
    StorageError,
)

_MISSING = ("no such table", "no such column")
_BUSY = ("database is locked", "database is busy", "database table is locked")
_NO_FILE = ("unable to open database",)
_UNDEFINED = {"42P01", "42703"}  # PostgreSQL: undefined table, undefined column
_WAITED = {"55P03", "40001", "40P01"}  # lock not available, serialisation, deadlock


@contextmanager
def translated() -> Iterator[None]:
    """Raise what goes wrong inside as a :class:`StorageError`; let all else pass."""
    try:
        yield
    except PoolTimeout:
        raise DatabaseBusy("no connection became free") from None
    except SQLAlchemyError as error:
        raise _ours(error) from None


@contextmanager
def connecting() -> Iterator[None]:
    """The same for opening a connection, where drivers also raise plain errors."""
    try:
        with translated():
            yield
    except StatementFailed as error:
        raise DatabaseUnreachable(error.code) from None
    except (OSError, TimeoutError) as error:
        raise DatabaseUnreachable(type(error).__name__) from None


def violates(error: IntegrityError, table: str, column: str) -> bool:
    """Say whether it was that one column's unique constraint (or primary key) that refused."""
    cause = getattr(error.orig, "__cause__", None)
    name = getattr(cause, "constraint_name", None)
    if name is not None:
        return name in {f"uq_{table}_{column}", f"pk_{table}" if column == "id" else ""}
    return str(error.orig) == f"UNIQUE constraint failed: {table}.{column}"


def _ours(error: SQLAlchemyError) -> StorageError:
    if not isinstance(error, DBAPIError):
        return StatementFailed(type(error).__name__)
    words = str(error.orig)
    code = str(getattr(error.orig, "sqlstate", None) or "")
    if code in _UNDEFINED or any(sign in words for sign in _MISSING):
        return SchemaTooOld("run: python -m bot migrate")
    if code in _WAITED or any(sign in words for sign in _BUSY):
        return DatabaseBusy("locked by another process")
    if error.connection_invalidated or any(sign in words for sign in _NO_FILE):
        return DatabaseUnreachable("connection lost or refused")
    sqlite = getattr(error.orig, "sqlite_errorname", None)
    return StatementFailed(code or sqlite or type(error).__name__)
