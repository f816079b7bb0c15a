from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.life.forms import cards, day, euros, version

KINDS = (
    ("expense", _("Already spent: a fact, it is recorded")),
    ("commitment", _("To be ordered: within what is released")),
)


class ExpenseForm(forms.Form):
    """An expense that is a fact, or a commitment ahead."""

    kind = cards(_("What is it?"), KINDS)
    label = forms.CharField(label=_("What for"), max_length=160)
    amount = euros(_("Amount (€)"))
    on = day(_("Date"))

    def __init__(self, *args: Any, commitments: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), str(one)) for one in commitments]
        if choices:
            self.fields["settles"] = forms.ChoiceField(
                label=_("Pays this commitment"),
                choices=[("", _("None")), *choices],
                required=False,
            )

    @property
    def is_commitment(self) -> bool:
        """Whether the money is only ordered."""
        return bool(self.cleaned_data["kind"] == "commitment")

    def spent(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        said = {name: data[name] for name in ("label", "amount", "on")}
        if not self.is_commitment:
            said["settles_id"] = UUID(data["settles"]) if data.get("settles") else None
        return said


class BudgetForm(forms.Form):
    """The budget, in one instalment or several."""

    budget = euros(_("Budget, in all (€)"))
    tranches = forms.CharField(
        label=_("Instalments (€)"),
        required=False,
        max_length=80,
        help_text=_(
            "Leave it empty for the usual: one under €10,000, two halves above. "
            "Otherwise the sums, one after the other: 4000 2000."
        ),
    )
    expected_version = version()

    def clean_tranches(self) -> list[int] | None:
        """The instalments as whole sums."""
        words = self.cleaned_data["tranches"].replace(";", " ").replace("+", " ").split()
        if not all(word.isdecimal() for word in words):
            raise forms.ValidationError(_("Write whole sums with a space between: 4000 2000."))
        return [int(word) for word in words] or None
