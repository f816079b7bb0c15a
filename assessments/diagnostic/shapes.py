"""A dataclass as the shape of an answer: written once, in the rules or a selector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from rest_framework import serializers

PLAIN: dict[Any, type[serializers.Field]] = {
    str: serializers.CharField,
    bool: serializers.BooleanField,
    int: serializers.IntegerField,
    float: serializers.FloatField,
    UUID: serializers.UUIDField,
    date: serializers.DateField,
    datetime: serializers.DateTimeField,
}


@cache
def shape(kind: type) -> type[serializers.Serializer]:
    """The serializer of that dataclass: its fields under their names, its docstring."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind} is no dataclass")
    hints = get_type_hints(kind)
    known = {one.name: _field(hints[one.name]) for one in fields(kind)}
    return type(
        f"{kind.__name__}Serializer", (serializers.Serializer,), {"__doc__": kind.__doc__, **known}
    )


def _field(hint: Any, **more: Any) -> serializers.Field:
    """The field of a type: plain, optional, a sequence, a mapping of texts, or a dataclass."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType) and NoneType in inner:
        rest = [one for one in inner if one is not NoneType]
        return _field(rest[0], allow_null=True) if len(rest) == 1 else _any(allow_null=True)
    if origin in (tuple, list):
        return serializers.ListField(child=_field(inner[0]), **more)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return serializers.DictField(child=_field(inner[1]), **more)
    if hint in PLAIN:
        return PLAIN[hint](**more)
    if isinstance(hint, type) and is_dataclass(hint):
        return shape(hint)(**more)
    return _any(**more)


def _any(**more: Any) -> serializers.Field:
    """A value that has several shapes, such as an answer."""
    return serializers.JSONField(**more)
