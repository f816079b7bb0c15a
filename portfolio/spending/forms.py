from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.spending.choices import SpendingColumn
from portfolio.spending.rules import TableRefused, read_file
from portfolio.spending.words import COLUMNS, cell_reason


class SpendingForm(forms.Form):
    """A table of the accounts, pasted or as a file, and where its lines go."""

    table = forms.CharField(
        label=_("Paste the table, headings first"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("Or a file (CSV)"), required=False, allow_empty_file=True)
    initiative = forms.ChoiceField(
        label=_("Lines that name no initiative go to (optional)"), required=False
    )
    confirmed = forms.BooleanField(
        label=_("Days far from everything known are right"), required=False
    )

    def __init__(
        self, sent: Any = None, files: Any = None, *, initiatives: Sequence[tuple[UUID, str]]
    ) -> None:
        super().__init__(sent, files)
        choices = [(str(key), title) for key, title in initiatives]
        self.fields["initiative"].choices = [("", _("No initiative")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The text of the table, from wherever it came."""
        data = super().clean() or {}
        sent = data.get("file")
        try:
            data["text"] = read_file(sent.read()) if sent else data.get("table", "")
        except TableRefused as refused:
            self.add_error("file", cell_reason(str(refused)))
            return data
        if not data["text"].strip() and "file" not in self.errors:
            self.add_error("table", _("Paste a table or choose a file."))
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
