from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portfolio.choices import CompanySize, ReviewCadence
from portfolio.forms.fields import cards, sentence, version
from portfolio.rules.cap import HIGHEST_CAP, LOWEST_CAP

CAPS = [
    (1, _("1 priority")),
    (2, _("2 priorities")),
    (3, _("3 priorities (recommended)")),
]
RHYTHMS = [
    (ReviewCadence.WEEKLY.value, _("Every week")),
    (ReviewCadence.MONTHLY.value, _("Every month (recommended)")),
    (ReviewCadence.QUARTERLY.value, _("Every quarter")),
]
SIZES = [
    (CompanySize.MICRO.value, _("Up to 9 employees")),
    (CompanySize.SMALL.value, _("10 to 49 employees")),
    (CompanySize.MEDIUM.value, _("50 to 249 employees")),
]
SILENCE = [
    ("yes", pgettext_lazy("silence", "On")),
    ("no", pgettext_lazy("silence", "Off")),
]


class CapForm(forms.Form):
    """How many priorities at a time, and why it changes."""

    expected_version = version()
    cap = forms.TypedChoiceField(
        label=_("Active priorities at most"),
        choices=CAPS[LOWEST_CAP - 1 : HIGHEST_CAP],
        coerce=int,
        help_text=_("From one to three, never more. What is active stays active."),
    )
    reason = sentence(_("Why?"), help_text=_("One sentence, which stands in the log."))


class ExceptionForm(forms.Form):
    """Why one more priority for thirty days."""

    reason = sentence(_("Why an exception?"), help_text=_("One sentence, which stands in the log."))


class RhythmForm(forms.Form):
    """How often the review is held, and whether silence pauses."""

    expected_version = version()
    rhythm = forms.ChoiceField(label=_("Review"), choices=RHYTHMS)
    silence = cards(_("When reviews stay without an answer"), SILENCE)

    def silence_pauses(self) -> bool:
        """Whether silence freezes and pauses."""
        return bool(self.cleaned_data["silence"] == "yes")


class SizeForm(forms.Form):
    """The size of the company, from which orders of magnitude are proposed."""

    expected_version = version()
    company_size = forms.ChoiceField(
        label=_("Employees"),
        choices=SIZES,
        help_text=_("Serves to propose orders of magnitude of value. Nothing else."),
    )


FORMS: dict[str, type[forms.Form]] = {
    "cap": CapForm,
    "exception": ExceptionForm,
    "rhythm": RhythmForm,
    "size": SizeForm,
}


def settings_forms(*, initial: dict[str, Any]) -> dict[str, forms.Form]:
    """The four forms filled with what holds today, each with ids of its own."""
    return {
        name: form(initial=initial, prefix=None, auto_id=f"{name}_%s")
        for name, form in FORMS.items()
    }
