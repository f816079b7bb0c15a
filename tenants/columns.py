"""Whether a value fits the column it is meant for, told before the database has to."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Field, Model, TextField

from tenants.errors import Invalid

LONGEST_TEXT = 10_000
SURROGATES = range(0xD800, 0xE000)


def check_columns(*, model: type[Model], values: Mapping[str, Any]) -> None:
    """Nothing if every value fits the model's column of that name; None and relations do.

    Raises Invalid `invalid_fields` with the codes of each field: *max_length*, *min_value*,
    *max_value*, *max_digits*, *max_decimal_places*, *invalid*, *unreadable_characters*.
    """
    found = {name: _codes(model._meta.get_field(name), value) for name, value in values.items()}
    wrong = {name: codes for name, codes in found.items() if codes}
    if wrong:
        raise Invalid("invalid_fields", fields=wrong)


def _codes(field: Any, value: Any) -> list[str]:
    if value is None or field.is_relation or not isinstance(field, Field):
        return []
    if isinstance(field, CharField | TextField) and not _is_text(value):
        return ["unreadable_characters"]
    if isinstance(field, TextField) and len(value) > LONGEST_TEXT:
        return ["max_length"]
    try:
        field.run_validators(field.to_python(value))
    except ValidationError as error:
        return [one.code or "invalid" for one in error.error_list]
    return []


def _is_text(value: Any) -> bool:
    """Whether the database can keep it: neither NUL nor half a character."""
    return isinstance(value, str) and not any(c == "\0" or ord(c) in SURROGATES for c in value)
