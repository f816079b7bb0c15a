from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import DayField
from governance.members.models import Member


class AwayForm(forms.Form):
    """Who is away, who stands in, from when until when.

    `holders` are those for whom the reader may say it; with one alone nobody is chosen.
    """

    member = forms.ChoiceField(label=_("Who is away"))
    stand_in = forms.ChoiceField(
        label=_("Who stands in"),
        help_text=_("Has exactly the authority of the mandates until the last day, nothing else."),
    )
    starts = DayField(label=_("From"))
    until = DayField(label=_("Until"), help_text=_("Sixty days at most; it ends by itself."))

    def __init__(
        self, *args: Any, holders: list[Member], members: list[Member], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("member", holders)
        self._choose("stand_in", members)
        self.only = holders[0].id if len(holders) == 1 else None
        if self.only is not None:
            del self.fields["member"]

    def said(self) -> dict[str, Any]:
        """What was filled in, as the use case takes it."""
        data = self.cleaned_data
        return {
            "member_id": self.only or UUID(data["member"]),
            "stand_in_id": UUID(data["stand_in"]),
            "starts": data["starts"],
            "until": data["until"],
        }

    def _choose(self, name: str, people: list[Member]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.id), one.display_name) for one in people]
