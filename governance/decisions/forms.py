from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import DayField
from governance.decisions.choices import SubjectKind
from governance.decisions.selectors import LogFilter
from governance.decisions.words import verdict_word
from governance.members.models import Member
from tenants.texts import folded

LONGEST = 80


class LogFilterForm(forms.Form):
    """What the log is narrowed to; nothing is required, nonsense is ignored."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("A title, a reason")}),
    )
    verdict = forms.ChoiceField(label=_("Verdict"), required=False)
    subject = forms.ChoiceField(label=_("Subject"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    about = forms.UUIDField(widget=forms.HiddenInput, required=False)
    before = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self, *args: Any, verdicts: list[str], members: list[Member], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        words = sorted(((v, verdict_word(v)) for v in verdicts), key=lambda pair: pair[1])
        self._choose("verdict", _("All decisions"), words)
        self._choose("subject", _("All subjects"), list(SubjectKind.choices))
        self._choose("person", _("Everybody"), [(str(m.id), m.display_name) for m in members])

    def wanted(self) -> LogFilter:
        """The filter that was asked for, as far as it makes sense."""
        self.is_valid()
        data = self.cleaned_data
        return LogFilter(
            verdict=data.get("verdict") or "",
            subject_kind=data.get("subject") or "",
            subject_id=data.get("about"),
            member_id=data.get("person") or None,
            before=data.get("before"),
            words=tuple(folded(data.get("q") or "").split()),
            first=data.get("since"),
            last=data.get("until"),
        )

    def _choose(self, name: str, everything: Any, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", everything), *choices]
