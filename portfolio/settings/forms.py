from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from governance.access.forms import NumberField
from portfolio.cap.models import Portfolio
from portfolio.cap.rules import HIGHEST_POOL_CAP, LOWEST_POOL_CAP
from portfolio.estimates.choices import CompanySize
from portfolio.life.forms import euros, figure, sentence, version
from portfolio.rhythm.choices import ReviewCadence

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
    ("", _("Not told yet")),
    (CompanySize.MICRO.value, _("Up to 9 employees")),
    (CompanySize.SMALL.value, _("10 to 49 employees")),
    (CompanySize.MEDIUM.value, _("50 to 249 employees")),
]


class CapForm(forms.Form):
    """How many priorities at a time, and why it changes."""

    expected_version = version()
    cap = forms.TypedChoiceField(
        label=_("Active priorities at most"),
        choices=CAPS,
        coerce=int,
        help_text=_("From one to three, never more."),
    )
    reason = sentence(_("Why?"), help_text=_("One sentence, which stands in the log."))


class PoolForm(forms.Form):
    """How many ideas wait at most, and why it changes."""

    expected_version = version()
    pool_cap = NumberField(
        label=_("Ideas in the pool at most"),
        min_value=LOWEST_POOL_CAP,
        max_value=HIGHEST_POOL_CAP,
        help_text=_("Twelve are proposed: what waits longer than that seldom starts."),
    )
    reason = sentence(_("Why?"), help_text=_("One sentence, which stands in the log."))


class ExceptionForm(forms.Form):
    """Why one more priority for thirty days."""

    reason = sentence(_("Why?"), help_text=_("One sentence, which stands in the log."))


class RhythmForm(forms.Form):
    """How often the review is held."""

    rhythm = forms.ChoiceField(
        label=_("A review"),
        choices=RHYTHMS,
        help_text=_("A change holds from the next period."),
    )


class CalendarForm(forms.Form):
    """What the company does not count, beside week-ends and public holidays."""

    expected_version = version()
    bridge_days = forms.BooleanField(
        label=_("We make the bridge"),
        required=False,
        help_text=_("A Friday after a public holiday and a Monday before one do not count."),
    )
    quiet_august = forms.BooleanField(
        label=_("August is quiet"),
        required=False,
        help_text=_(
            "No clock runs in August. A review that falls in it opens on the first working day"
            " of September, for both months."
        ),
    )


class SilenceForm(forms.Form):
    """Why silence has an effect from now on, or none."""

    reason = sentence(_("Why?"), help_text=_("One sentence, which stands in the log."))


class CapacityForm(forms.Form):
    """The company's size and its days a month, which guide advice only."""

    company_size = forms.ChoiceField(
        label=_("Employees"),
        choices=SIZES,
        required=False,
        help_text=_(
            "Serves to propose orders of magnitude; says whether the works council comes first."
        ),
    )
    days_per_month = figure(
        _("Days a month for AI, all people together"),
        help_text=_("An advice when it is too much, never a lock."),
        units=["d"],
    )
    day_price = euros(
        _("Price of a day of your own people (€)"),
        help_text=_("Counts beside the budget, wherever days are weighed against gains."),
    )
    closed_months = forms.TypedMultipleChoiceField(
        label=_("Closed months"),
        choices=list(MONTHS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Three at most: no measurement is missing in them, and no gain lapses."),
    )


class YearForm(forms.Form):
    """When a fiscal year begins, and what the company means to spend in the present one."""

    fiscal_month = forms.TypedChoiceField(
        label=_("The fiscal year begins with"), choices=list(MONTHS.items()), coerce=int
    )
    year_amount = euros(
        _("Envelope for AI this year (€)"),
        required=False,
        help_text=_("Before VAT. Shown beside what is spent, ordered and approved; never a lock."),
    )


FORMS: dict[str, type[forms.Form]] = {
    "cap": CapForm,
    "pool": PoolForm,
    "exception": ExceptionForm,
    "rhythm": RhythmForm,
    "calendar": CalendarForm,
    "silence": SilenceForm,
    "capacity": CapacityForm,
    "year": YearForm,
}


def settings_forms(portfolio: Portfolio, *, year_amount: Decimal | None) -> dict[str, forms.Form]:
    """The forms, filled with what holds today."""
    initial: dict[str, Any] = {
        "expected_version": portfolio.version,
        "cap": portfolio.cap,
        "pool_cap": portfolio.pool_cap,
        "rhythm": portfolio.next_rhythm,
        "bridge_days": portfolio.bridge_days,
        "quiet_august": portfolio.quiet_august,
        "company_size": portfolio.company_size,
        "days_per_month": portfolio.days_per_month,
        "day_price": portfolio.day_price,
        "closed_months": portfolio.closed_months,
        "fiscal_month": portfolio.fiscal_month,
        "year_amount": year_amount,
    }
    return {name: form(initial=initial, auto_id=f"{name}_%s") for name, form in FORMS.items()}


def sent_form(name: str, data: Any) -> forms.Form:
    """The form that was sent."""
    return FORMS[name](data, auto_id=f"{name}_%s")
