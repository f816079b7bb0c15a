from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.literacy.models import LiteracyMeasure
from governance.members.models import Member


class AttendanceForm(forms.Form):
    """Who was there: a tick each."""

    attended = forms.MultipleChoiceField(
        label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, members: Iterable[Member], row: LiteracyMeasure, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["attended"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.id), one.display_name) for one in members]
        self.initial = {"attended": [str(one) for one in row.attended or ()], **self.initial}

    def ids(self) -> tuple[UUID, ...]:
        """Who was ticked."""
        return tuple(UUID(one) for one in self.cleaned_data["attended"])
