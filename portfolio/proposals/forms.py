from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates
from portfolio.initiatives.forms import TAPS, ProposeForm
from portfolio.life.choices import Verdict
from portfolio.life.forms import cards, sentence, version
from portfolio.proposals.selectors import Proposal
from portfolio.proposals.services import PublicIdea

ASK, JOIN = "ask", "join"
ANSWERS = [
    (JOIN, pgettext_lazy("an idea", "Join to what is here")),
    (Verdict.QUALIFY.value, _("Put into the pool")),
    (Verdict.REJECT.value, _("Reject")),
    (ASK, pgettext_lazy("a question", "Ask")),
]


class ProposalForm(forms.Form):
    """The answer to one proposal, with what that answer needs; everything is checked at once."""

    initiative = forms.UUIDField(widget=forms.HiddenInput)
    expected_version = version()
    answer = cards(_("Your answer"), ANSWERS)
    value = cards(_("Value a year, once it works"), TAPS, required=False)
    effort = cards(_("Effort"), TAPS, required=False)
    reason = sentence(
        _("The reason, in one sentence"),
        required=False,
        help_text=_("It is sent as you write it to whoever proposed the idea."),
        longest=600,
    )

    joined = forms.UUIDField(label=_("Which one?"), required=False)
    word = sentence(
        _("A word on it"),
        required=False,
        help_text=_("It is sent as you write it, with where the idea goes on."),
        longest=600,
    )
    question = sentence(
        _("Your question"),
        required=False,
        help_text=_("It goes out by mail; the answer will stand here."),
        longest=600,
    )

    @classmethod
    def of(cls, proposal: Proposal) -> "ProposalForm":
        """The empty form of one proposal; its estimates are those known already."""
        first = {**proposal.taps, "initiative": proposal.id, "expected_version": proposal.version}
        return cls(initial=first, auto_id=f"id_{proposal.id}_%s")

    def clean(self) -> dict[str, Any]:
        """The answer has what it needs; what another answer would need is not looked at."""
        data = super().clean() or {}
        needed = {
            Verdict.QUALIFY: ("value", "effort"),
            Verdict.REJECT: ("reason",),
            ASK: ("question",),
            JOIN: ("joined", "word"),
        }
        for name in needed.get(data.get("answer", ""), ()):
            if not str(data.get(name) or "").strip() and name not in self.errors:
                self.add_error(name, _("Fill in this field."))
        return data

    @property
    def asks(self) -> bool:
        """Whether a question comes first."""
        return bool(self.cleaned_data["answer"] == ASK)

    @property
    def joins(self) -> bool:
        """Whether the idea goes on as another."""
        return bool(self.cleaned_data["answer"] == JOIN)

    @property
    def verdict(self) -> Verdict:
        """The verdict that the answer is; not where it `asks`."""
        return Verdict.REJECT if self.joins else Verdict(self.cleaned_data["answer"])

    @property
    def of_id(self) -> UUID:
        """Which proposal is answered."""
        return UUID(str(self.cleaned_data["initiative"]))

    def estimates(self) -> Estimates:
        """The orders of magnitude, the cost following the effort."""
        data = self.cleaned_data
        value, effort = SizeTap(data["value"]), SizeTap(data["effort"])
        return Estimates(value_tap=value, effort_tap=effort)


class ProposerAnswerForm(forms.Form):
    """What the proposer answers."""

    answer = sentence(_("Your answer"), longest=1000)


class PublicIdeaForm(ProposeForm):
    """The five answers from somebody without an account, with a name and an address if wished."""

    name = forms.CharField(
        label=_("Your first name"),
        max_length=60,
        required=False,
        help_text=_("Leave it out if you prefer."),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        required=False,
        help_text=_("Only for the answer, within fifteen days; it is kept no longer."),
    )

    def given(self) -> PublicIdea:
        """What the service is given."""
        return PublicIdea(**self.cleaned_data)
