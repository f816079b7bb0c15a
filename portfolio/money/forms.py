import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.life.forms import AskedForm, cards, day, euros, sentence, version
from portfolio.money.models import Expense
from portfolio.money.rules import LedgerLine
from tenants.display import money

KINDS = (
    ("expense", _("Already spent: a fact, it is recorded")),
    ("commitment", _("To be ordered: within what is released")),
)


def paid_ahead() -> forms.Field:
    """The last day that a line pays ahead."""
    return day(
        _("Paid ahead until (optional)"),
        required=False,
        help_text=_("A licence for a year, say: it then counts as no pace of spending."),
    )


class ExpenseForm(AskedForm):
    """An expense that is a fact, or a commitment ahead."""

    kind = cards(_("What is it?"), KINDS)
    label = forms.CharField(label=_("What for"), max_length=160)
    amount = euros(
        _("Amount (€)"), least=None, help_text=_("Before VAT. A credit note has a minus: −120.50.")
    )
    on = day(_("Date"))
    cancellable_until = day(
        _("Can be cancelled until (optional)"), required=False, help_text=_("Only for an order.")
    )
    covers_until = paid_ahead()

    def __init__(self, *args: Any, commitments: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), f"{one.label}, {money(one.amount)}") for one in commitments]
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
        said = {name: data[name] for name in ("label", "amount", "on", "covers_until", "confirmed")}
        if self.is_commitment:
            said["cancellable_until"] = data["cancellable_until"]
        else:
            said["settles_id"] = UUID(data["settles"]) if data.get("settles") else None
        return said


class LineForm(AskedForm):
    """What a line should say."""

    label = forms.CharField(label=_("What for"), max_length=160)
    amount = euros(_("Amount (€)"), least=None)
    on = day(_("Date"))
    cancellable_until = day(_("Can be cancelled until (optional)"), required=False)
    covers_until = paid_ahead()
    expected_version = version()

    def __init__(self, sent: Any = None, *, expense: Expense) -> None:
        names = ("label", "amount", "on", "cancellable_until", "covers_until")
        first = {name: getattr(expense, name) for name in names}
        super().__init__(sent, initial=first | {"expected_version": expense.version})
        if not expense.is_commitment:
            del self.fields["cancellable_until"]

    def line(self) -> LedgerLine:
        """What the service is given."""
        data = self.cleaned_data
        return LedgerLine(
            amount=data["amount"],
            label=data["label"],
            on=data["on"],
            cancellable_until=data.get("cancellable_until"),
            covers_until=data["covers_until"],
        )


class ReversalForm(LineForm):
    """What was wrong, and what should have stood there."""

    reason = sentence(_("What was wrong?"))
    field_order = (
        "reason",
        "amount",
        "label",
        "on",
        "cancellable_until",
        "covers_until",
        "confirmed",
    )

    def __init__(self, sent: Any = None, *, expense: Expense) -> None:
        super().__init__(sent, expense=expense)
        field = self.fields["amount"]
        field.required, field.label = False, _("Right amount (€)")
        field.help_text = _("Leave it empty where the line should never have been.")
        self.initial["amount"] = None

    def right(self) -> LedgerLine | None:
        """The line that should have stood there, None where none should."""
        return None if self.cleaned_data["amount"] is None else self.line()


class BudgetForm(forms.Form):
    """The budget, in one instalment or several."""

    budget = euros(_("Budget, in all (€)"))
    tranches = forms.CharField(
        label=_("Instalments (€)"),
        required=False,
        max_length=80,
        help_text=_(
            "Leave it empty for the usual: one under €10,000, two halves above. "
            "Otherwise the sums with a plus between: 4,000 + 2,000."
        ),
    )
    expected_version = version()

    def clean_tranches(self) -> list[Decimal] | None:
        """The instalments as sums."""
        text = self.cleaned_data["tranches"].strip()
        parts = re.split(r"[+;]", text)
        if len(parts) == 1 and all(len(word) > 3 for word in text.split()):
            parts = text.split()
        return [self.fields["budget"].clean(part) for part in parts if text] or None
