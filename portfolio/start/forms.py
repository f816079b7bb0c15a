from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.uses.selectors import UseLine
from governance.access.forms import NumberField
from portfolio.estimates.choices import CompanySize
from portfolio.initiatives.choices import LiveTap
from portfolio.initiatives.forms import LIVE_TAPS
from portfolio.initiatives.services import go_live_of
from portfolio.life.forms import cards, day, euros, figure
from portfolio.objectives.forms import BaselineForm
from portfolio.objectives.models import Objective
from portfolio.settings.forms import SIZES as COMPANY_SIZES
from portfolio.start.services import MOST_USES, Carrier, FirstFigures
from portfolio.uses.services import ChosenUse
from tenants.accounts.forms import MailAddressField
from tenants.display import unit_word

# The catalogue's unit of what is simply counted.
COUNT = "n"
CARRIERS = (
    ("me", pgettext_lazy("who carries the subject", "Me")),
    ("other", pgettext_lazy("who carries the subject", "Somebody else, by e-mail")),
)


class CarrierForm(forms.Form):
    """Who carries AI in the company: oneself, or an address. A letter has names."""

    signed_by = forms.CharField(
        label=_("Your name, as the letter is signed"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    size = cards(
        _("How many employees are you?"),
        [(size, word) for size, word in COMPANY_SIZES if size],
    )
    who = cards(_("Who carries the subject?"), CARRIERS)
    name = forms.CharField(
        label=_("His or her name"),
        help_text=_("Only for somebody else."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = MailAddressField(
        label=_("His or her e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, has_name: bool, has_size: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_name:
            del self.fields["signed_by"]
        if has_size:
            del self.fields["size"]

    def clean(self) -> dict[str, Any]:
        """Somebody else has a name and an address."""
        data = super().clean() or {}
        if data.get("who") == "other":
            for field in ("name", "email"):
                if not data.get(field) and field not in self.errors:
                    self.add_error(field, _("The letter names a person: fill this in."))
        return data

    def carrier(self) -> Carrier:
        """What the service is given."""
        data = self.cleaned_data
        signed_by = data.get("signed_by", "")
        size = CompanySize(data["size"]) if data.get("size") else None
        if data["who"] == "me":
            return Carrier(signed_by=signed_by, size=size)
        return Carrier(email=data["email"], name=data["name"], signed_by=signed_by, size=size)


class UsesForm(forms.Form):
    """One to three of the promising uses."""

    uses = forms.MultipleChoiceField(
        label=_("Up to three; the first one starts, the others wait in the ideas pool"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, lines: Iterable[UseLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {line.id: line for line in lines}
        field = self.fields["uses"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(one.id, one.title) for one in self.lines.values()]

    def clean_uses(self) -> list[str]:
        """Three at most."""
        uses: list[str] = self.cleaned_data["uses"]
        if len(uses) > MOST_USES:
            raise forms.ValidationError(_("Choose three at most."))
        return uses

    def chosen(self) -> list[ChosenUse]:
        """What the service is given, in the order of the diagnostic."""
        wanted = self.cleaned_data["uses"]
        return [
            ChosenUse(use_case_id=id_, beneficiaries=line.function or str(_("The whole team")))
            for id_, line in self.lines.items()
            if id_ in wanted
        ]


class FiguresForm(BaselineForm):
    """The four things that only the company knows."""

    baseline = figure(_("Baseline: where you stand today"))
    unknown_baseline = forms.BooleanField(
        label=_("I do not know yet: measure it within two weeks"), required=False
    )
    target = figure(_("Target"), required=True)
    target_on = day(_("Deadline"))
    budget = euros(_("Budget, in all (€)"))
    when = cards(_("When is it in use?"), LIVE_TAPS[:4])

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objective = objective
        for name in ("baseline", "target") if objective.unit != COUNT else ():
            field = self.fields[name]
            if isinstance(field, NumberField):
                field.units = (objective.unit,)
            field.label = pgettext_lazy("figure and its unit", "%(label)s, in %(unit)s") % {
                "label": field.label,
                "unit": unit_word(objective.unit),
            }

    def figures(self, today: date) -> FirstFigures:
        """What the service is given."""
        data = self.cleaned_data
        return FirstFigures(
            baseline=data["baseline"],
            target=data["target"],
            target_on=data["target_on"],
            budget=data["budget"],
            go_live=go_live_of(tap=LiveTap(data["when"]), day=None, today=today),
            beneficiaries=self.objective.beneficiaries or str(_("The whole team")),
        )
