from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.members.models import Member


class SendResultForm(forms.Form):
    """Who is sent a result: oneself at first, whoever is present in the company."""

    members = forms.TypedMultipleChoiceField(
        label=_("Who receives it?"),
        help_text=_("Each in his or her language, once a day at most."),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person to send the result to.")},
    )

    def __init__(
        self, *args: Any, members: Iterable[Member], myself: UUID | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["members"]
        field.choices = [(one.id, one.display_name) for one in members]
        field.initial = [myself]
