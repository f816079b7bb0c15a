from django import forms
from django.utils.translation import gettext

from governance.error_texts import TEXTS
from tenants.errors import Invalid


def add_errors(form: forms.Form, error: Invalid) -> None:
    """The form shows what the service found wrong, each at its field."""
    for field, codes in error.fields.items():
        for code in codes:
            text = str(TEXTS.get(code, gettext("Look at this answer again.")))
            form.add_error(field if field in form.fields else None, text)
    if not error.fields:
        form.add_error(None, str(TEXTS.get(error.code, error.code)))
