from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portfolio.life.choices import State

ENDS = [
    ("", _("Finished and stopped")),
    (State.COMPLETED.value, pgettext_lazy("several", "Done")),
    (State.STOPPED.value, pgettext_lazy("several", "Stopped")),
]


class LessonsForm(forms.Form):
    """Which lessons are shown; all stands in the address."""

    q = forms.CharField(
        label=_("Search the lessons"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("Search the lessons")}),
    )
    state = forms.ChoiceField(label=_("Which end"), choices=ENDS, required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=9999, widget=forms.HiddenInput)

    def asked(self) -> dict[str, Any]:
        """What the selector is given; what cannot be read is left out."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "typed": data.get("q", ""),
            "state": data.get("state", ""),
            "number": data.get("page") or 1,
        }
