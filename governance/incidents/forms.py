from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.access.forms import DayField
from governance.incidents.choices import AuthorityAnswer, Severity
from governance.incidents.models import Incident
from governance.incidents.services import IncidentInput, IncidentTerms
from governance.register.models import RegisterEntry


def written(label: Any, most: int, *, required: bool = False, rows: int = 3) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReportForm(forms.Form):
    """Four fields, and whether personal data are in it; since when it is known."""

    what = written(_("What happened?"), 600, required=True)
    entry_id = forms.ChoiceField(label=_("With which use?"), required=False)
    tool = forms.CharField(
        label=_("With which tool?"),
        max_length=120,
        required=False,
        help_text=_("A name, or “I do not know”."),
    )
    affects = forms.CharField(label=_("Whom does it affect?"), max_length=300, required=False)
    done = written(_("What was done about it?"), 600)
    personal_data = forms.BooleanField(
        label=_("Personal data are in it"),
        required=False,
        help_text=_("Then 72 hours run from when it was known: who answers for it is told."),
    )
    known_on = DayField(label=_("Known since"), required=False)
    known_hour = forms.TimeField(label=_("At what time"), required=False, input_formats=["%H:%M"])
    nameless = forms.BooleanField(
        label=_("Without my name"),
        required=False,
        help_text=_("Then nobody is kept beside it, not even for us."),
    )

    def __init__(self, *args: Any, uses: Iterable[RegisterEntry] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if uses is None:
            del self.fields["entry_id"], self.fields["nameless"]
            return
        field = self.fields["entry_id"]
        if isinstance(field, forms.ChoiceField):
            other = ("", gettext("Another tool, named below"))
            field.choices = [other, *((str(one.id), one.tool) for one in uses)]

    def given(self, zone: str) -> IncidentInput:
        """What the service is given."""
        data = self.cleaned_data
        entry = data.get("entry_id")
        return IncidentInput(
            what=data["what"],
            entry_id=UUID(entry) if entry else None,
            tool=data["tool"],
            affects=data["affects"],
            done=data["done"],
            personal_data=data["personal_data"],
            known_at=self._known_at(zone),
            nameless=data.get("nameless", True),
        )

    def _known_at(self, zone: str) -> datetime | None:
        """The clock runs from the beginning of a day whose hour nobody told."""
        day, hour = self.cleaned_data["known_on"], self.cleaned_data["known_hour"]
        if day is None:
            return None
        return datetime.combine(day, hour or datetime.min.time(), tzinfo=ZoneInfo(zone))


class HandleForm(forms.Form):
    """What whoever handles it writes."""

    what = written(_("What happened?"), 600, required=True)
    entry_id = forms.ChoiceField(label=_("With which use?"), required=False)
    tool = forms.CharField(label=_("With which tool?"), max_length=120, required=False)
    affects = forms.CharField(label=_("Whom does it affect?"), max_length=300, required=False)
    done = written(_("What was done about it?"), 600)
    severity = forms.ChoiceField(
        label=_("How much it weighs"), choices=Severity.choices, widget=forms.RadioSelect
    )
    personal_data = forms.BooleanField(label=_("Personal data are in it"), required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, uses: Iterable[RegisterEntry], row: Incident, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["entry_id"]
        if isinstance(field, forms.ChoiceField):
            other = ("", gettext("Another tool, named below"))
            field.choices = [other, *((str(one.id), one.tool) for one in uses)]
        names = ("what", "tool", "affects", "done", "severity", "personal_data")
        told = {name: getattr(row, name) for name in names}
        here = {"entry_id": str(row.entry_id or ""), "expected_version": row.version}
        self.initial = {**told, **here, **self.initial}

    def given(self) -> IncidentTerms:
        """What the service is given."""
        data = {**self.cleaned_data}
        data.pop("expected_version")
        entry = data.pop("entry_id")
        severity = Severity(data.pop("severity"))
        return IncidentTerms(**data, severity=severity, entry_id=UUID(entry) if entry else None)


class AuthorityForm(forms.Form):
    """The authority was told, or why there is no risk to anybody."""

    answer = forms.ChoiceField(
        label=_("What was settled"),
        choices=[one for one in AuthorityAnswer.choices if one[0]],
        widget=forms.RadioSelect,
    )
    note = written(_("How and when it was told, or why there is no risk"), 600, required=True)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class IncidentLessonForm(forms.Form):
    """What was learned."""

    lesson = written(_("What was learned"), 600, required=True)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
