from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.questionnaire.selectors import find_use_case
from governance.access.forms import NumberField
from governance.members.models import Member
from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates
from portfolio.initiatives.choices import LiveTap
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import RemainingInput, go_live_of
from portfolio.life.forms import (
    cards,
    day,
    euros,
    figure,
    person,
    sentence,
    version,
    whole_days,
)
from portfolio.life.words import BENEFITS, SIZES
from portfolio.objectives.choices import Benefit
from tenants.bounds import LARGEST
from tenants.errors import Invalid

LIVE_TAPS = (
    (LiveTap.ALREADY.value, _("It is in use already")),
    (LiveTap.ONE.value, _("In one month")),
    (LiveTap.TWO.value, _("In two months")),
    (LiveTap.THREE.value, _("In three months")),
    (LiveTap.DAY.value, _("Another day")),
)
BENEFIT_CHOICES = [(one.value, BENEFITS[one.value]) for one in Benefit]
TAPS = [(one.value, SIZES[one.value]) for one in SizeTap]


class ProposeForm(forms.Form):
    """An idea in five answers, of which one is needed; the rest can wait."""

    title = forms.CharField(
        label=_("What changes, and for whom it is better"),
        max_length=160,
        help_text=_("A verb and a result: “Quote in three days”. Not the name of a tool."),
    )
    benefit = cards(_("What is gained, above all"), BENEFIT_CHOICES, required=False)
    beneficiaries = forms.CharField(
        label=_("For whom"),
        max_length=160,
        required=False,
        help_text=_("For instance: the six quality inspectors."),
    )
    summary = sentence(_("In two or three sentences"), required=False, longest=2000)
    situation = forms.CharField(
        label=_("How it is today"),
        max_length=200,
        required=False,
        help_text=_("A figure if you have one: about five hours a week."),
    )

    def described(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        benefit = Benefit(data["benefit"]) if data["benefit"] else None
        return {**data, "benefit": benefit}


class NewIdeaForm(ProposeForm):
    """A new idea, from the catalogue or one's own.

    What is like it can be joined instead (`join`), or it stands beside that (`confirmed`).
    """

    use_case_id = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    join = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def described(self) -> dict[str, Any]:
        """What the service is given."""
        said = super().described()
        return {name: value for name, value in said.items() if name != "join"}

    def clean_use_case_id(self) -> str:
        """An id that the catalogue knows, or none."""
        typed = str(self.cleaned_data["use_case_id"])
        return typed if find_use_case(typed) else ""

    def asked(self) -> list[Any]:
        """The five questions."""
        return [one for one in self if not one.is_hidden]


class EditForm(ProposeForm):
    """The idea and what it is about."""

    expected_version = version()


def whole_euros(label: Any) -> NumberField:
    """An order of magnitude: no cents."""
    return NumberField(label=label, required=False, units=["EUR"], min_value=0, max_value=LARGEST)


class GoLiveForm(forms.Form):
    """When it goes live, by a tap or a day; a day that is not ahead is when it went live."""

    when = cards(_("When is it in use?"), LIVE_TAPS)
    day = day(_("The day"), required=False)
    expected_version = version()

    def clean(self) -> dict[str, Any]:
        """Another day is told."""
        data = super().clean() or {}
        if data.get("when") == LiveTap.DAY and data.get("day") is None and "day" not in self.errors:
            self.add_error("day", _("Write the day."))
        return data

    def described(self, today: date) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        given = go_live_of(tap=LiveTap(data["when"]), day=data["day"], today=today)
        return {"given": given, "expected_version": data["expected_version"]}


class RemainingForm(forms.Form):
    """What is left to commit, and what stopping would change."""

    left_cash = euros(_("Still to commit (€)"), required=False)
    left_days = whole_days(_("Internal days still to do"))
    used_days = whole_days(_("Internal days used so far"))
    running = euros(_("Costs a month once it runs: licences, checking (€)"), required=False)
    exit_cost = euros(
        _("Cost of stopping (€)"),
        required=False,
        help_text=_("Below zero where something can be sold."),
        least=None,
    )
    stays_in_use = forms.BooleanField(
        label=_("What runs stays in use if the work stops"), required=False
    )
    expected_version = version()

    @classmethod
    def known(cls, row: Initiative) -> dict[str, Any]:
        """What was said last."""
        names = ("left_cash", "left_days", "used_days", "exit_cost", "stays_in_use")
        said = {name: getattr(row, name) for name in names}
        return {**said, "running": row.monthly_running, "expected_version": row.version}

    def described(self) -> dict[str, Any]:
        """What the service is given."""
        data = dict(self.cleaned_data)
        version = data.pop("expected_version")
        data |= {name: data[name] or 0 for name in ("running", "exit_cost")}
        return {"given": RemainingInput(**data), "expected_version": version}


class EstimatesForm(forms.Form):
    """Three taps; figures for whoever has them."""

    value = cards(_("Value a year, once it works"), TAPS, required=False)
    effort = cards(_("Effort"), TAPS, required=False)
    cost = cards(_("Cost"), TAPS, required=False)
    value_low = whole_euros(_("Value a year, low (€)"))
    value_likely = whole_euros(_("likely (€)"))
    value_high = whole_euros(_("high (€)"))
    days_low = figure(_("Days of work, low"), units=["d"])
    days_likely = figure(_("likely"), units=["d"])
    days_high = figure(_("high"), units=["d"])
    cost_low = whole_euros(_("Cost, low (€)"))
    cost_likely = whole_euros(_("likely (€)"))
    cost_high = whole_euros(_("high (€)"))
    expected_version = version()

    def taps(self) -> list[Any]:
        """The three questions."""
        return [self[name] for name in ("value", "effort", "cost")]

    def figures(self) -> list[list[Any]]:
        """The optional figures, three a line."""
        kinds = ("value", "days", "cost")
        return [[self[f"{kind}_{end}"] for end in ("low", "likely", "high")] for kind in kinds]

    def described(self) -> dict[str, Any]:
        """What the service is given; raises Invalid where a range is half written."""
        estimates = Estimates(
            value_tap=self._tap("value"),
            effort_tap=self._tap("effort"),
            cost_tap=self._tap("cost"),
            value=self._range("value"),
            days=self._range("days"),
            cost=self._range("cost"),
        )
        return {
            "estimates": estimates,
            "expected_version": self.cleaned_data["expected_version"],
        }

    def _tap(self, name: str) -> SizeTap | None:
        chosen = self.cleaned_data[name]
        return SizeTap(chosen) if chosen else None

    def _range(self, name: str) -> tuple[int, int, int] | None:
        low, likely, high = (
            self.cleaned_data[f"{name}_{end}"] for end in ("low", "likely", "high")
        )
        if low is None and likely is None and high is None:
            return None
        if low is None or likely is None or high is None or not 0 <= low <= likely <= high:
            raise Invalid("range_not_ordered", fields={f"{name}_low": ["not_ordered"]})
        return round(low), round(likely), round(high)


class CaptainForm(forms.Form):
    """Who carries it."""

    expected_version = version()

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["captain"] = person(
            _("Who carries this initiative?"),
            members,
            help_text=_("One person, by name. The mandate letter comes next."),
        )

    def described(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        return {
            "captain_id": UUID(data["captain"]),
            "expected_version": data["expected_version"],
        }


class NextStepForm(forms.Form):
    """Who does what by when: one line on the card."""

    text = forms.CharField(
        label=_("What happens next"),
        max_length=200,
        required=False,
        help_text=_("One line. Leave it empty to take it off the card."),
    )
    due_on = day(_("By when"), required=False)
    expected_version = version()
    field_order = ("text", "who", "due_on")

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = person(_("Who"), members, required=False)
        self.order_fields(self.field_order)

    def described(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        who = UUID(data["who"]) if data["who"] else None
        step = {"text": data["text"], "member_id": who, "due_on": data["due_on"]}
        return step | {"expected_version": data["expected_version"]}
