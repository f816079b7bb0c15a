from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.members.models import Member
from portfolio.imports.choices import InitiativeColumn as Column
from portfolio.imports.selectors import ShownFault, ShownImport
from portfolio.imports.words import COLUMNS, import_reason
from portfolio.life.words import BADGES
from tenants.tables.rules.sheets import LONGEST_CELL, LONGEST_TABLE

MOST_MENDED = 40


class UploadForm(forms.Form):
    """The file that comes in."""

    file = forms.FileField(
        label=_("Excel or CSV file"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=_("Five megabytes and 5,000 rows at most; the first sheet that is shown."),
    )

    def clean_file(self) -> Any:
        """No more than is read."""
        sent = self.cleaned_data["file"]
        if sent.size > LONGEST_TABLE:
            raise forms.ValidationError(import_reason("table_too_large"))
        if not sent.size:
            raise forms.ValidationError(import_reason("table_empty"))
        return sent


class MendForm(forms.Form):
    """Where each column goes, and the cells in the way as they are to be."""

    def __init__(
        self, sent: Any = None, *, shown: ShownImport, members: Sequence[Member] = ()
    ) -> None:
        super().__init__(sent)
        self.shown = shown
        offered = [("", _("Leave it out")), *COLUMNS.items()]
        for place, heading in enumerate(shown.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading.name, choices=offered, required=False, initial=heading.key
            )
        self.mended = [one for one in shown.faults if one.is_cell][:MOST_MENDED]
        for fault in self.mended:
            self.fields[_name(fault)] = _cell(fault, members)

    @property
    def cell_fields(self) -> list[tuple[ShownFault, Any]]:
        """Each cell in the way with its field."""
        return [(one, self[_name(one)]) for one in self.mended]

    @property
    def column_fields(self) -> list[tuple[Any, Any]]:
        """Each heading with its field."""
        return [(one, self[f"column-{n}"]) for n, one in enumerate(self.shown.headings)]

    def clean(self) -> dict[str, Any]:
        """No two columns hold the same."""
        data = super().clean() or {}
        seen: set[str] = set()
        for place, _heading in enumerate(self.shown.headings):
            key = data.get(f"column-{place}", "")
            if key and key in seen:
                self.add_error(f"column-{place}", _("Another column goes there already."))
            seen.add(key)
        return data

    def columns(self) -> dict[Column, str]:
        """What the service is given: which heading holds what."""
        chosen = {
            self.cleaned_data[f"column-{place}"]: heading.name
            for place, heading in enumerate(self.shown.headings)
        }
        return {Column(key): name for key, name in chosen.items() if key}

    def cells(self) -> Mapping[tuple[int, Column], str]:
        """What the service is given: the cells as they are to be."""
        return {(one.row, Column(one.column)): self.cleaned_data[_name(one)] for one in self.mended}


def _name(fault: ShownFault) -> str:
    return f"cell-{fault.row}-{fault.column}"


def _cell(fault: ShownFault, members: Sequence[Member]) -> forms.Field:
    """A list where one chooses, else what stands there."""
    choices: list[tuple[str, Any]] = []
    if fault.column == Column.CAPTAIN:
        choices = [("", _("Nobody yet")), *((one.email, one.display_name) for one in members)]
    if fault.column == Column.STATE:
        known = ("proposed", "backlog", "active")
        choices = [(code, BADGES[code].word) for code in known]
    if choices:
        return forms.ChoiceField(choices=choices, required=False)
    return forms.CharField(required=False, max_length=LONGEST_CELL, initial=fault.said)
