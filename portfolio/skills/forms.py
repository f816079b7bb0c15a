from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.skills.choices import Mastery, PlanWay
from assessments.skills.services import Completion, PlanInput
from governance.access.choices import Role
from governance.access.forms import NumberField
from governance.literacy.choices import LiteracyFactor, MeasureKind
from governance.literacy.services import LONGEST, MeasureInput
from governance.members.models import Member
from governance.register.models import RegisterEntry
from portfolio.life.forms import cards, day, person, sentence, version


class LevelsForm(forms.Form):
    """Where somebody stands with each skill; *names* maps a skill to its name."""

    expected_version = version()

    def __init__(self, *args: Any, names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for skill, name in names.items():
            self.fields[skill] = forms.ChoiceField(label=name, choices=Mastery.choices)

    def described(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        return {
            "levels": {skill: data[skill] for skill in self.names},
            "expected_version": data["expected_version"],
        }


class PlanForm(forms.Form):
    """How a missing skill is to come; with *names* one says which, else it stays."""

    way = cards(_("How does it come?"), PlanWay.choices)
    by_on = day(_("By"))
    note = sentence(
        _("In one sentence (optional)"),
        required=False,
        longest=600,
        help_text=_("For instance: two days with the integrator, on our own quotes."),
    )
    expected_version = version()

    def __init__(
        self,
        *args: Any,
        members: list[Member],
        names: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if names is not None:
            self.fields["skill"] = forms.ChoiceField(
                label=_("Which skill?"), choices=list(names.items())
            )
        self.fields["owner"] = person(_("Who sees to it?"), members)
        self.order_fields(("skill", "way", "owner", "by_on", "note"))

    def planned(self) -> PlanInput:
        """What the service is given."""
        data = self.cleaned_data
        return PlanInput(
            way=PlanWay(data["way"]),
            owner_id=UUID(data["owner"]),
            by_on=data["by_on"],
            note=data["note"],
        )


class PlanDoneForm(forms.Form):
    """What was done; a training says with whom and how long."""

    done_on = day(_("Done on"))
    evidence = sentence(
        _("Where its proof is (optional)"),
        required=False,
        longest=600,
        help_text=_("For instance: attendance sheet, shared folder, invoice number."),
    )
    expected_version = version()

    def __init__(self, *args: Any, members: list[Member], trains: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not trains:
            del self.fields["evidence"]
            return
        self.fields["persons"] = people(_("Who took part?"), members)
        self.fields["duration_min"] = minutes(required=True)
        self.fields["raises"] = forms.BooleanField(
            label=_("Those who took part stand one step further on the map"), required=False
        )
        self.order_fields(("done_on", "persons", "duration_min", "raises", "evidence"))

    def done(self) -> Completion:
        """What the service is given."""
        data = self.cleaned_data
        return Completion(
            done_on=data["done_on"],
            person_ids=tuple(UUID(one) for one in data.get("persons", ())),
            duration_min=data.get("duration_min"),
            evidence=data.get("evidence", ""),
            raises=data.get("raises", False),
        )


class MeasureForm(forms.Form):
    """Something done so that people use AI knowingly."""

    kind = cards(_("What was done?"), MeasureKind.choices)
    held_on = day(_("Done on"))
    audience = forms.MultipleChoiceField(
        label=_("For whom, by role"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody who holds the role that day."),
    )
    factors = forms.MultipleChoiceField(
        label=_("What was taken into account (optional)"),
        choices=LiteracyFactor.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = sentence(
        _("Where its proof is (optional)"),
        required=False,
        longest=600,
        help_text=_("For instance: attendance sheet, shared folder, invoice number."),
    )

    entries = forms.MultipleChoiceField(
        label=_("About which uses (none ticked: all of them)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        members: list[Member],
        uses: Iterable[RegisterEntry] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"] = people(_("For whom, by name"), members, required=False)
        field = self.fields["entries"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.id), one.tool) for one in uses]
        self.fields["duration_min"] = minutes(required=False)
        self.order_fields(
            (
                "kind",
                "held_on",
                "duration_min",
                "audience",
                "persons",
                "entries",
                "factors",
                "evidence",
            )
        )

    def measured(self) -> MeasureInput:
        """What the service is given."""
        data = self.cleaned_data
        return MeasureInput(
            kind=MeasureKind(data["kind"]),
            held_on=data["held_on"],
            audience=tuple(Role(one) for one in data["audience"]),
            person_ids=tuple(UUID(one) for one in data["persons"]),
            duration_min=data["duration_min"],
            entry_ids=tuple(UUID(one) for one in data["entries"]),
            factors=tuple(LiteracyFactor(one) for one in data["factors"]),
            evidence=data["evidence"],
        )


def people(
    label: Any, members: Iterable[Member], *, required: bool = True
) -> forms.MultipleChoiceField:
    """Some of the people who are there today."""
    return forms.MultipleChoiceField(
        label=label,
        choices=[(str(one.id), one.display_name) for one in members],
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


def minutes(*, required: bool) -> NumberField:
    """How long something took."""
    label = _("How long, in minutes") if required else _("How long, in minutes (optional)")
    return NumberField(
        label=label, units=["min"], min_value=1, max_value=LONGEST, required=required
    )
