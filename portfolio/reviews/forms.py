from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.decisions.words import verb
from portfolio.life.choices import Verdict
from portfolio.life.forms import cards, day, sentence, version

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


class RoomForm(forms.Form):
    """What the room decided, to be confirmed by an executive; it asks what those verdicts take."""

    def __init__(self, sent: Any = None, *, verdicts: Collection[Verdict]) -> None:
        super().__init__(sent, auto_id="room_%s")
        choices = [(verdict.value, verb(verdict)) for verdict in verdicts]
        self.fields["verdict"] = cards(_("What did the room decide?"), choices)
        self.fields["reason"] = sentence(
            _("Why, in one sentence"), help_text=_("It will stand in the log."), longest=600
        )
        if Verdict.STOP in verdicts:
            self.fields["lesson"] = sentence(
                _("What was learned, if it stops"), required=False, longest=1000
            )
        if Verdict.PAUSE in verdicts:
            self.fields["restart_on"] = day(_("Restart date, if it pauses"), required=False)

    def said(self) -> dict[str, Any]:
        """What was typed, the verdict as one."""
        return {**self.cleaned_data, "verdict": Verdict(self.cleaned_data["verdict"])}


class ConfirmForm(forms.Form):
    """Which of the proposals is confirmed; without one, all that need nothing more."""

    item = forms.UUIDField(required=False, widget=forms.HiddenInput)


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
