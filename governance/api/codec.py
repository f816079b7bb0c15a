"""Bodies and questions as the types that they mean; what is wrong is named field by field."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, NoReturn, TypeVar
from uuid import UUID

import msgspec
from django.http import QueryDict
from msgspec import UNSET, Meta, inspect

from tenants.bounds import DECIMAL, LEAST, ONE_OF
from tenants.errors import Invalid
from tenants.reading import EURO, Ambiguous, Unread, read_quantity
from tenants.texts import cleaned

Kind = TypeVar("Kind")
Faults = dict[str, list[str]]
Path = tuple[str, ...]
WRONG = "invalid"


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of what is sent: a field that nobody asked for is refused by its name."""


class PageQuery(Body, frozen=True, kw_only=True):
    """Which page of a list, and how long it is."""

    cursor: str | msgspec.UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=200)] | msgspec.UnsetType = UNSET


class Unreadable(ValueError):
    """The text is no JSON."""


def parse(raw: bytes) -> Any:
    """The JSON of a body, its numbers exact.

    Raises Unreadable, Invalid `invalid_fields` for a field that is given twice.
    """
    try:
        return json.loads(
            raw.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from None


def decode(value: object, kind: type[Kind]) -> Kind:
    """The parsed body as that type; raises Invalid `invalid_fields` with every field's codes."""
    taken: Kind = _taken(value, kind, is_text=False)
    return taken


def ask(query: QueryDict, kind: type[Kind]) -> Kind:
    """The parameters of an address as that type, as `decode` does with a body."""
    repeated = {name: ["repeated_field"] for name, values in query.lists() if len(values) > 1}
    if repeated:
        raise Invalid("invalid_fields", fields=repeated)
    taken: Kind = _taken(query.dict(), kind, is_text=True)
    return taken


def given_back(raw: Any, kind: inspect.Type, known: Any) -> Any:
    """The body without what was answered before and comes back as it was.

    A member that was answered as an object comes back as its id.
    """
    kind = kind.type if isinstance(kind, inspect.Metadata) else kind
    if isinstance(raw, list) and isinstance(kind, inspect.VarTupleType):
        return [given_back(one, kind.item_type, _same(one, known)) for one in raw]
    if not isinstance(kind, inspect.StructType | inspect.DataclassType):
        return raw["id"] if isinstance(raw, dict) and raw == known and "id" in raw else raw
    if not isinstance(raw, dict) or not isinstance(known, dict):
        return raw
    fields = {field.encode_name: field.type for field in kind.fields}
    return {
        name: given_back(value, fields[name], known.get(name)) if name in fields else value
        for name, value in raw.items()
        if name in fields or name not in known or known[name] != value
    }


def _same(raw: Any, known: Any) -> Any:
    """That one of the answered objects which has the same id."""
    if not isinstance(raw, dict) or not isinstance(known, list):
        return None
    objects = (one for one in known if isinstance(one, dict))
    return next((one for one in objects if one.get("id") == raw.get("id")), None)


def given(body: object) -> dict[str, Any]:
    """What was given, by name: a field that was left out is not in it."""
    names = (field.name for field in msgspec.structs.fields(body))  # type: ignore[arg-type]
    pairs = ((name, getattr(body, name)) for name in names)
    return {name: value for name, value in pairs if value is not UNSET}


def readable(name: object) -> str:
    """A field's name as an answer can say it back: short, and without half a character."""
    return str(name)[:80].encode("utf-8", "backslashreplace").decode("utf-8")


def _taken(value: object, kind: Any, *, is_text: bool) -> Any:
    reading = BodyWalk(is_text)
    found = reading.take(value, tree(kind), ())
    if reading.faults:
        raise Invalid("invalid_fields", fields=reading.faults)
    return found


@cache
def tree(kind: Any) -> inspect.Type:
    """What msgspec knows of the type."""
    return inspect.type_info(kind)


class BodyWalk:
    """One walk through what was sent; `is_text` where numbers come as texts, in an address."""

    def __init__(self, is_text: bool) -> None:
        self.is_text = is_text
        self.faults: Faults = {}

    def fault(self, path: Path, *codes: str) -> None:
        self.faults.setdefault(".".join(path) or "non_field_errors", []).extend(codes)

    def take(self, value: Any, kind: inspect.Type, path: Path) -> Any:
        """The value as that type; what is wrong with it is noted under its path."""
        extra: Mapping[str, Any] = {}
        if isinstance(kind, inspect.Metadata):
            extra, kind = kind.extra or {}, kind.type
        match kind:
            case inspect.UnionType():
                return self._any_of(value, kind, path)
            case inspect.StructType() | inspect.DataclassType():
                return self._object(value, kind, path)
            case inspect.VarTupleType() | inspect.ListType():
                return self._list(value, kind, path)
            case inspect.DictType():
                return self._mapping(value, kind, path)
            case inspect.AnyType():
                return value
        if value is None:
            return self.fault(path, "null")
        match kind:
            case inspect.StrType():
                return self._text(value, kind, path, extra.get(ONE_OF))
            case inspect.DecimalType():
                return self._decimal(value, path, extra.get(DECIMAL), extra.get(LEAST))
            case inspect.EnumType() | inspect.LiteralType() | inspect.CustomType():
                return self._choice(value, kind, path)
            case inspect.IntType():
                return self._whole(value, kind, path)
        return self._plain(value, kind, path)

    def _any_of(self, value: Any, kind: inspect.UnionType, path: Path) -> Any:
        rest = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        if value is None and len(rest) < len(kind.types):
            return None
        return self.take(value, rest[0], path)

    def _object(
        self, value: Any, kind: inspect.StructType | inspect.DataclassType, path: Path
    ) -> Any:
        if not isinstance(value, Mapping):
            return self.fault(path, "null" if value is None else WRONG)
        fields = {field.encode_name: field for field in kind.fields}
        unknown = sorted(set(value) - set(fields))
        if unknown:
            for name in unknown:
                self.fault((*path, readable(name)), "unknown_field")
            return None
        found = {}
        before = len(self.faults)
        for name, field in fields.items():
            if name in value:
                found[field.name] = self.take(value[name], field.type, (*path, name))
            elif field.required:
                self.fault((*path, name), "required")
        return kind.cls(**found) if len(self.faults) == before else None

    def _list(self, value: Any, kind: inspect.VarTupleType | inspect.ListType, path: Path) -> Any:
        if not isinstance(value, list):
            return self.fault(path, "null" if value is None else "not_a_list")
        if not value and kind.min_length:
            return self.fault(path, "empty")
        self._length(len(value), kind, path)
        return tuple(
            self.take(one, kind.item_type, (*path, str(number))) for number, one in enumerate(value)
        )

    def _mapping(self, value: Any, kind: inspect.DictType, path: Path) -> Any:
        if not isinstance(value, Mapping):
            return self.fault(path, "null" if value is None else "not_a_dict")
        if not value and kind.min_length:
            return self.fault(path, "empty")
        return {
            name: self.take(one, kind.value_type, (*path, readable(name)))
            for name, one in value.items()
        }

    def _text(
        self, value: Any, kind: inspect.StrType, path: Path, known: tuple[str, ...] | None
    ) -> Any:
        if known is not None:
            return value if value in known else self.fault(path, "invalid_choice")
        if not isinstance(value, str):
            return self.fault(path, WRONG)
        stripped = cleaned(value).strip()
        if not stripped and kind.min_length:
            return self.fault(path, "blank")
        for code in wrong_characters(stripped):
            self.fault(path, code)
        self._length(len(stripped), kind, path)
        if kind.pattern and not re.search(kind.pattern, stripped):
            self.fault(path, WRONG)
        return stripped

    def _decimal(
        self, value: Any, path: Path, size: tuple[int, int] | None, least: Decimal | None
    ) -> Any:
        if isinstance(value, str):
            value = self._typed(value, path, places=size[1] if size else 3)
        elif isinstance(value, bool) or not isinstance(value, int | Decimal):
            return self.fault(path, WRONG)
        if value is None:
            return None
        number = Decimal(value)
        for code in wrong_digits(number, *size) if size else ():
            self.fault(path, code)
        if least is not None and number < least:
            self.fault(path, "min_value")
        return number

    def _typed(self, text: str, path: Path, *, places: int) -> Decimal | None:
        """The number of a text as people type it, where both languages read the same."""
        try:
            found = read_quantity(text, is_french=None, places=places)
        except Unread as told:
            self.fault(path, "ambiguous" if isinstance(told, Ambiguous) else WRONG)
            return None
        if found.unit in ("", "%", *EURO):
            return found.value
        self.fault(path, WRONG)
        return None

    def _choice(
        self,
        value: Any,
        kind: inspect.EnumType | inspect.LiteralType | inspect.CustomType,
        path: Path,
    ) -> Any:
        if isinstance(kind, inspect.LiteralType):
            return value if value in kind.values else self.fault(path, "invalid_choice")
        try:
            return kind.cls(value)
        except ValueError:
            return self.fault(path, "invalid_choice")

    def _whole(self, value: Any, kind: inspect.IntType, path: Path) -> Any:
        if isinstance(value, Decimal) and value == value.to_integral_value():
            value = int(value)
        number = self._plain(value, inspect.IntType(), path)
        if number is None:
            return None
        if kind.ge is not None and number < kind.ge:
            return self.fault(path, "min_value")
        if kind.le is not None and number > kind.le:
            return self.fault(path, "max_value")
        return number

    def _plain(self, value: Any, kind: inspect.Type, path: Path) -> Any:
        try:
            return msgspec.convert(value, PLAIN[type(kind)], strict=not self.is_text)
        except (msgspec.ValidationError, ValueError):
            return self.fault(path, WRONG)

    def _length(self, length: int, kind: Any, path: Path) -> None:
        if kind.min_length is not None and length < kind.min_length:
            self.fault(path, "min_length")
        if kind.max_length is not None and length > kind.max_length:
            self.fault(path, "max_length")


PLAIN: dict[type, Any] = {
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.BoolType: bool,
    inspect.UUIDType: UUID,
    inspect.DateType: date,
    inspect.DateTimeType: datetime,
    inspect.DecimalType: Decimal,
}


def wrong_characters(value: str) -> list[str]:
    """What no column holds: the character zero, and half a character."""
    codes = {
        "null_characters_not_allowed": "\0" in value,
        "surrogate_characters_not_allowed": any("\ud800" <= one <= "\udfff" for one in value),
    }
    return [code for code, found in codes.items() if found]


def wrong_digits(number: Decimal, digits: int, places: int) -> list[str]:
    """More digits than the column holds, or no number at all."""
    if not number.is_finite():
        return [WRONG]
    _, figures, exponent = number.as_tuple()
    after = max(0, -int(exponent))
    before = max(0, len(figures) + int(exponent))
    codes = {
        "max_digits": before + after > digits,
        "max_decimal_places": after > places,
        "max_whole_digits": before > digits - places,
    }
    return [code for code, found in codes.items() if found][:1]


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Invalid("invalid_fields", fields={readable(name): ["repeated_field"]})
        found[name] = value
    return found


def _no_number(name: str) -> NoReturn:
    raise Unreadable(name)
