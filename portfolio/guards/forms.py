from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portfolio.guards.models import GuardRail
from portfolio.guards.services import GuardInput
from portfolio.life.forms import cards, day, figure, told, version
from portfolio.objectives.choices import Direction
from portfolio.objectives.forms import CADENCES
from tenants.display import unit_word

LIMITS = (
    (Direction.DOWN.value, _("It must not rise above the limit")),
    (Direction.UP.value, _("It must not fall below the limit")),
)


class GuardForm(forms.Form):
    """What must not get worse, and how far it may go."""

    kpi = forms.CharField(
        label=_("What must not get worse"),
        max_length=160,
        help_text=_("For instance: share of quotes reworked after sending."),
    )
    direction = cards(_("Which way is bad?"), LIMITS)
    limit = figure(_("Limit"), required=True)
    unit = forms.CharField(
        label=_("Unit"), max_length=20, help_text=_("h, min, %, €, files a week…")
    )
    cadence_days = forms.TypedChoiceField(
        label=_("Measured"), choices=CADENCES, coerce=int, initial=30
    )
    expected_version = version()

    def __init__(self, sent: Any = None, *, guard: GuardRail | None) -> None:
        names = ("kpi", "direction", "limit", "cadence_days")
        first = {} if guard is None else {name: getattr(guard, name) for name in names}
        if guard is not None:
            first |= {"unit": unit_word(guard.unit), "expected_version": guard.version}
        super().__init__(sent, initial=first)
        if self.data.get("unit"):
            self.fields["limit"] = figure(_("Limit"), required=True, units=[str(self.data["unit"])])

    def given(self) -> dict[str, Any]:
        """What the service is given."""
        data = dict(self.cleaned_data)
        version = data.pop("expected_version")
        return {"given": GuardInput(**data), "expected_version": version}


class GuardReadingForm(forms.Form):
    """One value of it, one day."""

    on = day(_("Measured on"))

    def __init__(self, sent: Any = None, *, guard: GuardRail, **more: Any) -> None:
        super().__init__(sent, **more)
        label = pgettext_lazy("measure", "Value (%s)") % unit_word(guard.unit)
        self.fields["value"] = told(label, required=True, units=[guard.unit])
        self.order_fields(["value", "on"])
