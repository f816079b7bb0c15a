"""Types as JSON: an answer taken from a row and written, a column read as one type."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

import msgspec
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField
from django.utils import timezone

Kind = TypeVar("Kind")


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """The base of what is answered: the fields of the type are the fields of the JSON."""


class LocalTime(str):
    """A time with the offset of the place it is read in."""

    __slots__ = ()


class Hex(str):
    """Bytes in hexadecimal."""

    __slots__ = ()


WRITTEN: dict[type, Callable[[Any], Any]] = {
    LocalTime: lambda at: local_time(at),
    Hex: lambda data: Hex(bytes(data).hex()),
}
SCHEMAS: dict[type, dict[str, str]] = {
    LocalTime: {"type": "string", "format": "date-time"},
    Hex: {"type": "string", "pattern": "^[0-9a-f]*$"},
}
# A text is passed over; of numbers only those that Decimal writes with an exponent are meant.
_SCIENTIFIC = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?E[+-]?\d+')


class ShapeField(JSONField):
    """Holds one type as JSON, or null; migrations know it as what the database does."""

    def __init__(self, shape: Any = Any, **options: Any) -> None:
        super().__init__(**options)
        self.shape = shape

    def deconstruct(self) -> Any:
        """The field as a migration names it: the type is the code's affair."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", args, options

    def from_db_value(
        self, value: str | None, expression: object, connection: BaseDatabaseWrapper
    ) -> Any:
        """The type that the stored JSON stands for."""
        return None if value is None else msgspec.json.decode(value, type=self.shape)

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """The JSON to store."""
        plain = msgspec.to_builtins(value, str_keys=True)
        return super().get_db_prep_value(plain, connection, prepared)


def shaped(value: object, kind: type[Kind]) -> Kind:
    """A row, or any object, as that type: its attributes under the type's names."""
    return msgspec.convert(value, kind, from_attributes=True, dec_hook=_written)


def all_shaped(kind: type[Kind]) -> Callable[[Iterable[object]], Iterable[Kind]]:
    """What takes rows one by one as that type."""
    return lambda rows: (shaped(row, kind) for row in rows)


def encode(value: object) -> bytes:
    """The value as JSON; decimals are plain numbers, times carry their offset."""
    data = _ENCODER.encode(value)
    if b"E+" in data or b"E-" in data:
        return _SCIENTIFIC.sub(_in_full, data)
    return data


def schema_of(kind: type) -> dict[str, Any]:
    """The JSON Schema of a type that msgspec does not know: one of the above, or Django choices."""
    if issubclass(kind, Enum):
        return {"type": "string", "enum": [str(one.value) for one in kind]}
    return dict(SCHEMAS[kind])


def _written(kind: type, value: object) -> object:
    return kind(value) if issubclass(kind, Enum) else WRITTEN[kind](value)


def local_time(at: Any) -> LocalTime:
    """The time as it is written; a text is a time that was written before."""
    text = timezone.localtime(at).isoformat() if isinstance(at, datetime) else str(at)
    return LocalTime(text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text)


def _in_full(found: "re.Match[bytes]") -> bytes:
    token = found.group()
    return token if token.startswith(b'"') else format(Decimal(token.decode()), "f").encode()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return int(value) if isinstance(value, int) else str(value)


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain)
