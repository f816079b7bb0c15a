"""Euros and cents as columns hold them: exact, without cents where there are none."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.functional import cached_property

CENT = Decimal("0.01")


def exact(value: Decimal | int | str) -> Decimal:
    """The sum to the cent; a whole sum has no digits after the point."""
    amount = Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)
    whole = amount.to_integral_value()
    return whole if amount == whole else amount


class AmountField(models.DecimalField):
    """A sum in euros, numeric(12, 2), not below zero unless `signed`.

    Migrations know it as what the database does.
    """

    def __init__(self, *, signed: bool = False, **options: Any) -> None:
        self.signed = signed
        super().__init__(**{**options, "max_digits": 12, "decimal_places": 2})

    @cached_property
    def validators(self) -> Any:
        """Those of a decimal, and the bound."""
        return [*super().validators, *([] if self.signed else [MinValueValidator(0)])]

    def deconstruct(self) -> Any:
        """The field as a migration names it."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.DecimalField", args, options

    def from_db_value(self, value: Any, expression: object, connection: object) -> Decimal | None:
        """The sum as it is said."""
        return None if value is None else exact(value)
