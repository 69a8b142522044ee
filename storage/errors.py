"""What can go wrong between this room and its database.

No error here repeats a statement, a value or an address: a driver's own message may quote a
whole row or a password, and would reach a log.
"""


class StorageError(Exception):
    """Base of every failure here. None of them is the fault of who asked."""


class UrlUnsupported(StorageError):
    """DATABASE_URL is neither a SQLite file nor PostgreSQL. The address is not repeated."""


class DatabaseUnreachable(StorageError):
    """No connection: wrong host or password, missing folder, server down."""


class DatabaseBusy(StorageError):
    """Another process held the lock longer than we wait. Trying again is safe."""


class SchemaTooOld(StorageError):
    """The tables are older than this code, or were never made: run ``python -m bot migrate``."""


class SchemaTooNew(StorageError):
    """A newer version has migrated this database: run that version, or restore a backup."""


class StoredValueUnknown(StorageError):
    """A column holds a label this code has no word for: written by another version."""


class StatementFailed(StorageError):
    """The database refused a statement; ``code`` is its error code or class, never its words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TransactionNested(StorageError):
    """A task opened a transaction inside its own: on SQLite it would wait for itself."""


class NotWritable(StorageError):
    """Commit was called on a unit of work that was opened for reading."""
