from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.voices.choices import RespondentRole
from tenants.accounts.forms import MailAddressField


class InvitationForm(forms.Form):
    """In what capacity somebody is asked, and where to write; without an address, a link."""

    role = forms.ChoiceField(
        label=_("Who answers"),
        choices=RespondentRole.choices[::-1],
        initial=RespondentRole.TEAM,
        widget=forms.RadioSelect,
    )
    email = MailAddressField(
        label=_("E-mail address (optional)"),
        required=False,
        help_text=_("Without an address you get a link to copy."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
