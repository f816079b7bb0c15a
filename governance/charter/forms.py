from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.access.forms import DayField, NumberField
from governance.charter.rules import (
    LONGEST_LINE,
    LONGEST_TITLE,
    MOST_LINES,
    CharterCatalogue,
    CharterText,
    Conditional,
    GivenAnswer,
)
from governance.charter.services import CharterInput, RuleInput
from governance.charter.words import because, wording
from governance.members.models import Member
from tenants.bounds import MOST_PEOPLE

BETWEEN = " : "


def lines_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A few lines, each one thing."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_LINES * (LONGEST_LINE + 2),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CharterForm(forms.Form):
    """The charter as it is written: rules, red list, whom to ask, what binds the employer."""

    contact_id = forms.ChoiceField(label=_("Whom to ask when in doubt"))
    headcount = NumberField(
        label=_("How many people work with you (optional)"),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=_("With and without an account: the share that has signed is counted of them."),
    )
    forbidden = lines_field(_("Never"), _("One line each, six at most."))
    conditional = lines_field(_("Under a condition"), _("One line each: “data : condition”."))
    free = lines_field(_("Freely"), _("One line each, six at most."))
    promises = forms.MultipleChoiceField(
        label=_("This binds you, the employer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Optional: nothing is promised that you do not tick."),
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        catalogue: CharterCatalogue,
        text: CharterText,
        members: Iterable[Member],
        headcount: int | None,
        version: int,
        reasons: Mapping[str, GivenAnswer],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rule_ids = [one.id for one in catalogue.rules]
        known = {one.id: one for one in text.rules}
        initial: dict[str, Any] = {"expected_version": version, "headcount": headcount}
        for place, rule in enumerate(catalogue.rules, start=1):
            now = known.get(rule.id)
            self.fields[f"title_{rule.id}"] = forms.CharField(
                label=gettext("Rule %(n)d") % {"n": place},
                required=False,
                max_length=LONGEST_TITLE,
            )
            self.fields[f"line_{rule.id}"] = forms.CharField(
                label=gettext("What it means (rule %(n)d)") % {"n": place},
                required=False,
                max_length=LONGEST_LINE,
                help_text=because(reasons, rule.id),
            )
            initial[f"title_{rule.id}"] = wording(now.title) if now else ""
            initial[f"line_{rule.id}"] = wording(now.line) if now else ""
        people = [(str(one.id), one.display_name) for one in members]
        self._offer("contact_id", [("", gettext("Choose somebody")), *people])
        promises = [(one.id, wording(one.text)) for one in catalogue.promises]
        self._offer("promises", promises)
        initial |= {
            "contact_id": str(text.contact_id or ""),
            "forbidden": "\n".join(map(wording, text.forbidden)),
            "free": "\n".join(map(wording, text.free)),
            "conditional": "\n".join(map(_pair, text.conditional)),
            "promises": [one.id for one in text.promises],
        }
        self.initial = {**initial, **self.initial}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def rules(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each rule."""
        return [(self[f"title_{one}"], self[f"line_{one}"]) for one in self.rule_ids]

    def red_list(self) -> list[forms.BoundField]:
        """What may never, sometimes and freely be entered."""
        return [self[name] for name in ("forbidden", "conditional", "free")]

    def given(self, language: str) -> CharterInput:
        """What the service is given."""
        data = self.cleaned_data
        return CharterInput(
            language=language,
            contact_id=UUID(data["contact_id"]),
            rules=tuple(
                RuleInput(id=one, title=data[f"title_{one}"], line=data[f"line_{one}"])
                for one in self.rule_ids
            ),
            forbidden=_lines(data["forbidden"]),
            conditional=tuple(map(_parted, _lines(data["conditional"]))),
            free=_lines(data["free"]),
            promises=tuple(data["promises"]),
            headcount=data["headcount"],
        )


class PublishForm(forms.Form):
    """From when the draft is in force, and when it is looked at again."""

    effective_from = DayField(label=_("In force from"))
    review_on = DayField(
        label=_("Looked at again on"), help_text=_("Within twelve months of that day.")
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = {"effective_from": today, "review_on": today + timedelta(days=365)}
        self.initial = {**days, "expected_version": version, **self.initial}


class RequestForm(forms.Form):
    """What should be different."""

    text = forms.CharField(
        label=_("What should change, and why"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _lines(typed: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in typed.splitlines() if one.strip())


def _pair(one: Conditional) -> str:
    return f"{wording(one.what)}{BETWEEN}{wording(one.condition)}"


def _parted(line: str) -> tuple[str, str]:
    """Data and condition; a line without a colon is no pair, and is told by its missing part."""
    what, _colon, condition = line.partition(":")
    return what.strip(), condition.strip()
