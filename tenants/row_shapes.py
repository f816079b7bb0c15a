"""Rows of several tables in one statement: each row travels as a JSON array of its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import models

from tenants.amounts import AmountField, exact

Row = TypeVar("Row", bound=models.Model)

PARSERS: dict[type[models.Field[Any, Any]], Callable[[str], Any]] = {
    models.UUIDField: UUID,
    models.DateTimeField: datetime.fromisoformat,
    models.DateField: date.fromisoformat,
    AmountField: exact,
    models.DecimalField: Decimal,
}


class RowShape(Generic[Row]):
    """How the rows of one model are written as JSON, and read back as that model."""

    def __init__(self, model: type[Row], *, without: Sequence[str] = ()) -> None:
        self.model = model
        fields = [field for field in model._meta.concrete_fields if field.name not in without]
        self._names = [field.attname for field in fields]
        self._columns = [_written(field) for field in fields]
        self._parsers = [_parser(field) for field in fields]

    def json(self, alias: str) -> str:
        """The SQL expression of one row of the table known as `alias`."""
        return f"json_build_array({', '.join(c.format(alias) for c in self._columns)})"

    def read(self, values: Sequence[Any]) -> Row:
        """The row, as the ORM would have read it."""
        read = [
            value if parse is None or value is None else parse(value)
            for value, parse in zip(values, self._parsers, strict=True)
        ]
        return self.model.from_db("default", self._names, read)


def _written(field: models.Field[Any, Any]) -> str:
    # As a JSON number a decimal would come back as a float.
    cast = "::text" if isinstance(field, models.DecimalField) else ""
    return f'{{}}."{field.column}"{cast}'


def _parser(field: Any) -> Callable[[str], Any] | None:
    """What makes a value of the JSON value; a foreign key is of the type that it names."""
    while field.remote_field is not None:
        field = field.target_field
    return next((parse for kind, parse in PARSERS.items() if isinstance(field, kind)), None)
