from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.decisions.words import verb
from portfolio.life.choices import Verdict
from portfolio.life.forms import cards, sentence, version

ASKS_MORE = frozenset({Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP, Verdict.COMPLETE})


class VerdictForm(forms.Form):
    """One verdict of a review, nothing chosen beforehand, and a sentence where one is asked."""

    def __init__(self, *args: Any, verdicts: Iterable[Verdict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(verdict.value, verb(verdict)) for verdict in verdicts]
        self.fields["verdict"] = cards(_("What do you decide?"), choices)
        self.fields["verdict"].error_messages["required"] = _("Choose one of these decisions.")

    def verdict(self) -> Verdict:
        """What was chosen."""
        return Verdict(self.cleaned_data["verdict"])


class QuestionForm(forms.Form):
    """What an executive asks the captain before deciding."""

    question = sentence(
        _("Your question to the captain"),
        help_text=_("The clock stands still until the answer, five days at most."),
    )


class CaptainAnswerForm(forms.Form):
    """What the captain answers."""

    answer = sentence(_("Your answer"), longest=600)


class CloseForm(forms.Form):
    """The review as it was when it was read."""

    expected_version = version()
