"""Fields that every form of the portfolio shares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.access.choices import Role
from governance.access.forms import DayField, NumberField, focus_first_error
from governance.members.models import Member
from portfolio.life.words import ALL_TEXTS, explained
from portfolio.objectives.rules import Ratio, counted_in
from tenants.errors import Invalid, Refused


def day(label: Any, *, required: bool = True, help_text: Any = "") -> DayField:
    """A day, typed as we print it."""
    return DayField(label=label, required=required, help_text=help_text)


def sentence(
    label: Any, *, required: bool = True, help_text: Any = "", longest: int = 300
) -> forms.CharField:
    """One sentence."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def euros(
    label: Any, *, required: bool = True, help_text: Any = "", least: int | None = 0
) -> NumberField:
    """A sum in euros and cents, not below `least` where one is told."""
    return NumberField(
        label=label,
        required=required,
        help_text=help_text,
        places=2,
        units=["EUR"],
        min_value=least,
        max_value=100_000_000,
    )


def whole_days(label: Any) -> NumberField:
    """A number of internal days."""
    return NumberField(label=label, required=False, units=["d"], min_value=0, max_value=10_000)


def figure(
    label: Any, *, required: bool = False, help_text: Any = "", units: Iterable[str] = ()
) -> NumberField:
    """A figure in a KPI's unit, one of `units` where they are known."""
    return NumberField(label=label, required=required, help_text=help_text, places=3, units=units)


class ToldField(NumberField):
    """A figure, or what was counted, *12 / 240*, *12 sur 240*: a Ratio of the two."""

    default_error_messages = {"counted": _("Write how many among how many, for instance 12 / 240.")}

    def to_python(self, value: Any) -> Any:
        """The figure or the ratio; None for nothing typed."""
        counted = counted_in(value) if isinstance(value, str) else None
        if counted is None:
            return super().to_python(value)
        read = super().to_python
        part, whole = map(read, counted)
        if part < 0 or whole <= 0:
            self._refuse("counted")
        return Ratio(part=part, whole=whole)

    def run_validators(self, value: Any) -> None:
        """The width holds, of both numbers of a ratio."""
        for one in (value.part, value.whole) if isinstance(value, Ratio) else (value,):
            super().run_validators(one)

    def prepare_value(self, value: Any) -> Any:
        """A first value as it was told."""
        if isinstance(value, Ratio):
            shown = super().prepare_value
            return f"{shown(value.part)} / {shown(value.whole)}"
        return super().prepare_value(value)


def told(label: Any, *, required: bool = False, units: Iterable[str] = ()) -> ToldField:
    """A measured figure in a KPI's unit, or what was counted."""
    return ToldField(
        label=label,
        required=required,
        places=3,
        units=units,
        help_text=_("A figure, or what was counted: 12 / 240."),
    )


def cards(label: Any, choices: Iterable[Any], *, required: bool = True) -> forms.ChoiceField:
    """A choice as radio cards, nothing chosen beforehand."""
    return forms.ChoiceField(
        label=label, choices=list(choices), widget=forms.RadioSelect, required=required
    )


def person(
    label: Any, members: Iterable[Member], *, required: bool = True, help_text: Any = ""
) -> forms.ChoiceField:
    """Somebody of the company who may carry something."""
    able = [member for member in members if member.role != Role.VIEWER]
    people = [(str(member.id), member.display_name) for member in able]
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Choose a person")), *people],
        required=required,
        help_text=help_text,
    )


def version() -> forms.IntegerField:
    """The version of the row that the form was filled from."""
    return forms.IntegerField(required=False, widget=forms.HiddenInput)


class AskedForm(forms.Form):
    """A form that may be asked back: what looks odd is sent once more, ticked."""

    confirmed = forms.BooleanField(
        label=_("Yes, it is right"), required=False, widget=forms.HiddenInput
    )

    def ask_back(self) -> None:
        """The box to tick is shown, not ticked."""
        self.fields["confirmed"].widget = forms.CheckboxInput()
        self.data = {name: value for name, value in self.data.items() if name != "confirmed"}


ASKED_BACK = frozenset({"odd_day", "odd_value", "same_day"})
FIELD_OF: Mapping[str, str] = {
    "reason_required": "reason",
    "criterion_needs_sentence": "reason",
    "proof_needs_sentence": "reason",
    "lesson_required": "lesson",
    "restart_required": "restart_on",
    "restart_not_ahead": "restart_on",
    "restart_too_far": "restart_on",
    "run_owner_missing": "runs_on",
    "target_not_met": "claims_success",
    "budget_below_released": "budget",
    "amount_not_positive": "amount",
    "odd_day": "confirmed",
    "odd_value": "confirmed",
    "same_day": "confirmed",
    "question_required": "question",
    "answer_required": "answer",
}
NEXT_CLICK: Mapping[str, tuple[str, Promise]] = {
    "cap_reached": ("arbitration", _("Choose which one gives way")),
    "pool_full": ("portfolio", _("Make room in the pool")),
    "correction_needs_slot": ("arbitration", _("Choose which one gives way")),
    "not_ready": ("initiative", _("Complete the file")),
    "objective_missing": ("initiative_objective", _("Add the objective")),
    "estimates_missing": ("initiative_estimates", _("Estimate in three taps")),
    "measurement_missing": ("initiative_measurements", _("Add a measurement")),
    "continue_twice_without_measurement": ("initiative_measurements", _("Add a measurement")),
    "target_changes_by_adjust": ("initiative_decide", _("Adjust")),
    "captain_changes_by_adjust": ("initiative_decide", _("Adjust")),
    "budget_changes_by_adjust": ("initiative_decide", _("Adjust")),
    "no_tranche_to_release": ("initiative_decide", _("Adjust the budget")),
    "beyond_tranche": ("initiative_decide", _("Decide to release it")),
    "spending_frozen": ("initiative_decide", _("Decide")),
    "criterion_freezes": ("initiative_decide", _("Decide")),
    "only_at_review": ("review", _("Open the review")),
    "wrong_state": ("initiative", _("See where it stands")),
    "initiative_closed": ("initiative", _("See the initiative")),
    "not_active": ("arbitration", _("Start it")),
    "pause_taken": ("portfolio", _("See what is paused")),
    "pause_full": ("portfolio", _("See what is paused")),
    "start_blocked_by_pauses": ("portfolio", _("See what is paused")),
    "trial_runs": ("portfolio", _("See the trials")),
    "trials_full": ("portfolio", _("See the trials")),
    "trial_already_running": ("initiative", _("See the trial")),
    "full_triage_needed": ("initiative_triage", _("Answer the full legal check")),
    "trial_triage_needed": ("initiative_triage", _("Answer the legal check")),
    "triage_open": ("initiative_triage", _("Answer the questions that are left")),
    "triage_prohibited": ("initiative_triage", _("See what the law asks")),
    "triage_to_review": ("triage_evidence", _("Write who checked it")),
    "triage_evidence_missing": ("triage_evidence", _("Give the evidence")),
    "dpia_open": ("initiative_triage", _("Settle it")),
    "cse_open": ("triage_evidence", _("Give the day or the reason")),
}
_REQUIRED = _("Fill in this field.")
WHOLE = frozenset({"portfolio", "review"})
ADJUSTED = frozenset(
    {
        "target_changes_by_adjust",
        "captain_changes_by_adjust",
        "budget_changes_by_adjust",
        "no_tranche_to_release",
    }
)


@dataclass(frozen=True, kw_only=True)
class Banner:
    """What stands in the way, and where to go next."""

    text: str
    url: str = ""
    action: str | Promise = ""


def show_refusal(form: forms.Form, error: Invalid | Refused, *, initiative_id: UUID | None) -> None:
    """The form holds the refusal, its entry kept; the first wrong field takes the focus."""
    text = explained(error.code, error.facts)
    if error.code in ASKED_BACK and isinstance(form, AskedForm):
        form.ask_back()
    placed = isinstance(error, Invalid) and _place(form, error)
    field = FIELD_OF.get(error.code)
    if not placed and field in form.fields:
        form.add_error(field, text)
    elif not placed:
        form.add_error(None, text)
        form.banner = _banner(error, text, initiative_id)  # type: ignore[attr-defined]
    focus_first_error(form)


def _place(form: forms.Form, error: Invalid) -> bool:
    """Whether every code of the error found its field."""
    known = {name: codes for name, codes in error.fields.items() if name in form.fields}
    for name, codes in known.items():
        for code in codes:
            form.add_error(name, str(ALL_TEXTS.get(code) or ALL_TEXTS.get(error.code) or _REQUIRED))
    return bool(known)


def _banner(error: Invalid | Refused, text: str, initiative_id: UUID | None) -> Banner:
    if error.code not in NEXT_CLICK:
        return Banner(text=text)
    name, action = NEXT_CLICK[error.code]
    args: list[Any] = [] if name in WHOLE or initiative_id is None else [initiative_id]
    if not args and name not in WHOLE:
        return Banner(text=text)
    return Banner(text=text, url=reverse(name, args=args) + _query(error), action=action)


def _query(error: Invalid | Refused) -> str:
    if error.code in ADJUSTED:
        return "?verdict=adjust"
    if error.code == "full_triage_needed":
        return "?full=1"
    if error.code == "correction_needs_slot":
        return f"?corrects={error.facts['decision_id']}"
    offers = error.facts.get("offers", ())
    return f"?verdict={offers[0]}" if offers else ""
