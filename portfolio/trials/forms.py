from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import NumberField
from portfolio.life.forms import cards, euros, sentence


class TrialForm(forms.Form):
    """One question, thirty days."""

    question = sentence(
        _("The one question the trial answers"),
        help_text=_("For instance: do the drafts save half of the time?"),
    )
    days = NumberField(
        label=_("Days of work"),
        units=["d"],
        min_value=0,
        max_value=5,
        help_text=_("Five at most."),
    )
    money = euros(_("Money (€)"), help_text=_("€500 at most."))


class TrialEndForm(forms.Form):
    """What the trial has answered."""

    conclusive = cards(
        _("Is the answer clear?"), [("yes", _("Yes, go on")), ("no", _("No, leave it there"))]
    )
    answer = sentence(_("What it has answered"), longest=600)
    spent = euros(_("Spent (€)"), required=False)

    def ended(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        return {
            "answer": data["answer"],
            "conclusive": data["conclusive"] == "yes",
            "spent": data["spent"] or 0,
        }
