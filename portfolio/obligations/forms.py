from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.members.models import Member
from portfolio.life.forms import day, person, sentence, version
from portfolio.obligations.selectors import TaskLine
from portfolio.obligations.services import TaskInput


class TaskForm(forms.Form):
    """Who sees to it, by when, and what was done."""

    due_on = day(_("By when"), required=False, help_text=_("Empty: as the rule says."))
    proof = sentence(
        _("What was done, and where that is kept"),
        required=False,
        longest=300,
    )
    done = forms.BooleanField(label=_("It is done"), required=False)
    expected_version = version()
    field_order = ("done", "proof", "owner", "due_on")

    def __init__(self, sent: Any = None, *, members: list[Member], line: TaskLine) -> None:
        row = line.row
        known = {
            "owner": row.owner_id or "",
            "due_on": row.due_on,
            "done": row.done_on is not None,
            "proof": row.proof,
            "expected_version": row.version,
        }
        super().__init__(sent, initial=known)
        self.fields["owner"] = person(
            _("Who sees to it"),
            members,
            required=False,
            help_text=_(
                "Nobody chosen: the captain of the initiative, or who answers for the use."
            ),
        )
        self.order_fields(self.field_order)

    def given(self) -> TaskInput:
        """What the service is given."""
        data = self.cleaned_data
        return TaskInput(
            owner_id=UUID(data["owner"]) if data["owner"] else None,
            due_on=data["due_on"],
            done=data["done"],
            proof=data["proof"],
        )
