from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.spending.choices import SpendingColumn
from portfolio.spending.words import COLUMNS
from tenants.tables.rules.sheets import CellReason, TableRefused
from tenants.tables.services import read_table


class SpendingForm(forms.Form):
    """A table of the accounts, pasted or as a file, and where its lines go."""

    table = forms.CharField(
        label=_("Paste the table, headings first"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a file (Excel or CSV)"), required=False, allow_empty_file=True
    )
    initiative = forms.ChoiceField(
        label=_("Lines that name no initiative go to (optional)"), required=False
    )
    confirmed = forms.BooleanField(
        label=_("Days far from everything known are right"), required=False
    )

    def __init__(
        self,
        sent: Any = None,
        files: Any = None,
        *,
        initiatives: Sequence[tuple[UUID, str]],
        is_french: bool = True,
    ) -> None:
        super().__init__(sent, files)
        self.is_french = is_french
        self.faults: list[CellReason] = []
        choices = [(str(key), title) for key, title in initiatives]
        self.fields["initiative"].choices = [("", _("No initiative")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The table, from wherever it came; `faults` tells why it cannot be read."""
        data = super().clean() or {}
        sent = data.get("file")
        given = sent.read() if sent else data.get("table", "")
        if not given.strip():
            self.add_error("table", _("Paste a table or choose a file."))
            return data
        try:
            data["sheet"] = read_table(given, is_french=self.is_french)
        except TableRefused as refused:
            self.faults.append(refused.reason)
        return data


class ColumnsForm(forms.Form):
    """Which heading holds what."""

    def __init__(
        self,
        sent: Any = None,
        *,
        headings: Sequence[str],
        columns: Mapping[SpendingColumn, str],
    ) -> None:
        known = {f"column_{name}": heading for name, heading in columns.items()}
        super().__init__(sent, initial=known)
        offered = [("", _("No column")), *((one, one) for one in headings if one)]
        for name, label in COLUMNS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=label, choices=offered, required=False
            )

    def columns(self) -> dict[SpendingColumn, str]:
        """What the service is given."""
        said = {name: self.cleaned_data.get(f"column_{name}", "") for name in COLUMNS}
        return {name: heading for name, heading in said.items() if heading}
