from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.access.forms import DayField
from governance.law.choices import DpiaSettlement
from governance.law.rules.evidence import DATED, NOT_NEEDED
from governance.law.rules.laws import Law, LawQuestion
from governance.law.rules.taps import STAFF, ShortWay
from governance.law.words import GROUNDS, evidence_text, law_article

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


class TapsForm(forms.Form):
    """The taps of one short way, and the questions that are asked by themselves."""

    def __init__(self, *args: Any, law: Law, way: ShortWay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "fr")[:2]
        self.way = way
        for tap in way.taps:
            field = _choice(tap.text[language], ANSWERS)
            parts = tuple(part.strip() for part in tap.text[language].split(";"))
            field.parts = parts if len(parts) > 1 else ()  # type: ignore[attr-defined]
            self.fields[tap.id] = field
        for one in way.singles:
            self.fields[one] = _question(law.question(one), language, required=one != STAFF)

    def clean(self) -> dict[str, Any]:
        """The number of employees is asked where staff are concerned."""
        data: dict[str, Any] = super().clean() or {}
        concerned = data.get("W0") or self.way.given.get("W0")
        if STAFF in self.fields and concerned in ("yes", "unsure") and not data.get(STAFF):
            self.add_error(STAFF, _("Choose an answer."))
        return data

    def taps(self) -> dict[str, str]:
        """What was tapped, by tap id."""
        return {tap.id: self.cleaned_data[tap.id] for tap in self.way.taps}

    def answers(self) -> dict[str, str]:
        """What was answered beside the taps, by question id."""
        given = {one: self.cleaned_data[one] for one in self.way.singles}
        return {one: answer for one, answer in given.items() if answer}


class TriageForm(forms.Form):
    """Questions of a law on one page; those that do not apply stay empty.

    `only` names the questions asked: all of them by default. What is asked and stays empty leaves
    the triage open.
    """

    def __init__(
        self, *args: Any, law: Law, only: Collection[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "fr")[:2]
        for question in law.every_question:
            if only is None or question.id in only:
                self.fields[question.id] = _question(question, language)

    def answers(self) -> dict[str, str]:
        """What was answered, by question id."""
        return {key: value for key, value in self.cleaned_data.items() if value}


class EvidenceForm(forms.Form):
    """A reference for each evidence code: a document, a place, a person, a day, a ground."""

    def __init__(
        self, *args: Any, codes: tuple[str, ...], evidence: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "fr")[:2]
        self.codes = codes
        for code in codes:
            label, known = evidence_text(code, language), evidence.get(code, "")
            if code in DATED:
                self.fields[code] = DayField(label=label, required=False)
            elif code == NOT_NEEDED:
                known, _colon, counsel = known.partition(": ")
                self.fields[code] = _choice(
                    label, [("", _("None of these")), *GROUNDS.items()], required=False
                )
                self.fields[COUNSEL] = forms.CharField(
                    label=_("Counsel's name and the date"), required=False, max_length=200
                )
                self.initial.setdefault(COUNSEL, counsel)
            else:
                self.fields[code] = forms.CharField(label=label, required=False, max_length=300)
            self.initial.setdefault(code, known)

    def references(self) -> dict[str, str]:
        """What is kept of each, by code."""
        found = {code: self.cleaned_data[code] for code in self.codes}
        told = {
            code: found[code].isoformat() if code in DATED and found[code] else found[code] or ""
            for code in found
        }
        if told.get(NOT_NEEDED) == OTHER:
            told[NOT_NEEDED] = f"{OTHER}: {self.cleaned_data[COUNSEL].strip()}"
        return told


COUNSEL, OTHER = "counsel", "other"


class DpiaForm(forms.Form):
    """The impact assessment's reference, or why it is waived; a required one has no waiver."""

    settled = forms.TypedChoiceField(
        label=_("Impact assessment"), widget=forms.RadioSelect, coerce=DpiaSettlement
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


def _question(question: LawQuestion, language: str, required: bool = False) -> forms.ChoiceField:
    choices = ROLES if question.options else ANSWERS
    field = _choice(question.text[language], choices, required=required)
    field.help_text = law_article(question.article) if question.article else ""
    return field
