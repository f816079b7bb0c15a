from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.life.forms import cards, figure, sentence
from portfolio.money.choices import ProofKind
from portfolio.proofs.services import ProofInput

KINDS = (
    (ProofKind.PROGRESS.value, _("The first measurement progresses")),
    (ProofKind.VALUE.value, _("The KPI reaches a value")),
    (ProofKind.TOLD.value, _("Something else, told when it is there")),
)


class ProofForm(forms.Form):
    """What the instalment should wait for, and why."""

    kind = cards(_("The instalment waits for"), KINDS)
    value = figure(_("Value to reach (for the KPI)"))
    text = sentence(
        _("What else (in a few words)"),
        required=False,
        longest=200,
        help_text=_("Something that anybody can see: a contract signed, a first batch accepted."),
    )
    reason = sentence(_("Why another proof"))

    def __init__(self, sent: Any = None, *, unit: str = "", **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        if unit:
            self.fields["value"] = figure(_("Value to reach (for the KPI)"), units=[unit])

    def clean(self) -> dict[str, Any]:
        """The kind chosen has what it needs."""
        data = super().clean() or {}
        needed = {ProofKind.VALUE: "value", ProofKind.TOLD: "text"}.get(data.get("kind", ""))
        if needed and data.get(needed) in (None, "") and needed not in self.errors:
            self.add_error(needed, _("Fill in this field."))
        return data

    def given(self) -> ProofInput:
        """What the service is given."""
        data, kind = self.cleaned_data, ProofKind(self.cleaned_data["kind"])
        return ProofInput(
            kind=kind,
            value=data["value"] if kind is ProofKind.VALUE else None,
            text=data["text"] if kind is ProofKind.TOLD else "",
        )


class ProofAnswerForm(forms.Form):
    """What an executive answers to another proof."""

    agrees = cards(
        _("Another proof?"),
        (("yes", _("Yes, wait for that instead")), ("no", _("No, the proof stays"))),
    )
    reason = sentence(_("Why (needed for a no)"), required=False)

    def clean(self) -> dict[str, Any]:
        """A no says why."""
        data = super().clean() or {}
        if data.get("agrees") == "no" and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Fill in this field."))
        return data


class SeenForm(forms.Form):
    """What was seen."""

    sentence = sentence(_("What is there, and where one sees it"))
