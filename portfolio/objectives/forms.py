from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.access.forms import NumberField
from portfolio.initiatives.forms import BENEFIT_CHOICES
from portfolio.life.forms import AskedForm, cards, day, euros, figure, sentence, told, version
from portfolio.objectives.choices import Benefit, Direction, Verification
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.services.objectives import ObjectiveInput
from tenants.bounds import MOST_PEOPLE
from tenants.display import unit_word

DIRECTIONS = (
    (Direction.DOWN.value, _("Less is better")),
    (Direction.UP.value, _("More is better")),
)
CADENCES = ((7, _("Every week")), (14, _("Every two weeks")), (30, _("Every month")))


class BaselineForm(forms.Form):
    """A baseline, or that it is not known yet: `baseline`, `unknown_baseline`."""

    def clean(self) -> dict[str, Any]:
        """A baseline and *I do not know* do not go together."""
        data = super().clean() or {}
        if data.get("unknown_baseline"):
            data["baseline"] = None
        elif data.get("baseline") is None and "baseline" not in self.errors:
            self.add_error("baseline", _("Write a figure, or tick “I do not know yet”."))
        return data


class ObjectiveForm(BaselineForm):
    """What changes, for whom, measured how, by when."""

    kpi = forms.CharField(
        label=_("What is measured"), max_length=160, help_text=_("For instance: days per quote.")
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=20, help_text=_("h, min, %, €, files a week…")
    )
    direction = cards(_("Which way is better?"), DIRECTIONS)
    beneficiaries = forms.CharField(label=_("For whom"), max_length=160)
    people_served = NumberField(
        label=_("How many people"), required=False, min_value=1, max_value=MOST_PEOPLE
    )
    benefit = forms.ChoiceField(label=_("What is gained"), choices=BENEFIT_CHOICES)
    baseline = figure(
        _("Baseline: where you stand today"),
        help_text=_("Leave it empty if you do not know: you have two weeks to measure it."),
    )
    unknown_baseline = forms.BooleanField(
        label=_("I do not know yet: measure it within two weeks"), required=False
    )
    target = figure(_("Target"))
    target_on = day(_("Deadline"), required=False)
    cadence_days = forms.TypedChoiceField(
        label=_("Measured"), choices=CADENCES, coerce=int, initial=30
    )
    monthly_value = euros(
        _("Worth a month, once the target is met (€)"),
        required=False,
        help_text=_("An order of magnitude. Leave it empty if it is not about money."),
    )
    reuse_percent = NumberField(
        label=_("Share of freed time that counts (%)"),
        units=["%"],
        min_value=0,
        max_value=100,
        required=False,
        help_text=_(
            "Of freed time only what is used again counts: at 50 %, 900 € typed count for 450 €."
        ),
    )
    destination = forms.CharField(
        label=_("What freed time will serve"),
        max_length=160,
        required=False,
        help_text=_("Freed time counts in euros only when something is done with it."),
    )
    expected_version = version()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [str(self.data["unit"])] if self.data.get("unit") else []
        for name in ("baseline", "target"):
            field = self.fields[name]
            if isinstance(field, NumberField):
                field.units = tuple(units)

    def given(self, former: Objective | None) -> ObjectiveInput:
        """What the service is given; what the form does not ask stays as it was."""
        data = self.cleaned_data
        return ObjectiveInput(
            benefit=Benefit(data["benefit"]),
            beneficiaries=data["beneficiaries"],
            people_served=data["people_served"],
            kpi=data["kpi"],
            unit=data["unit"],
            direction=Direction(data["direction"]),
            baseline=data["baseline"],
            baseline_on=former.baseline_on if former else None,
            target=data["target"],
            target_on=data["target_on"],
            cadence_days=data["cadence_days"],
            monthly_value=data["monthly_value"],
            reuse_share=self._share(former),
            destination=data["destination"],
        )

    def _share(self, former: Objective | None) -> Decimal:
        """The share that was typed, else the one that holds, else a half."""
        percent = self.cleaned_data["reuse_percent"]
        if percent is not None:
            return Decimal(percent) / 100
        return former.reuse_share if former else Decimal("0.50")


VERIFICATIONS = (
    (Verification.ACCOUNTS.value, _("Seen in the accounts")),
    (Verification.HOURS.value, _("Hours given to something else")),
    (Verification.UNVERIFIED.value, _("Not verified")),
)


class VerificationForm(forms.Form):
    """Where a confirmed gain was seen."""

    verification = cards(_("Where was the gain seen?"), VERIFICATIONS)
    hours_used_for = forms.CharField(
        label=_("What the hours were given to"),
        max_length=160,
        required=False,
        help_text=_("Only for hours."),
    )


class MeasurementForm(AskedForm):
    """One number, one day."""

    value = told(_("Value"), required=True)
    on = day(_("Measured on"))
    document = forms.CharField(
        label=_("Where it can be seen"),
        max_length=300,
        required=False,
        help_text=_("A document or a report: it vouches for the value."),
    )
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, objectives: tuple[Objective, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), f"{one.kpi} ({unit_word(one.unit)})") for one in objectives]
        self.fields["value"] = told(
            _("Value"), required=True, units=[one.unit for one in objectives if self._may_mean(one)]
        )
        field = forms.ChoiceField(label=_("Measure"), choices=choices)
        if len(choices) == 1:
            field.widget, field.initial = forms.HiddenInput(), choices[0][0]
            unit = unit_word(objectives[0].unit)
            self.fields["value"].label = pgettext_lazy("measure", "Value (%s)") % unit
        self.fields["objective"] = field
        self.order_fields(["objective"])

    def _may_mean(self, objective: Objective) -> bool:
        """Whether the value may be that objective's: the one chosen, or any while none is."""
        return self.data.get("objective") in (None, "", str(objective.id))


class ValueForm(AskedForm):
    """What a measurement should say."""

    on = day(_("Measured on"))
    document = forms.CharField(label=_("Where it can be seen"), max_length=300, required=False)
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)
    expected_version = version()

    def __init__(self, sent: Any = None, *, measurement: Measurement) -> None:
        first = {name: getattr(measurement, name) for name in ("on", "document", "note")}
        first |= {"value": measurement.told, "expected_version": measurement.version}
        super().__init__(sent, initial=first)
        unit = measurement.objective.unit
        label = pgettext_lazy("measure", "Value (%s)") % unit_word(unit)
        self.fields["value"] = told(label, required=True, units=[unit])
        self.order_fields(["value"])


class WithdrawalForm(ValueForm):
    """What was wrong, and the value that was meant."""

    reason = sentence(_("What was wrong?"))

    def __init__(self, sent: Any = None, *, measurement: Measurement) -> None:
        super().__init__(sent, measurement=measurement)
        field = self.fields["value"]
        field.required, self.initial["value"] = False, None
        field.help_text = _("Leave it empty where nothing should have been measured.")
        del self.fields["note"], self.fields["document"]
        self.order_fields(["reason", "value", "on"])
