from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.decisions.words import evidence_text
from governance.law.choices import Dpia as Settled
from governance.law.rules.laws import Law, LawQuestion
from governance.law.rules.taps import Tap

ANSWERS = (
    ("no", pgettext_lazy("answer", "No")),
    ("yes", pgettext_lazy("answer", "Yes")),
    ("unsure", pgettext_lazy("answer", "I do not know")),
)
ROLES = (
    ("deployer", _("We use it")),
    ("provider", _("We sell it, or offer it under our name")),
    ("substantial_modifier", _("We modify it substantially")),
    ("gpai_provider", _("We train a general-purpose model")),
)
TAPS = {
    Tap.PEOPLE: _(
        "Does it judge, score, select or monitor people (hiring, staff, credit, insurance, access "
        "to a service)?"
    ),
    Tap.FORBIDDEN: _(
        "Does it read emotions or faces, exploit a weakness, or keep a regulated machine, a "
        "network or a product safe?"
    ),
    Tap.DATA: _(
        "Does it process health data, other sensitive data, or data on people at large scale?"
    ),
}


class TapsForm(forms.Form):
    """Three confirming taps, where the catalogue's class is harmless."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tap, text in TAPS.items():
            self.fields[tap.value] = _choice(str(text), ANSWERS)


class TriageForm(forms.Form):
    """The full triage of a law: every question on one page; those that do not apply stay empty.

    The service says which of them were asked and not answered.
    """

    def __init__(self, *args: Any, law: Law, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "fr")[:2]
        for question in (*law.questions, *law.gdpr):
            self.fields[question.id] = _question(question, language)

    def answers(self) -> dict[str, str]:
        """What was answered, by question id."""
        return {key: value for key, value in self.cleaned_data.items() if value}


class EvidenceForm(forms.Form):
    """A reference for each evidence code: a document, a place, a person."""

    def __init__(
        self, *args: Any, needs: tuple[str, ...], evidence: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "fr")[:2]
        for code in needs:
            self.fields[code] = forms.CharField(
                label=evidence_text(code, language), required=False, max_length=300
            )
            self.initial.setdefault(code, evidence.get(code, ""))


class DpiaForm(forms.Form):
    """The impact assessment's reference, or why it is waived; a required one has no waiver."""

    settled = forms.TypedChoiceField(
        label=_("Impact assessment"), widget=forms.RadioSelect, coerce=Settled
    )
    note = forms.CharField(
        label=_("Reference or reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(self, *args: Any, may_waive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("referenced", _("It is done, here is where it is kept"))]
        if may_waive:
            choices.append(("waived", _("We do without it, for this reason")))
        field = self.fields["settled"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def _choice(label: str, choices: Any, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=required
    )


def _question(question: LawQuestion, language: str) -> forms.ChoiceField:
    field = _choice(question.text[language], ROLES if question.options else ANSWERS, required=False)
    field.help_text = question.article and _("Article %(article)s") % {"article": question.article}
    return field
