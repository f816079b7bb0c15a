"""A JSON column that is read as one type, and written from it."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField


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
