from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import DayField
from governance.decisions.words import VERDICTS
from governance.members.models import Member
from portfolio.decisions.rules.pauses import PAUSE_LIMIT, restart_refusal
from portfolio.decisions.services.verdicts import ENDING, VerdictRequest
from portfolio.life.choices import Again, Verdict
from portfolio.life.forms import cards, day, euros, figure, person, sentence, version
from portfolio.life.rules import NO_CHANGE, Changes
from portfolio.life.words import AGAIN, explained
from portfolio.objectives.models import Objective
from tenants.display import date_long, quoted, unit_word

REASONED = frozenset({Verdict.REJECT, Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP, Verdict.RETURN})
WAYS = (
    (Verdict.PAUSE.value, VERDICTS[Verdict.PAUSE].verb),
    (Verdict.STOP.value, VERDICTS[Verdict.STOP].verb),
    (Verdict.COMPLETE.value, VERDICTS[Verdict.COMPLETE].verb),
)
KEEP = "keep"
ONCE_MORE = [(one.value, AGAIN[one.value]) for one in Again]


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


def gained_field() -> forms.CharField:
    """What it brought."""
    return sentence(
        _("What was gained, beside what was promised?"),
        required=False,
        help_text=_("The measurements stand above; this is what they do not say."),
        longest=600,
    )


def kept_field() -> forms.CharField:
    """What stays."""
    return sentence(
        _("What stays in use, or serves again?"),
        required=False,
        help_text=_("A tool, data, a method, a supplier."),
        longest=1000,
    )


def again_field() -> forms.ChoiceField:
    """Whether one would do it again."""
    return cards(_("Would you do it again?"), ONCE_MORE, required=False)


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
        if verdict in ENDING:
            self._add_closing(members)
        if verdict is Verdict.ADJUST:
            self._add_changes(members, objectives)
        self.fields["reason"] = reason_field(required=verdict in REASONED)
        self.order_fields(["reason"] if verdict in {Verdict.STOP, Verdict.PAUSE} else None)

    def said(self) -> dict[str, Any]:
        """What the service is given with the verdict."""
        data = self.cleaned_data
        said: dict[str, Any] = {
            name: data[name] for name in ("reason", "lesson", "kept", "gained") if name in data
        }
        said["again"] = Again(data["again"]) if data.get("again") else None
        said["restart_on"] = data.get("restart_on")
        said["claims_success"] = data.get("claims_success") == "yes"
        said["runs_on_id"] = UUID(data["runs_on"]) if data.get("runs_on") else None
        said["changes"] = self._changes() if self.verdict is Verdict.ADJUST else NO_CHANGE
        said["expected_version"] = data["expected_version"]
        return said

    def _add_closing(self, members: list[Member]) -> None:
        """What was gained, what stays and who runs it, what was learned, whether once more."""
        if self.verdict is Verdict.COMPLETE:
            self.fields["claims_success"] = cards(
                _("Is the objective met?"),
                [("yes", _("Yes, the target is met")), ("no", _("No, the gain is judged enough"))],
            )
        self.fields["gained"] = gained_field()
        self.fields["kept"] = kept_field()
        self.fields["runs_on"] = person(
            _("Who runs it from now on?"),
            members,
            required=False,
            help_text=_("Somebody sees to it that the gain lasts."),
        )
        self.fields["lesson"] = lesson_field(required=self.verdict is Verdict.STOP)
        self.fields["again"] = again_field()

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


class CorrectionForm(forms.Form):
    """Why a decision was wrong."""

    reason = sentence(
        _("What was wrong?"),
        help_text=_("One sentence is enough. It stands in the log."),
        longest=600,
    )


class StartForm(forms.Form):
    """Starting in an open slot: nothing more than a tap, and a sentence for whoever wishes."""

    expected_version = version()
    names: ClassVar[Mapping[UUID, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(required=False)

    @property
    def reason(self) -> str:
        """Why, where a sentence was written."""
        return str(self.cleaned_data["reason"])

    def instead(self) -> VerdictRequest | None:
        """Nothing gives way."""
        return None

    def changes_nothing(self) -> bool:
        """Whether everything stays as it is."""
        return False


class ArbitrationForm(forms.Form):
    """One choice: who gives its slot and by which way, or everything stays.

    Only what that way needs is looked at, all of it at once. A way is written `2-<id>-stop`: the
    slot, who sits there, the verdict.
    """

    expected_version = version()
    NEEDED: ClassVar[Mapping[str, tuple[str, ...]]] = {
        Verdict.STOP: ("reason_stop", "lesson"),
        Verdict.PAUSE: ("restart_on", "reason_pause"),
        Verdict.COMPLETE: ("runs_on",),
    }

    def __init__(
        self,
        *args: Any,
        actives: list[tuple[int, str, str]],
        members: list[Member],
        today: date,
        corrects: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.names = {member.id: member.display_name for member in members}
        if corrects:
            self.fields["reason"] = CorrectionForm.base_fields["reason"]
        ways = [
            (f"{no}-{one}-{verdict}", f"{label} {quoted(title)}")
            for no, one, title in actives
            for verdict, label in WAYS
        ]
        self.fields["way"] = cards(
            _("Which one gives its slot, and how?"), [*ways, (KEEP, _("Keep everything as it is"))]
        )
        self.fields["reason_stop"] = reason_field(required=False)
        self.fields["lesson"] = lesson_field(required=False)
        self.fields["restart_on"] = restart_field(today=today, required=False)
        self.fields["reason_pause"] = reason_field(required=False)
        self.fields["runs_on"] = person(_("Who runs it from now on?"), members, required=False)
        self.fields["claims_success"] = forms.BooleanField(
            label=_("Its target is met"), required=False
        )
        self.fields["reason_complete"] = reason_field(required=False)

    def changes_nothing(self) -> bool:
        """Whether everything stays as it is."""
        return bool(self.cleaned_data["way"] == KEEP)

    def clean(self) -> dict[str, Any]:
        """Everything that the chosen way needs is there; the other ways are not looked at."""
        data = super().clean() or {}
        chosen = str(data.get("way") or "").rpartition("-")[2]
        needed = self.NEEDED.get(chosen, ())
        for name in set(self.errors) - {"way", "reason", "expected_version", *needed}:
            del self.errors[name]
        for name in needed:
            if name not in self.errors and not str(data.get(name) or "").strip():
                self.add_error(name, _("Fill in this field."))
        restart = data.get("restart_on")
        if chosen == Verdict.PAUSE and restart is not None:
            refused = restart_refusal(restart_on=restart, today=self.today)
            if refused is not None:
                self.add_error("restart_on", explained(refused.code, refused.facts))
        return data

    @property
    def reason(self) -> str:
        """Why a decision is corrected; a start says it with what gives way."""
        return str(self.cleaned_data.get("reason", ""))

    def instead(self) -> VerdictRequest:
        """What gives way, and what is said of it."""
        data = self.cleaned_data
        _slot, _dash, rest = data["way"].partition("-")
        key, _dash, verdict = rest.rpartition("-")
        ends, completes = verdict == Verdict.STOP, verdict == Verdict.COMPLETE
        runs_on = data.get("runs_on") if completes else ""
        return VerdictRequest(
            initiative_id=UUID(key),
            verdict=Verdict(verdict),
            reason=data[f"reason_{verdict}"],
            lesson=data["lesson"] if ends else "",
            restart_on=data.get("restart_on") if verdict == Verdict.PAUSE else None,
            claims_success=completes and data["claims_success"],
            runs_on_id=UUID(runs_on) if runs_on else None,
        )
