from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.choices import Role
from governance.access.forms import DayField, NumberField
from governance.decisions.words import power_word
from governance.mandates.choices import MandateKind
from governance.mandates.rules import MANDATE_HOLDERS, MOST_VERDICTS, MandateTerms
from governance.members.models import Member


def ceiling(label: Any) -> NumberField:
    """A sum that a letter carries."""
    return NumberField(label=label, places=2, units=["EUR"], min_value=0, max_value=100_000_000)


class MandateForm(forms.Form):
    """A letter: who, what, up to how much, from when until when.

    `members` are those present; with `holder` the letter is for that person and nobody is chosen.
    """

    holder = forms.ChoiceField(label=_("Entrusted to"))
    deputy = forms.ChoiceField(
        label=_("Deputy"), required=False, help_text=_("May do the same while the holder is away.")
    )
    verdicts = forms.MultipleChoiceField(
        label=_("May decide alone"), widget=forms.CheckboxSelectMultiple, required=False
    )
    ceiling_per_decision = NumberField(
        label=_("Up to, per decision (€)"),
        places=2,
        units=["EUR"],
        min_value=0,
        max_value=100_000_000,
    )
    ceiling_total = NumberField(
        label=_("Up to, in total (€)"), places=2, units=["EUR"], min_value=0, max_value=100_000_000
    )
    days_per_month = NumberField(
        label=_("Days reserved a month"), places=1, units=["d"], max_digits=3
    )
    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"), help_text=_("Twelve months at most, renewable."))

    def __init__(
        self,
        *args: Any,
        kind: MandateKind,
        members: list[Member],
        terms: MandateTerms,
        holder: Member | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        able = [m for m in members if Role(m.role) in MANDATE_HOLDERS[kind]]
        people = [(str(member.id), member.display_name) for member in able]
        self._choose("holder", people)
        self._choose("deputy", [("", _("Nobody")), *people])
        self._choose(
            "verdicts", [(verdict, power_word(verdict)) for verdict in MOST_VERDICTS[kind]]
        )
        if holder is not None:
            del self.fields["holder"]
        for name in self.fields:
            if hasattr(terms, name):
                self.initial.setdefault(name, getattr(terms, name))
        self.initial.setdefault("deputy", terms.deputy_id or "")

    def holder_id(self) -> UUID:
        """Whom the letter is for, where the form asks it."""
        return UUID(self.cleaned_data["holder"])

    def written_terms(self) -> MandateTerms:
        """The letter as it was filled in; what the form does not ask stays as proposed."""
        data = self.cleaned_data
        return MandateTerms(
            verdicts=tuple(data["verdicts"]),
            ceiling_per_decision=data["ceiling_per_decision"],
            ceiling_total=data["ceiling_total"],
            days_per_month=float(data["days_per_month"]),
            starts=data["starts"],
            ends=data["ends"],
            scope_text=self.terms.scope_text,
            deputy_id=UUID(data["deputy"]) if data["deputy"] else None,
        )

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class DeclineForm(forms.Form):
    """Why its holder does not take a letter."""

    reason = forms.CharField(
        label=_("Why you decline"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("One sentence; whoever wrote the letter reads it, and it stays in the log."),
    )


class DiscussForm(forms.Form):
    """What its holder wants to discuss before signing."""

    remark = forms.CharField(
        label=_("What you want to discuss"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
        help_text=_("An amount, a date, the days a month. The letter waits meanwhile."),
    )


class RevokeForm(forms.Form):
    """Why a mandate ends before its day."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("One sentence; it stays in the decision log."),
    )
