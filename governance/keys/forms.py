from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.access.forms import NumberField

SCOPES = (
    ("read", pgettext_lazy("scope", "Read")),
    ("write", pgettext_lazy("scope", "Write")),
    ("decide", pgettext_lazy("scope", "Decide")),
)


class KeyForm(forms.Form):
    """A key's name, what it may do, and for how long."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=pgettext_lazy("may do", "May"),
        choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )
    days = NumberField(
        label=_("Ends after (days)"), units=["d"], min_value=1, max_value=365, initial=90
    )
