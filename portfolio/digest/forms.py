from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty
from portfolio.life.words import explained
from portfolio.measuring.forms import MonthForm, show_month_refusal
from portfolio.measuring.selectors import MeasuringMonth
from portfolio.trials.choices import Rating
from portfolio.trials.forms import RatingForm
from tenants.errors import DomainError, Invalid, Refused


class StepForm(forms.Form):
    """One next step, ticked or not, in the version that was read."""

    def __init__(self, sent: Any, *, duty: Duty) -> None:
        super().__init__(sent, prefix=f"s{duty.initiative_id.hex if duty.initiative_id else ''}")
        self.duty = duty
        self.fields["done"] = forms.BooleanField(label=_("It is done"), required=False)
        self.fields["version"] = forms.IntegerField(
            initial=duty.version, widget=forms.HiddenInput, required=False
        )

    @property
    def entry(self) -> int | None:
        """The version that was read, where it is ticked."""
        data = self.cleaned_data
        return (data["version"] or self.duty.version) if data["done"] else None


class RateForm(RatingForm):
    """What one thinks of what one tries, or nothing yet."""

    def __init__(self, sent: Any, *, duty: Duty) -> None:
        super().__init__(sent, prefix=f"t{duty.id.hex if duty.id else ''}")
        self.duty = duty
        self.fields["rating"].required = False

    @property
    def entry(self) -> Rating | None:
        """What was tapped."""
        said = self.cleaned_data["rating"]
        return Rating(said) if said else None


class WeekForm(MonthForm):
    """The numbers and ticks that one person owes; what is left empty is not recorded.

    `others` is what is done elsewhere.
    """

    def __init__(
        self, sent: Any = None, *, month: MeasuringMonth, owed: Sequence[Duty], today: date
    ) -> None:
        super().__init__(sent, month=month, today=today)
        self.steps = [StepForm(sent, duty=one) for one in owed if one.kind is DutyKind.STEP]
        self.ratings = [RateForm(sent, duty=one) for one in owed if one.kind is DutyKind.RATE]
        self.others = [one for one in owed if not one.by_link]

    @property
    def rows(self) -> list[Any]:
        """Every line of the page."""
        return [*self.measured, *self.ratings, *self.steps]

    def ticked(self) -> dict[UUID, int]:
        """The initiatives whose next step is ticked, with the version that was read."""
        return {
            one.duty.initiative_id: one.entry
            for one in self.steps
            if one.entry is not None and one.duty.initiative_id is not None
        }

    def rated(self) -> dict[UUID, Rating]:
        """The trials of which something was said, with what."""
        return {
            one.duty.id: one.entry
            for one in self.ratings
            if one.entry is not None and one.duty.id is not None
        }

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed or ticked."""
        return bool(self.entries() or self.rated() or self.ticked())


def show_week_refusal(form: WeekForm, error: Invalid | Refused) -> None:
    """What is in the way of each line stands on that line."""
    errors: dict[str, DomainError] = error.facts.get("errors", {})
    for one in form.steps:
        if one.prefix in errors:
            one.add_error("done", _("This step changed meanwhile. Look again."))
    for rated in form.ratings:
        if rated.prefix in errors:
            rated.add_error(
                "rating", explained(errors[rated.prefix].code, errors[rated.prefix].facts)
            )
    show_month_refusal(form, error)
