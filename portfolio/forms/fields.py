"""Fields that every form of the portfolio shares."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.choices import Role
from governance.models import Member


class DateInput(forms.DateInput):
    """A date as browsers pick it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day picked in the browser."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DateInput)


def sentence(
    label: Any, *, required: bool = True, help_text: Any = "", longest: int = 300
) -> forms.CharField:
    """One sentence."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def euros(label: Any, *, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    """A sum in whole euros."""
    return forms.IntegerField(
        label=label, required=required, help_text=help_text, min_value=0, max_value=100_000_000
    )


def figure(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    """A figure in a KPI's unit; a comma is as good as a point."""
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=help_text,
        max_digits=14,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def cards(label: Any, choices: Iterable[Any], *, required: bool = True) -> forms.ChoiceField:
    """A choice as radio cards, nothing chosen beforehand."""
    return forms.ChoiceField(
        label=label, choices=list(choices), widget=forms.RadioSelect, required=required
    )


def person(
    label: Any, members: Iterable[Member], *, required: bool = True, help_text: Any = ""
) -> forms.ChoiceField:
    """Somebody of the company who may carry something."""
    able = [member for member in members if member.role != Role.VIEWER]
    people = [(str(member.id), member.display_name) for member in able]
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Choose a person")), *people],
        required=required,
        help_text=help_text,
    )


def version() -> forms.IntegerField:
    """The version of the row that the form was filled from."""
    return forms.IntegerField(required=False, widget=forms.HiddenInput)
