from typing import Any

from django import forms
from django.utils.translation import gettext

from governance.error_texts import TEXTS
from tenants.errors import Invalid, Refused
from tenants.sentences import said


class DateInput(forms.DateInput):
    """A date as browsers pick it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


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
