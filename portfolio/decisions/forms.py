from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import DayField
from governance.members.models import Member
from portfolio.decisions.rules import PAUSE_LIMIT
from portfolio.decisions.services.verdicts import Ask
from portfolio.life.choices import Verdict
from portfolio.life.forms import cards, day, euros, figure, person, sentence, version
from portfolio.life.rules import NO_CHANGE, Changes
from portfolio.objectives.models import Objective
from tenants.display import date_long, unit_word

REASONED = frozenset({Verdict.REJECT, Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP})
WAYS = (
    (Verdict.COMPLETE.value, _("Finish it: the gain is there, or judged enough")),
    (Verdict.STOP.value, _("Stop it: what it has taught stays")),
    (Verdict.PAUSE.value, _("Pause it, until a date you choose")),
)
NOTHING = "nothing"


def reason_field(*, required: bool) -> forms.CharField:
    """Why, in one sentence."""
    return sentence(
        _("Why this decision?"),
        required=required,
        help_text=_("One sentence is enough. It stands in the log."),
        longest=600,
    )


def lesson_field(*, required: bool = True) -> forms.CharField:
    """What was learned."""
    return sentence(
        _("What have you learned?"),
        required=required,
        help_text=_("What you would tell somebody who tries again."),
        longest=1000,
    )


def restart_field(*, today: date, required: bool = True) -> DayField:
    """When a pause is decided upon again."""
    field = day(_("Decide again on"), required=required, help_text=_("Within 60 days at most."))
    field.widget.attrs["placeholder"] = date_long(today + PAUSE_LIMIT)
    return field


class DecisionForm(forms.Form):
    """One verdict and what it needs; nothing is filled in beforehand but the version read."""

    expected_version = version()

    def __init__(
        self,
        *args: Any,
        verdict: Verdict,
        members: list[Member],
        objectives: tuple[Objective, ...],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.verdict = verdict
        if verdict is Verdict.PAUSE:
            self.fields["restart_on"] = restart_field(today=today)
        if verdict is Verdict.STOP:
            self.fields["lesson"] = lesson_field()
            self.fields["kept"] = sentence(
                _("What do you keep of it?"),
                required=False,
                help_text=_("Data, a method, a supplier: what serves again."),
            )
        if verdict is Verdict.COMPLETE:
            self._add_completion(members)
        if verdict is Verdict.ADJUST:
            self._add_changes(members, objectives)
        self.fields["reason"] = reason_field(required=verdict in REASONED)
        self.order_fields(["reason"] if verdict in {Verdict.STOP, Verdict.PAUSE} else None)

    def said(self) -> dict[str, Any]:
        """What the service is given with the verdict."""
        data = self.cleaned_data
        said: dict[str, Any] = {
            name: data[name] for name in ("reason", "lesson", "kept") if name in data
        }
        said["restart_on"] = data.get("restart_on")
        said["claims_success"] = data.get("claims_success") == "yes"
        said["runs_on_id"] = UUID(data["runs_on"]) if data.get("runs_on") else None
        said["changes"] = self._changes() if self.verdict is Verdict.ADJUST else NO_CHANGE
        said["expected_version"] = data["expected_version"]
        return said

    def _add_completion(self, members: list[Member]) -> None:
        self.fields["claims_success"] = cards(
            _("Is the objective met?"),
            [("yes", _("Yes, the target is met")), ("no", _("No, the gain is judged enough"))],
        )
        self.fields["runs_on"] = person(
            _("Who runs it from now on?"),
            members,
            required=False,
            help_text=_("Somebody sees to it that the gain lasts."),
        )

    def _add_changes(self, members: list[Member], objectives: tuple[Objective, ...]) -> None:
        if len(objectives) > 1:
            self.fields["objective"] = forms.ChoiceField(
                label=_("Objective"), choices=[(str(one.id), one.kpi) for one in objectives]
            )
        if objectives:
            unit = unit_word(objectives[0].unit) if len(objectives) == 1 else ""
            label = _("New target (%(unit)s)") % {"unit": unit} if unit else _("New target")
            self.fields["target"] = figure(label, units=[one.unit for one in objectives])
            self.fields["target_on"] = day(_("New deadline"), required=False)
        self.fields["budget"] = euros(_("New budget, in all (€)"), required=False)
        self.fields["limit_follows"] = forms.BooleanField(
            label=_("The stop rule on spending becomes the new budget"),
            required=False,
            initial=True,
        )
        self.fields["captain"] = person(_("New captain"), members, required=False)
        self.fields["scope"] = sentence(_("New scope"), required=False, longest=2000)

    def _changes(self) -> Changes:
        data = self.cleaned_data
        return Changes(
            target=data.get("target"),
            target_on=data.get("target_on"),
            budget=data["budget"],
            stop_above=data["budget"] if data["limit_follows"] else None,
            captain_id=UUID(data["captain"]) if data["captain"] else None,
            scope=data["scope"].strip() or None,
            objective_id=UUID(data["objective"]) if data.get("objective") else None,
        )


class StartForm(forms.Form):
    """Starting in an open slot: nothing more than a tap, and a sentence for whoever wishes."""

    expected_version = version()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(required=False)

    def instead(self) -> Ask | None:
        """Nothing gives way."""
        return None

    def changes_nothing(self) -> bool:
        """Whether everything stays as it is."""
        return False


class ArbitrationForm(forms.Form):
    """Which one gives its slot, how, and why; *change nothing* is an answer too."""

    expected_version = version()

    def __init__(
        self,
        *args: Any,
        actives: list[tuple[str, str]],
        members: list[Member],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = cards(
            _("Which one gives its slot?"), [*actives, (NOTHING, _("Change nothing"))]
        )
        self.fields["way"] = cards(_("How?"), WAYS, required=False)
        self.fields["reason"] = reason_field(required=False)
        self.fields["lesson"] = lesson_field(required=False)
        self.fields["restart_on"] = restart_field(today=today, required=False)
        self.fields["claims_success"] = forms.BooleanField(
            label=_("Its target is met"), required=False
        )
        self.fields["runs_on"] = person(_("Who runs it from now on?"), members, required=False)

    def changes_nothing(self) -> bool:
        """Whether everything stays as it is."""
        return bool(self.cleaned_data["other"] == NOTHING)

    def clean(self) -> dict[str, Any]:
        """The way is asked of whoever lets one go."""
        data = super().clean() or {}
        if data.get("other") not in (None, NOTHING) and not data.get("way"):
            self.add_error("way", _("Say how: finish, stop or pause."))
        return data

    def instead(self) -> Ask:
        """What gives way, and what is said of it."""
        data = self.cleaned_data
        return Ask(
            initiative_id=UUID(data["other"]),
            verdict=Verdict(data["way"]),
            reason=data["reason"],
            lesson=data["lesson"],
            restart_on=data["restart_on"],
            claims_success=data["claims_success"],
            runs_on_id=UUID(data["runs_on"]) if data["runs_on"] else None,
        )
