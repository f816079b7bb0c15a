import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import NumberField
from portfolio.initiatives.models import Initiative
from portfolio.life.forms import AskedForm, cards, day, euros, sentence, version, whole_days
from portfolio.money.choices import ExpenseKind
from portfolio.money.models import Expense
from portfolio.money.rules import ZERO, LedgerLine
from portfolio.money.services.running import RunningInput
from portfolio.money.words import kind_choices
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


def kind_of_line() -> forms.ChoiceField:
    """What a line is for, sorted; nothing chosen: as its words say."""
    return forms.ChoiceField(label=_("Kind (optional)"), choices=kind_choices, required=False)


def internal_days() -> forms.Field:
    """Days of our own people; below zero takes back."""
    return NumberField(
        label=_("Days of your own people"),
        units=["d"],
        places=2,
        min_value=-1000,
        max_value=1000,
        help_text=_("Half a day is 0.5."),
    )


class ExpenseForm(AskedForm):
    """An expense that is a fact, or a commitment ahead."""

    kind = cards(_("What is it?"), KINDS)
    label = forms.CharField(label=_("What for"), max_length=160)
    sort = kind_of_line()
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
        said["kind"] = ExpenseKind(data["sort"]) if data["sort"] else None
        if self.is_commitment:
            said["cancellable_until"] = data["cancellable_until"]
        else:
            said["settles_id"] = UUID(data["settles"]) if data.get("settles") else None
        return said


class LineForm(AskedForm):
    """What a line should say."""

    label = forms.CharField(label=_("What for"), max_length=160)
    sort = kind_of_line()
    amount = euros(_("Amount (€)"), least=None)
    days = internal_days()
    on = day(_("Date"))
    cancellable_until = day(_("Can be cancelled until (optional)"), required=False)
    covers_until = paid_ahead()
    expected_version = version()

    def __init__(self, sent: Any = None, *, expense: Expense) -> None:
        names = ("label", "amount", "days", "on", "cancellable_until", "covers_until")
        first = {name: getattr(expense, name) for name in names} | {"sort": expense.kind}
        self.figure = "amount" if expense.days is None else "days"
        super().__init__(sent, initial=first | {"expected_version": expense.version})
        if not expense.is_commitment:
            del self.fields["cancellable_until"]
        apart = ("days",) if expense.days is None else ("amount", "sort", "covers_until")
        for name in apart:
            del self.fields[name]

    def line(self) -> LedgerLine:
        """What the service is given."""
        data = self.cleaned_data
        return LedgerLine(
            amount=data.get("amount") or ZERO,
            label=data["label"],
            on=data["on"],
            cancellable_until=data.get("cancellable_until"),
            covers_until=data.get("covers_until"),
            kind=ExpenseKind(data["sort"]) if data.get("sort") else None,
            days=data.get("days"),
        )


class ReversalForm(LineForm):
    """What was wrong, and what should have stood there."""

    reason = sentence(_("What was wrong?"))
    field_order = (
        "reason",
        "amount",
        "days",
        "label",
        "sort",
        "on",
        "cancellable_until",
        "covers_until",
        "confirmed",
    )

    def __init__(self, sent: Any = None, *, expense: Expense) -> None:
        super().__init__(sent, expense=expense)
        field, is_money = self.fields[self.figure], self.figure == "amount"
        field.required = False
        field.label = _("Right amount (€)") if is_money else _("Right number of days")
        field.help_text = _("Leave it empty where the line should never have been.")
        self.initial[self.figure] = None

    def right(self) -> LedgerLine | None:
        """The line that should have stood there, None where none should."""
        return None if self.cleaned_data[self.figure] is None else self.line()


class TotalForm(AskedForm):
    """One figure for who wants no lines."""

    total = euros(_("Spent in all, to that day (€)"), help_text=_("Before VAT."))
    on = day(_("Date"))


class DaysForm(AskedForm):
    """Days of our own people, on a day."""

    days = internal_days()
    label = forms.CharField(label=_("What for"), max_length=160)
    on = day(_("Date"))


class RunningForm(forms.Form):
    """What it costs a year once it runs, by kind."""

    licences = euros(_("Licences, a year (€)"), required=False)
    maintenance = euros(_("Maintenance, hosting, support, a year (€)"), required=False)
    metered = euros(
        _("Metered use, a year (€)"),
        required=False,
        help_text=_("Left empty: what was spent on it in the last twelve months."),
    )
    days = whole_days(_("Days of your own people, a year"))
    ceiling = euros(
        _("Ceiling of metered use, a month (€)"),
        required=False,
        help_text=_("A jump, or a month above it, is said. Nothing is switched off."),
    )
    expected_version = version()

    def __init__(self, sent: Any = None, *, row: Initiative, has_entry: bool) -> None:
        first = {
            "licences": row.run_licences,
            "maintenance": row.run_maintenance,
            "metered": row.run_metered,
            "days": row.run_days,
            "ceiling": row.metered_ceiling,
            "expected_version": row.version,
        }
        super().__init__(sent, initial=first)
        if has_entry:
            del self.fields["licences"]

    def described(self) -> dict[str, Any]:
        """What the service is given."""
        data = dict(self.cleaned_data)
        version_read = data.pop("expected_version")
        return {"given": RunningInput(**data), "expected_version": version_read}


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
