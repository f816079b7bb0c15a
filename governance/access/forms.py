from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from governance.error_texts import TEXTS
from tenants.display import date_long, unit_spellings, unit_word, written
from tenants.errors import Invalid, Refused
from tenants.reading import Ambiguous, Unread, is_unit, read_day, read_quantity
from tenants.sentences import said

EXAMPLE = Decimal("1200.5")


class NumberField(forms.DecimalField):
    """A number as people type it, see `read_quantity`; `units` are those that may stand with it.

    With no `places` it is an int. The column's own width is checked as for any decimal.
    """

    default_error_messages = {
        "invalid": _("Write a number, for instance %(example)s."),
        "ambiguous": _(
            "Is it %(first)s or %(second)s? Write it without a mark between the thousands."
        ),
        "unit": _("Write the figure in %(unit)s, or without a unit."),
        "whole": _("Write a whole number."),
    }

    def __init__(self, *, places: int = 0, units: Iterable[str] = (), **options: Any) -> None:
        self.places, self.units = places, tuple(units)
        keys = {"inputmode": "decimal" if places else "numeric", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=keys))
        options.setdefault("max_digits", 14)
        super().__init__(decimal_places=places, **options)

    def to_python(self, value: Any) -> Any:
        """The number; None for nothing typed."""
        if isinstance(value, int | Decimal):
            return value
        if value is None or not str(value).strip():
            return None
        found = self._read(str(value))
        if self.places:
            return found
        if found != found.to_integral_value():
            self._refuse("whole")
        return int(found)

    def validate(self, value: Any) -> None:
        """Something is typed where it must be."""
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        """The bounds and the width hold, of an int as of a decimal."""
        super().run_validators(Decimal(value) if isinstance(value, int) else value)

    def prepare_value(self, value: Any) -> Any:
        """A first value as we print it; what was typed stays as typed."""
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return written(value, max(self.places, 3))
        return value

    def _read(self, text: str) -> Decimal:
        is_french = (get_language() or "fr").startswith("fr")
        example = written(EXAMPLE, 1 if self.places else 0)
        try:
            found = read_quantity(text, is_french=is_french, places=self.places)
        except Ambiguous as told:
            first, second = (written(one, 3) for one in told.readings)
            self._refuse("ambiguous", first=first, second=second)
        except Unread:
            self._refuse("invalid", example=example)
        if found.unit and not is_unit(found.unit, unit_spellings(self.units)):
            if self.units:
                self._refuse("unit", unit=unit_word(self.units[0]))
            self._refuse("invalid", example=example)
        return found.value

    def _refuse(self, code: str, **facts: Any) -> NoReturn:
        raise forms.ValidationError(self.error_messages[code], code=code, params=facts)


class DayField(forms.DateField):
    """A day as people type it and as we print it, see `read_day`."""

    default_error_messages = {"invalid": _("Write a date, for instance %(example)s.")}

    def __init__(self, **options: Any) -> None:
        keys = {"autocomplete": "off", "placeholder": _("28 February 2027")}
        options.setdefault("widget", forms.TextInput(attrs=keys))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        """The day; None for nothing typed."""
        if isinstance(value, date):
            return value
        if value is None or not str(value).strip():
            return None
        try:
            return read_day(str(value))
        except Unread:
            facts = {"example": gettext("28 February 2027")}
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid", params=facts
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """A first value as we print it; what was typed stays as typed."""
        return date_long(value) if isinstance(value, date) else value


def add_errors(form: forms.Form, error: Invalid | Refused) -> None:
    """The form shows what the service found wrong, each at its field."""
    fields = error.fields if isinstance(error, Invalid) else {}
    for field, codes in fields.items():
        for code in codes:
            text = str(TEXTS.get(code, gettext("Look at this answer again.")))
            form.add_error(field if field in form.fields else None, text)
    if not fields:
        form.add_error(None, said(TEXTS.get(error.code, error.code), error.facts))


def focus_first_error(form: forms.Form) -> None:
    """The first field with an error asks for the focus."""
    for name, field in form.fields.items():
        if name in form.errors:
            field.widget.attrs["autofocus"] = True
            return
