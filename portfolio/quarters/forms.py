from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.members.models import Member
from portfolio.life.forms import cards, person, sentence
from portfolio.quarters.choices import AskAnswer


class QuarterAskForm(forms.Form):
    """What the executives are asked, and who carries it."""

    def __init__(self, *args: Any, members: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = sentence(
            _("What do you ask?"), help_text=_("One sentence that takes a yes or a no.")
        )
        self.fields["owner_id"] = person(_("Who carries it?"), members)

    def said(self) -> dict[str, Any]:
        """What was typed."""
        data = self.cleaned_data
        return {"text": data["text"], "owner_id": UUID(data["owner_id"])}


class AnswerAskForm(forms.Form):
    """Yes, no or later, and why."""

    answer = cards(_("Your answer"), AskAnswer.choices)
    sentence = sentence(_("Why, in one sentence"), longest=600)

    def said(self) -> dict[str, Any]:
        """What was chosen and typed."""
        return {**self.cleaned_data, "answer": AskAnswer(self.cleaned_data["answer"])}
