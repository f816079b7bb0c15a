"""The words of reviews and of the dashboard: signals, verdicts, periods, limits."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

register = template.Library()

SIGNALS: Mapping[str, Promise] = {
    "no_measurement": gettext_lazy("A measurement is awaited"),
    "deadline_passed": gettext_lazy("The deadline has passed"),
    "captain_vacant": gettext_lazy("Nobody holds the captain’s seat"),
    "pause_over": gettext_lazy("The restart date has come"),
    "criterion_met": gettext_lazy("The stop rule is met"),
    "step_overdue": gettext_lazy("The next step is overdue"),
    "no_progress": gettext_lazy("Three measurements without progress"),
    "forecast_low": gettext_lazy("The target was very unlikely at two reviews"),
    "spend_ahead_of_gain": gettext_lazy("Spending runs ahead of the gain"),
    "no_decision": gettext_lazy("Two reviews found no decision"),
    "low_adoption": gettext_lazy("Few of the people concerned use it"),
    "beyond_tranche": gettext_lazy("Spending has passed what is released"),
    "review_asks": gettext_lazy("A verdict is awaited at the review"),
    "trial_answer": gettext_lazy("A trial has ended and its answer is awaited"),
    "mandate_waits": gettext_lazy("The letter waits for a signature"),
    "proposals": gettext_lazy("To the ideas pool, or rejected with a reason"),
}
SIGNAL_ICONS: Mapping[str, str] = {
    "captain_vacant": "person",
    "pause_over": "paused",
    "step_overdue": "drifting",
    "no_progress": "drifting",
    "forecast_low": "drifting",
    "spend_ahead_of_gain": "drifting",
    "low_adoption": "drifting",
}
SOFT = frozenset(
    ("step_overdue", "no_progress", "forecast_low", "spend_ahead_of_gain", "no_decision")
)
CADENCES: Mapping[str, Promise] = {
    "weekly": pgettext_lazy("rhythm", "Weekly"),
    "monthly": pgettext_lazy("rhythm", "Monthly"),
    "quarterly": pgettext_lazy("rhythm", "Quarterly"),
}
REVIEW_STATES: Mapping[str, tuple[str, str, Promise]] = {
    "open": ("decide", "review", pgettext_lazy("review", "Open")),
    "closed": ("ok", "done", pgettext_lazy("review", "Held")),
    "silent": ("warn", "warning", pgettext_lazy("review", "Closed without an answer")),
    "missed": ("mute", "no", pgettext_lazy("review", "Missed")),
}
DECIDED: Mapping[str, Promise] = {
    "continue": pgettext_lazy("decided", "Continue"),
    "adjust": pgettext_lazy("decided", "Adjust"),
    "release": pgettext_lazy("decided", "Release an instalment"),
    "pause": pgettext_lazy("decided", "Pause"),
    "stop": pgettext_lazy("decided", "Stop"),
    "complete": pgettext_lazy("decided", "Finish"),
}
LIMITS: Mapping[str, Promise] = {
    "usage": gettext_lazy("limited by what is really used"),
    "foundations": gettext_lazy("limited by %(names)s"),
    "gate": gettext_lazy("limited by %(names)s"),
    "weakest": gettext_lazy("limited by %(names)s"),
}


@register.filter
def signal_word(code: str) -> str:
    """What a signal says, in a few words."""
    return str(SIGNALS.get(code, code))


@register.filter
def signal_icon(code: str) -> str:
    """The shape that goes with a signal."""
    return SIGNAL_ICONS.get(code, "stuck")


@register.filter
def signal_tone(code: str) -> str:
    """The tone that goes with a signal: bad for a hard one, warn for a soft one."""
    return "warn" if code in SOFT else "bad"


@register.filter
def cadence_word(cadence: str) -> str:
    """A rhythm in a word: “Monthly”."""
    return str(CADENCES.get(cadence, cadence))


@register.inclusion_tag("components/_badge.html")
def review_badge(state: str) -> dict[str, object]:
    """Where a review stands: tone, shape and word."""
    tone, icon, word = REVIEW_STATES[state]
    return {"tone": tone, "icon": icon, "word": word}


@register.filter
def decided_word(verdict: str) -> str:
    """A verdict as the minutes name it: “Continue”."""
    return str(DECIDED.get(verdict, verdict))


@register.filter
def limit_sentence(limits: Iterable[object]) -> str:
    """What limits a level, as the end of a sentence; empty when nothing does."""
    for limit in limits:
        text = LIMITS.get(getattr(limit, "code", ""))
        names = [str(name) for name in getattr(limit, "names", ())]
        if text is not None and (names or "%" not in str(text)):
            return str(text) % {"names": listed(names)} if names else str(text)
    return ""


@register.filter
def listed(names: Iterable[str]) -> str:
    """Names as a part of a sentence: “A, B and C”."""
    words = [str(name) for name in names]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
