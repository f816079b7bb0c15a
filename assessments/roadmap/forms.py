"""What people do with an action of the roadmap: one small form each."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.choices import Role
from governance.access.forms import DateInput
from governance.members.models import Member

LONGEST = 600
FARTHEST = timedelta(days=730)


def picked(*, first: date, last: date) -> DateInput:
    """A day between those two, as browsers pick it."""
    return DateInput({"min": first.isoformat(), "max": last.isoformat()})


class ActForm(forms.Form):
    """The version the page was read from, and what the act needs."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, members: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        able = [one for one in members if one.role != Role.VIEWER]
        self.members = [(str(one.id), one.display_name) for one in able]
        self.furnish()

    def furnish(self) -> None:
        """The fields that depend on the day and on who is present."""

    def day(self, label: Any, *, ahead: int = 0, help_text: Any = "") -> forms.DateField:
        """A day so many days ahead at the earliest, two years at the latest."""
        first = self.today + timedelta(days=ahead)
        widget = picked(first=first, last=self.today + FARTHEST)
        return forms.DateField(label=label, help_text=help_text, widget=widget)

    def person(self, label: Any, *, help_text: Any = "") -> forms.ChoiceField:
        """Somebody who is present and may change something."""
        choices = [("", _("Choose a person")), *self.members]
        return forms.ChoiceField(label=label, choices=choices, help_text=help_text)

    def given(self) -> dict[str, Any]:
        """What the service is given."""
        return dict(self.cleaned_data)


class TakeForm(ActForm):
    """Who carries it, by when."""

    def furnish(self) -> None:
        self.fields["owner_id"] = self.person(_("Who carries it?"))
        self.fields["due_on"] = self.day(_("Done by"))


class MoveForm(ActForm):
    """Another date or another owner."""

    def furnish(self) -> None:
        self.fields["due_on"] = self.day(
            _("Done by"), help_text=_("The date promised first stays visible.")
        )
        self.fields["owner_id"] = self.person(_("Who carries it?"))


class RefuseForm(ActForm):
    """Why not, and until when."""

    def furnish(self) -> None:
        self.fields["reason"] = forms.CharField(
            label=_("Why not now?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["until"] = self.day(
            _("Not proposed again before"), ahead=1, help_text=_("Within two years.")
        )


class DoneForm(ActForm):
    """What proves it; a sentence where the product cannot see it."""

    def furnish(self) -> None:
        self.fields["proof_text"] = forms.CharField(
            label=_("What proves it?"),
            help_text=_("One sentence: what was done, where it can be seen."),
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class ReopenForm(ActForm):
    """Nothing but the version."""
