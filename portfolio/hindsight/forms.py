from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import DayField


class KnownForm(forms.Form):
    """The day, or the number of an entry; nonsense is ignored."""

    day = DayField(label=_("What did we know on"), required=False)
    no = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
