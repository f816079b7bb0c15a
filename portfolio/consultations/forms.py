from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.council.choices import Opinion
from governance.council.services import ConsultationInput
from portfolio.consultations.selectors import ConsultationLine, ConsultedUse
from portfolio.life.forms import day, sentence, version


class ConsultationForm(forms.Form):
    """What was presented, when, for which uses; what was answered, once it was."""

    about = sentence(_("What was presented: the tools and the trials, by name"))
    asked_on = day(
        _("Information handed over on"),
        help_text=_("The time to answer runs from that day: one month, two with an expert."),
    )
    with_expert = forms.BooleanField(label=_("The works council takes an expert"), required=False)
    initiative_ids = forms.TypedMultipleChoiceField(
        label=_("Uses that it covers"), widget=forms.CheckboxSelectMultiple, coerce=UUID
    )
    opinion = forms.ChoiceField(label=_("Opinion"), choices=Opinion.choices, required=False)
    opinion_on = day(_("Opinion given on (optional)"), required=False)
    expected_version = version()

    def __init__(
        self,
        sent: Any = None,
        *,
        uses: Iterable[ConsultedUse],
        line: ConsultationLine | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(sent, **kwargs)
        field = self.fields["initiative_ids"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.id), one.title) for one in uses]
        if line is None:
            del self.fields["expected_version"]
            return
        told = line.stands
        names = ("about", "asked_on", "with_expert", "opinion", "opinion_on")
        self.initial = {
            **{name: getattr(told, name) for name in names},
            "initiative_ids": [str(one.id) for one in line.uses],
            "expected_version": line.version,
        }

    def given(self) -> ConsultationInput:
        """What the service is given."""
        data = self.cleaned_data
        return ConsultationInput(
            about=data["about"],
            asked_on=data["asked_on"],
            with_expert=data["with_expert"],
            initiative_ids=tuple(data["initiative_ids"]),
            opinion=Opinion(data["opinion"]),
            opinion_on=data["opinion_on"],
        )
