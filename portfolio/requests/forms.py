from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.life.forms import sentence


class AskForm(forms.Form):
    """Why a verdict is asked for."""

    reason = sentence(
        _("Why this decision?"),
        help_text=_("One sentence. Whoever decides reads it, and may put it into the log."),
        longest=600,
    )


class DeclineRequestForm(forms.Form):
    """Why a verdict is not taken."""

    answer = sentence(
        _("Why not?"), help_text=_("One sentence; whoever asked reads it."), longest=600
    )
