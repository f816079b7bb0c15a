"""What people do with an action of the roadmap: one small form each."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.choices import Role
from governance.access.forms import DayField
from governance.members.models import Member

LONGEST = 600


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
        self.fields["due_on"] = DayField(label=_("Done by"))


class MoveForm(ActForm):
    """Another date or another owner."""

    def furnish(self) -> None:
        self.fields["due_on"] = DayField(
            label=_("Done by"), help_text=_("The date promised first stays visible.")
        )
        self.fields["owner_id"] = self.person(_("Who carries it?"))


class RefuseForm(ActForm):
    """Why not, and until when."""

    def furnish(self) -> None:
        self.fields["reason"] = forms.CharField(
            label=_("Why not now?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["until"] = DayField(
            label=_("Not proposed again before"), help_text=_("Within two years.")
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
