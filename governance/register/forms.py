from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.access.forms import DayField, NumberField
from governance.members.models import Member
from governance.register.choices import (
    Account,
    DataClass,
    EntryKind,
    Found,
    Light,
    Oversight,
    SwitchedOn,
)
from governance.register.models import RegisterEntry
from governance.register.rules.entries import TERMS
from governance.register.selectors import EntryFilter
from governance.register.services.entries import Declaration
from governance.register.services.sweep import Look
from governance.register.words import LABELS, PEOPLE, options
from tenants.bounds import MOST_PEOPLE

MOST_EUROS = 100_000_000
ACCOUNTS = [("", _("I do not know")), *[one for one in Account.choices if one[0]]]


class DeclareForm(forms.Form):
    """Anyone tells of a use: which tool, what for, with which data and whose account."""

    tool = forms.CharField(
        label=_("Which tool?"),
        max_length=120,
        help_text=_("A name, an address, or “I do not know”."),
    )
    purpose = forms.CharField(label=_("What for?"), max_length=200, required=False)
    data = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=_("With which data?"),
        choices=DataClass.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    account = forms.ChoiceField(
        label=_("With whose account?"), choices=ACCOUNTS, widget=forms.RadioSelect, required=False
    )
    nameless = forms.BooleanField(
        label=_("Without my name"),
        required=False,
        help_text=_("Then nobody is kept beside it, not even for us."),
    )

    def __init__(self, *args: Any, is_public: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_public:
            del self.fields["nameless"]

    def given(self) -> Declaration:
        """What the service is given."""
        data = self.cleaned_data
        return Declaration(
            tool=data["tool"],
            purpose=data["purpose"],
            data=tuple(map(DataClass, data["data"])),
            account=Account(data["account"]),
            nameless=data.get("nameless", True),
        )


class RegisterFilterForm(forms.Form):
    """Which entries are shown; both stand in the address."""

    q = forms.CharField(
        label=_("Look for a use"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Look for a use")}),
    )
    light = forms.ChoiceField(label=_("Light"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["light"]
        if isinstance(field, forms.ChoiceField):
            told = [(one.value or "none", one.label) for one in Light]
            field.choices = [("", _("All lights")), *told[1:], told[0]]

    def wanted(self) -> EntryFilter:
        """What is meant; an unknown light means all."""
        if not self.is_valid():
            return EntryFilter(typed=str(self.data.get("q", ""))[:120])
        return EntryFilter(typed=self.cleaned_data["q"], light=self.cleaned_data["light"])


class EntryForm(forms.Form):
    """Everything that is written of an entry, in the order in which one asks."""

    PARTS = (
        (
            _("The use, and whether it may be"),
            ("tool", "purpose", "kind", "light", "condition", "data", "data_note", "account"),
        ),
        (
            _("Who answers for it, who uses it"),
            (
                *("owner_id", "contact_id", "oversight", "checker_id"),
                *("users_count", "users_of", "users_on"),
            ),
        ),
        (
            _("Vendor, contract, seats"),
            (
                *("vendor", "place", "cost_year", "seats", "contract_ends", "notice_on"),
                *("vendor_assessed_on", "access_reviewed_on", "exit_note"),
            ),
        ),
        (
            _("What it may do, and who stops it"),
            (
                *("reads", "writes", "sends", "spends_up_to", "never"),
                *("stop_by_id", "stop_address", "stop_how", "stop_tried_on"),
            ),
        ),
    )

    tool = forms.CharField(max_length=120)
    purpose = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=EntryKind.choices, widget=forms.RadioSelect)
    light = forms.ChoiceField(choices=Light.choices, widget=forms.RadioSelect, required=False)
    condition = forms.CharField(max_length=300, required=False)
    data = forms.MultipleChoiceField(  # type: ignore[assignment]
        choices=DataClass.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    data_note = forms.CharField(max_length=200, required=False)
    account = forms.ChoiceField(choices=ACCOUNTS, required=False)
    owner_id = forms.ChoiceField(required=False)
    contact_id = forms.ChoiceField(required=False)
    checker_id = forms.ChoiceField(required=False)
    oversight = forms.ChoiceField(choices=Oversight.choices, required=False)
    users_count = NumberField(required=False, min_value=0, max_value=MOST_PEOPLE)
    users_of = NumberField(required=False, min_value=0, max_value=MOST_PEOPLE)
    users_on = DayField(required=False)
    vendor = forms.CharField(max_length=120, required=False)
    place = forms.CharField(max_length=80, required=False)
    cost_year = NumberField(
        places=2, units=["EUR"], required=False, min_value=0, max_value=MOST_EUROS
    )
    seats = NumberField(required=False, min_value=0, max_value=MOST_PEOPLE)
    contract_ends = DayField(required=False)
    notice_on = DayField(required=False)
    vendor_assessed_on = DayField(required=False)
    access_reviewed_on = DayField(required=False)
    exit_note = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reads = forms.CharField(max_length=300, required=False)
    writes = forms.CharField(max_length=300, required=False)
    sends = forms.CharField(max_length=300, required=False)
    spends_up_to = NumberField(
        places=2, units=["EUR"], required=False, min_value=0, max_value=MOST_EUROS
    )
    never = forms.CharField(
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line each."),
    )
    stop_by_id = forms.ChoiceField(required=False)
    stop_address = forms.EmailField(required=False, help_text=_("An e-mail address."))
    stop_how = forms.CharField(max_length=300, required=False)
    stop_tried_on = DayField(required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        members: Iterable[Member],
        row: RegisterEntry | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.id, one.display_name) for one in members]
        known = {one for one, _name in people}
        for name in TERMS:
            field = self.fields[name]
            field.label = str(LABELS[name])
            if name in PEOPLE and isinstance(field, forms.ChoiceField):
                field.choices = options(people + _gone(row, name, known))
        if row is not None:
            told = {name: getattr(row, name) for name in TERMS}
            self.initial = {**told, "expected_version": row.version, **self.initial}

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in their groups."""
        return [(title, [self[name] for name in names]) for title, names in self.PARTS]

    def values(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        found = {name: data[name] for name in TERMS}
        people = {name: UUID(found[name]) if found[name] else None for name in PEOPLE}
        return found | people | {"data": tuple(found["data"])}


def _gone(row: RegisterEntry | None, name: str, known: set[UUID]) -> list[tuple[UUID, str]]:
    """Who is named and has left: kept as a choice until somebody else is."""
    person: Member | None = getattr(row, name.removesuffix("_id"), None)
    if person is None or person.id in known:
        return []
    return [(person.id, person.display_name)]


class StopForm(forms.Form):
    """The day on which it stopped."""

    stopped_on = DayField(label=_("It stopped on"))
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SoftwareForm(forms.Form):
    """Software that the company has."""

    name = forms.CharField(label=_("Software"), max_length=120)
    vendor = forms.CharField(label=_("Vendor"), max_length=120, required=False)


class LookForm(forms.Form):
    """Three taps on one software."""

    found = forms.ChoiceField(
        label=_("Has an AI feature appeared?"),
        choices=[one for one in Found.choices if one[0]],
        widget=forms.RadioSelect,
    )
    data = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=_("On which data?"),
        choices=DataClass.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    switched_on = forms.ChoiceField(
        label=_("Who switched it on?"),
        choices=[one for one in SwitchedOn.choices if one[0]],
        widget=forms.RadioSelect,
        required=False,
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def look(self) -> Look:
        """What the service is given."""
        data: Mapping[str, Any] = self.cleaned_data
        is_found = data["found"] == Found.YES
        return Look(
            found=Found(data["found"]),
            data=tuple(map(DataClass, data["data"])) if is_found else (),
            switched_on=SwitchedOn(data["switched_on"] if is_found else ""),
        )


class ImportForm(forms.Form):
    """A table of entries, pasted from a spreadsheet or an export, or as a file."""

    table = forms.CharField(
        label=pgettext_lazy("import", "Table"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        strip=False,
        required=False,
    )
    file = forms.FileField(label=_("Or a file (Excel or CSV)"), required=False)

    def clean(self) -> dict[str, Any]:
        """What is given, from wherever it came."""
        data = super().clean() or {}
        sent = data.get("file")
        data["given"] = sent.read() if sent else data.get("table", "")
        if not data["given"].strip():
            self.add_error("table", _("Paste a table or choose a file."))
        return data
