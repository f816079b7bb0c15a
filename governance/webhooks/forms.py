from django import forms
from django.utils.translation import gettext_lazy as _

from governance.webhooks.rules import LONGEST_URL
from governance.webhooks.words import EVENTS


class WebhookForm(forms.Form):
    """Which address is told, and of what."""

    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_URL,
        help_text=_("It begins with https:// and can be reached from the internet."),
        widget=forms.URLInput,
    )
    events = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=list(EVENTS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
