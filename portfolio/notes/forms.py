from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.life.forms import sentence, version


class NoteForm(forms.Form):
    """A few words."""

    text = sentence(
        _("A note"),
        help_text=_("A few words that decide nothing. What is decided stands in the log."),
        longest=1000,
    )


class StepDoneForm(forms.Form):
    """One tap, on the step as it was read."""

    expected_version = version()
