"""Column types and SQL functions that mean the same on SQLite and PostgreSQL."""

# ruff: noqa: ARG001, ARG002 - SQLAlchemy fixes these signatures

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from storage.errors import StoredValueUnknown

E = TypeVar("E", bound=StrEnum)


class Label(TypeDecorator[E], Generic[E]):
    """One value of a closed list, kept as its text; an unknown text is a clear error."""

    impl = String(32)
    cache_ok = True

    def __init__(self, labels: type[E]) -> None:
        super().__init__()
        self.labels = labels

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Refuse a text that is not of the list before it is stored."""
        return None if value is None else self.labels(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """Return the enum value of what is stored."""
        return None if value is None else _known(self.labels, value)


class Labels(TypeDecorator[frozenset[E]], Generic[E]):
    """A small set of values of a closed list, kept sorted and joined by commas."""

    impl = String(200)
    cache_ok = True

    def __init__(self, labels: type[E]) -> None:
        super().__init__()
        self.labels = labels

    def process_bind_param(self, value: Iterable[E] | None, dialect: Dialect) -> str | None:
        """Join the values in a fixed order."""
        return None if value is None else ",".join(sorted(self.labels(one) for one in value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[E] | None:
        """Return the set of what is stored."""
        if value is None:
            return None
        return frozenset(_known(self.labels, one) for one in value.split(",") if one)


class UtcMoment(TypeDecorator[datetime]):
    """An aware UTC moment. SQLite keeps no zone, so it is dropped there and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class random_id(FunctionElement[str]):  # noqa: N801 - reads as the SQL function it is
    """32 random hex digits made by the database, so that one statement can fill many rows."""

    type = String(32)
    inherit_cache = True
    name = "random_id"


@compiles(random_id, "sqlite")
def _random_id_sqlite(element: random_id, compiler: SQLCompiler, **kw: Any) -> str:
    return "lower(hex(randomblob(16)))"


@compiles(random_id, "postgresql")
def _random_id_postgresql(element: random_id, compiler: SQLCompiler, **kw: Any) -> str:
    return "replace(gen_random_uuid()::text, '-', '')"


def _known(labels: type[E], text: str) -> E:
    try:
        return labels(text)
    except ValueError:
        raise StoredValueUnknown(labels.__name__) from None
