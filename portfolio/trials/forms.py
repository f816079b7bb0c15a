from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import NumberField
from governance.members.models import Member
from governance.register.choices import DataClass
from portfolio.life.forms import cards, euros, sentence
from portfolio.trials.choices import Rating
from portfolio.trials.models import Trial
from portfolio.trials.services import SmallUse


class TrialForm(forms.Form):
    """One question, thirty days."""

    question = sentence(
        _("The one question the trial answers"),
        help_text=_("For instance: do the drafts save half of the time?"),
    )
    days = NumberField(
        label=_("Days of work"),
        units=["d"],
        min_value=0,
        max_value=5,
        help_text=_("Five at most."),
    )
    money = euros(_("Money (€)"), help_text=_("€500 at most."))


class TrialEndForm(forms.Form):
    """What the trial has answered."""

    conclusive = cards(
        _("Is the answer clear?"), [("yes", _("Yes, go on")), ("no", _("No, leave it there"))]
    )
    answer = sentence(_("What it has answered"), longest=600)
    spent = euros(_("Spent (€)"), required=False)

    def ended(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        return {
            "answer": data["answer"],
            "conclusive": data["conclusive"] == "yes",
            "spent": data["spent"] or 0,
        }


class SmallTrialEndForm(TrialEndForm):
    """What the trial has answered, and whether the use goes on as it is: a small one."""

    in_place = forms.BooleanField(
        label=_("It is a small use: put it in the register as in place"),
        required=False,
        help_text=_("€1,000 a year and two days at most. The idea then leaves the pool."),
    )
    tool = forms.CharField(label=_("With which tool?"), max_length=120, required=False)
    data = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=_("With which data?"),
        choices=[one for one in DataClass.choices if one[0] != DataClass.UNKNOWN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cost_year = euros(_("Cost a year (€)"), required=False)
    days = NumberField(label=_("Days it takes"), units=["d"], min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        """A use in place names its tool and its data."""
        data = super().clean() or {}
        for name in ("tool", "data") if data.get("in_place") else ():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Fill in this field."))
        return data

    def ended(self) -> dict[str, Any]:
        """What the service is given."""
        data, said = self.cleaned_data, super().ended()
        if not data["in_place"]:
            return said
        use = SmallUse(
            tool=data["tool"],
            data=tuple(DataClass(one) for one in data["data"]),
            cost_year=data["cost_year"] or Decimal(0),
            days=int(data["days"] or 0),
        )
        return {**said, "use": use}


class UsersForm(forms.Form):
    """Who tries it and is asked what they think: a tick each, but for whoever carries it."""

    members = forms.MultipleChoiceField(
        label=_("Who tries it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, sent: Any = None, *, people: Iterable[Member], trial: Trial) -> None:
        asked = [str(one.member_id) for one in trial.ratings.all()]
        super().__init__(sent, initial={"members": asked})
        field = self.fields["members"]
        others = [one for one in people if one.id != trial.carried_by_id]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.id), one.display_name) for one in others]

    def ids(self) -> tuple[UUID, ...]:
        """Who was ticked."""
        return tuple(UUID(one) for one in self.cleaned_data["members"])


class RatingForm(forms.Form):
    """What somebody who tries it thinks of it."""

    rating = cards(_("What do you think of it?"), Rating.choices)
