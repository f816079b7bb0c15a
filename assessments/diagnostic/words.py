"""The words for the codes of a result; templates look them up with the filter `of`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from assessments.observed.words import NEXT_ROUTES, NEXT_WORDS, SEEN
from assessments.results.selectors import Limit, ResultPage
from assessments.roadmap.words import PROOFS
from assessments.voices.choices import RespondentRole
from governance.access.rules.authority import NO_SUBJECT, Grant, SubjectFacts
from governance.access.services import decide_authority

WORDS: Mapping[str, Mapping[str, Promise | str]] = {
    "effect": {
        "small": pgettext_lazy("effect", "small"),
        "medium": pgettext_lazy("effect", "medium"),
        "large": pgettext_lazy("effect", "large"),
    },
    "confidence": {
        "high": pgettext_lazy("confidence", "High confidence"),
        "medium": pgettext_lazy("confidence", "Medium confidence"),
        "low": pgettext_lazy("confidence", "Low confidence"),
    },
    "left_out": {
        "no_gain": gettext_lazy("Would change little today."),
        "prerequisite_out": gettext_lazy("Needs another action first."),
        "budget": gettext_lazy("Beyond this year's budget."),
        "capacity": gettext_lazy("Beyond the days you have."),
        "refused": gettext_lazy("Refused until later."),
        "done": gettext_lazy("Done already."),
        "again": gettext_lazy(
            "Was refused or done, and is no longer: take it, or the next assessment proposes it."
        ),
    },
    "benefit": {
        "time": pgettext_lazy("benefit", "Time"),
        "quality": pgettext_lazy("benefit", "Quality"),
        "cost": pgettext_lazy("benefit", "Cost"),
        "satisfaction": pgettext_lazy("benefit", "Customer satisfaction"),
    },
    "ai_act": {
        "minimal": gettext_lazy("minimal risk under the AI Act"),
        "transparency": gettext_lazy("people must be told that AI is at work"),
        "high_check": gettext_lazy("may be high risk under the AI Act: to be checked first"),
        "prohibited_check": gettext_lazy("some forms of it are prohibited: to be checked first"),
    },
    "gdpr": {
        "none": gettext_lazy("no personal data"),
        "standard": gettext_lazy("personal data, with the usual care"),
        "dpia_check": gettext_lazy("a data protection impact assessment may be required"),
    },
    "assumed": {
        "days_month": gettext_lazy("days a month"),
        "budget_year": gettext_lazy("yearly budget"),
        "size": gettext_lazy("size of the company"),
        "sector": gettext_lazy("sector"),
    },
    "change": {
        "up": gettext_lazy("Clear rise"),
        "down": gettext_lazy("Clear fall"),
        "unclear": gettext_lazy("No clear change"),
        "unknown": gettext_lazy("Not comparable"),
        "first": gettext_lazy("First assessment"),
        "other_version": gettext_lazy("Another questionnaire"),
    },
    "beside": {
        "above": gettext_lazy("Above"),
        "below": gettext_lazy("Below"),
        "within": gettext_lazy("Within the margin"),
    },
    "seen": SEEN,
    "seen_next": NEXT_WORDS,
    "seen_route": NEXT_ROUTES,
    "proof": PROOFS,
    "respondent": dict(RespondentRole.choices),
    "crowd": {
        "team": pgettext_lazy("respondents", "the team"),
        "pool": pgettext_lazy("respondents", "the team and the managers"),
        "managers": pgettext_lazy("respondents", "the managers"),
    },
}


def headline(page: ResultPage) -> str:
    """The result in one sentence: the level and what limits it."""
    if page.level is None:
        return _("Too little is known to announce a level")
    if not page.limits:
        return _("Level %(level)s of 5: %(name)s") % {"level": page.level, "name": page.level_name}
    words = [word for limit in page.limits for word in _limit_words(limit)]
    return _("Level %(level)s of 5, limited by %(limits)s") % {
        "level": page.level,
        "limits": get_text_list(list(dict.fromkeys(words)), pgettext("last of a list", "and")),
    }


def _limit_words(limit: Limit) -> list[str]:
    if limit.code == "usage":
        return [_("how little AI is used yet")]
    if limit.code == "foundations":
        return [_("foundations still to be laid")]
    return [_("“%(name)s”") % {"name": name} for name in limit.names]


def may(request: Any, permission: str, *, subject: SubjectFacts = NO_SUBJECT) -> bool:
    """Whether the reader's role or relation gives this permission: for what a page offers."""
    answer = decide_authority(request.act, permission=permission, subject=subject)
    return isinstance(answer, Grant)


register = template.Library()


@register.filter(name="headline")
def headline_of(page: ResultPage) -> str:
    """The result in one sentence: the level and what limits it."""
    return headline(page)


@register.simple_tag
def result_words() -> Mapping[str, Mapping[str, Promise | str]]:
    """The words for the codes of a result."""
    return WORDS


@register.filter
def clipped(text: str, most: int) -> str:
    """At most that many characters: a longer text ends after a word, with an ellipsis."""
    if len(text) <= most:
        return text
    whole, space, _ = text[:most].rpartition(" ")
    return f"{(whole if space else text[: most - 1]).rstrip(' ,;:.')}…"
