from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.choices import RespondentRole

RESPONDENTS: Mapping[str, Promise] = {
    RespondentRole.BOSS: pgettext_lazy("respondent", "Executive"),
    RespondentRole.CAPTAIN: pgettext_lazy("respondent", "AI captain"),
    RespondentRole.MANAGER: pgettext_lazy("respondent", "Manager"),
    RespondentRole.TEAM: pgettext_lazy("respondent", "Team"),
}


class InvitationForm(forms.Form):
    """In what capacity somebody is asked, and where to write; without an address, a link."""

    role = forms.ChoiceField(
        label=_("Who answers"),
        choices=[(role, RESPONDENTS[role]) for role in reversed(RespondentRole.values)],
        initial=RespondentRole.TEAM,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=_("E-mail address (optional)"),
        required=False,
        help_text=_("Without an address you get a link to copy."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
