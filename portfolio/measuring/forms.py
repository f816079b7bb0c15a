from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import NumberField
from portfolio.life.forms import ASKED_BACK, AskedForm, day, show_refusal, told
from portfolio.life.words import explained
from portfolio.measuring.rules import PastedFault, PastedLine, lines_of
from portfolio.measuring.selectors import MeasuringMonth, WantedGuard, WantedUse, WantedValue
from portfolio.measuring.services import New, NewGuarded, NewUse, NewValue
from tenants.display import unit_word
from tenants.errors import DomainError, Invalid, Refused
from tenants.tables.rules.sheets import TableRefused
from tenants.tables.services import read_rows
from tenants.tables.words import reason_text

LONGEST_TABLE = 20_000


class MonthValueForm(AskedForm):
    """The value of one KPI, left empty where nothing was measured."""

    on = day(_("Measured on"), required=False)

    def __init__(self, sent: Any, *, wanted: WantedValue, today: date) -> None:
        objective = wanted.objective
        super().__init__(sent, prefix=f"v{objective.id.hex}", initial={"on": today})
        self.wanted, self.today = wanted, today
        self.fields["value"] = told(objective.kpi, units=[objective.unit])
        self.unit = unit_word(objective.unit)
        self.order_fields(["value", "on"])

    @property
    def entry(self) -> NewValue | None:
        """What the service is given; None where nothing was typed."""
        data = self.cleaned_data
        if data["value"] is None:
            return None
        return NewValue(
            objective_id=self.wanted.objective.id,
            value=data["value"],
            on=data["on"] or self.today,
            confirmed=data["confirmed"],
        )


class MonthGuardForm(forms.Form):
    """What must not get worse, left empty where nothing was measured."""

    on = day(_("Measured on"), required=False)

    def __init__(self, sent: Any, *, wanted: WantedGuard, today: date) -> None:
        guard = wanted.guard
        super().__init__(sent, prefix=f"g{guard.id.hex}", initial={"on": today})
        self.wanted, self.today = wanted, today
        self.fields["value"] = told(guard.kpi, units=[guard.unit])
        self.unit = unit_word(guard.unit)
        self.order_fields(["value", "on"])

    @property
    def entry(self) -> NewGuarded | None:
        """What the service is given; None where nothing was typed."""
        data = self.cleaned_data
        if data["value"] is None:
            return None
        return NewGuarded(
            initiative_id=self.wanted.guard.initiative_id,
            value=data["value"],
            on=data["on"] or self.today,
        )


class MonthUseForm(forms.Form):
    """How many use one initiative, among how many; left empty where nobody counted."""

    using = NumberField(label=_("People who use it"), required=False, min_value=0)
    concerned = NumberField(label=_("Among how many people concerned"), required=False, min_value=1)

    def __init__(self, sent: Any, *, wanted: WantedUse, today: date) -> None:
        concerned = wanted.last.concerned if wanted.last else wanted.people_served
        first = {"concerned": concerned} if concerned else {}
        super().__init__(sent, prefix=f"u{wanted.initiative.id.hex}", initial=first)
        self.wanted, self.today = wanted, today

    def clean(self) -> dict[str, Any]:
        """Who use it are among some people concerned."""
        data = super().clean() or {}
        if data.get("using") is not None and data.get("concerned") is None and not self.errors:
            self.add_error("concerned", _("Say among how many people."))
        return data

    @property
    def entry(self) -> NewUse | None:
        """What the service is given; None where nothing was typed."""
        data = self.cleaned_data
        if data["using"] is None:
            return None
        return NewUse(
            initiative_id=self.wanted.initiative.id,
            using=int(data["using"]),
            concerned=int(data["concerned"]),
            on=self.today,
        )


class MonthForm(forms.Form):
    """Everything one person measures, on one page; what is left empty is not recorded.

    `form_id` names the form that fields scattered over a page belong to.
    """

    def __init__(
        self, sent: Any = None, *, month: MeasuringMonth, today: date, form_id: str = ""
    ) -> None:
        super().__init__(sent)
        self.month = month
        self.values = [MonthValueForm(sent, wanted=one, today=today) for one in month.values]
        self.guards = [MonthGuardForm(sent, wanted=one, today=today) for one in month.guards]
        self.uses = [MonthUseForm(sent, wanted=one, today=today) for one in month.uses]
        for field in (field for row in self.measured if form_id for field in row.fields.values()):
            field.widget.attrs["form"] = form_id

    @property
    def measured(self) -> list[MonthValueForm | MonthGuardForm | MonthUseForm]:
        """Every line in which a number is typed."""
        return [*self.values, *self.guards, *self.uses]

    @property
    def rows(self) -> list[Any]:
        """Every line of the page."""
        return [*self.measured]

    def is_valid(self) -> bool:
        """Every line can be read, and something was typed."""
        lines = [one.is_valid() for one in self.rows]
        if not (super().is_valid() and all(lines)):
            return False
        if not self.is_filled:
            self.add_error(None, _("Type at least one value."))
        return not self.errors

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed."""
        return bool(self.entries())

    def entries(self) -> dict[str, New]:
        """What was typed, by the line it stands in."""
        found = {one.prefix or "": one.entry for one in self.measured}
        return {key: entry for key, entry in found.items() if entry is not None}


def show_month_refusal(form: forms.Form, error: Invalid | Refused) -> None:
    """What is in the way of each line stands on that line."""
    errors: Mapping[str, DomainError] = error.facts.get("errors", {})
    rows = {one.prefix: one for one in form.rows} if isinstance(form, MonthForm) else {}
    for key, one in errors.items():
        if isinstance(one, Invalid | Refused) and key in rows:
            show_refusal(rows[key], one, initiative_id=None)
    show_refusal(form, error, initiative_id=None)


class PasteForm(AskedForm):
    """A table of measurements, typed, pasted or from a file."""

    table = forms.CharField(
        label=_("Name of the KPI or its reference; day; value; remark"),
        required=False,
        max_length=LONGEST_TABLE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One measurement a line, copied from a spreadsheet or a CSV file. With the name of an "
            "initiative, how many use it among how many: 12/40."
        ),
    )
    file = forms.FileField(label=_("Or a file (Excel or CSV)"), required=False)

    def __init__(self, sent: Any = None, files: Any = None, *, is_french: bool) -> None:
        super().__init__(sent, files)
        self.is_french = is_french
        self.lines: Sequence[PastedLine] = ()
        self.faults: Sequence[PastedFault] = ()
        self.refused: dict[str, DomainError] = {}

    def clean(self) -> dict[str, Any]:
        """Every line can be read; all that cannot stands together."""
        data = super().clean() or {}
        sent = data.get("file")
        given = data.get("table") or (sent.read() if sent else "")
        if not given.strip():
            if not self.errors:
                self.add_error("table", _("Paste a table or choose a file."))
            return data
        try:
            rows = read_rows(given, is_french=self.is_french)
        except TableRefused as refused:
            self.add_error("file" if sent else "table", reason_text(str(refused)))
            return data
        self.lines, self.faults = lines_of(rows, is_french=self.is_french)
        return data

    def is_valid(self) -> bool:
        """It can be read as a whole."""
        return super().is_valid() and not self.faults


def show_table_refusal(form: forms.Form, error: Invalid | Refused) -> None:
    """What is in the way of each line, by its number; what may be right is asked back."""
    if isinstance(form, PasteForm):
        form.refused = {**error.facts.get("errors", {})}
        if isinstance(error, Invalid):
            form.refused |= {number: Invalid(codes[0]) for number, codes in error.fields.items()}
        if any(one.code in ASKED_BACK for one in form.refused.values()):
            form.ask_back()
    form.add_error(None, explained(error.code, error.facts))
