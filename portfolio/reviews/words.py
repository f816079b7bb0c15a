"""The words of reviews and of the dashboard: signals, verdicts, periods, limits."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from assessments.questionnaire.rules.questionnaire import Questionnaire
from governance.decisions.words import verb, verdict_note
from portfolio.estimates.choices import CompanySize
from portfolio.estimates.rules import COST, EFFORT_DAYS, YEARLY_VALUE
from portfolio.life.words import explained
from portfolio.reviews.rules import MinuteLine, Minutes
from portfolio.reviews.selectors.minutes import MinutesPage
from portfolio.reviews.selectors.pages import ReviewStep, ReviewSteps
from tenants import display

register = template.Library()
SIGNALS: Mapping[str, Promise] = {
    "no_measurement": gettext_lazy("A measurement is awaited"),
    "deadline_passed": gettext_lazy("The deadline has passed"),
    "captain_vacant": gettext_lazy("Nobody holds the captain’s seat"),
    "unfinished": gettext_lazy("What was taken over is not complete"),
    "pause_over": gettext_lazy("The restart date has come"),
    "criterion_met": gettext_lazy("The stop rule is met"),
    "step_overdue": gettext_lazy("The next step is overdue"),
    "pace_lost": gettext_lazy("Four fifths of the target are out of reach"),
    "pace_behind": gettext_lazy("Four fifths of the target are becoming unlikely"),
    "over_budget": gettext_lazy("More is spent or ordered than was voted"),
    "guard_crossed": gettext_lazy("What must not get worse has passed its limit"),
    "run_loss": gettext_lazy("In use, it costs more than it brings"),
    "metered_jump": gettext_lazy("Metered use has jumped this month"),
    "gain_check": gettext_lazy("You run it: is its gain still there?"),
    "licence_notice": gettext_lazy("A licence renews itself unless notice is given"),
    "budget_full": gettext_lazy("The whole budget is spent or ordered"),
    "budget_most": gettext_lazy("Four fifths of the budget are spent or ordered"),
    "budget_half": gettext_lazy("Half of the budget is spent or ordered"),
    "sinkhole": gettext_lazy("Going on costs more than it brings over stopping"),
    "settle": gettext_lazy("Most of the gain is there, the rest costs more than it brings"),
    "no_progress": gettext_lazy("Three measurements without progress"),
    "forecast_low": gettext_lazy("The target was very unlikely at two reviews"),
    "spend_ahead_of_gain": gettext_lazy("Spending runs ahead of the gain"),
    "no_decision": gettext_lazy("Two reviews found no decision"),
    "low_adoption": gettext_lazy("Few of the people concerned use it"),
    "beyond_tranche": gettext_lazy("Spending has passed what is released"),
    "review_asks": gettext_lazy("A decision is awaited at the review"),
    "proof_asked": gettext_lazy("Another proof is asked for an instalment"),
    "proof_met": gettext_lazy("What the next instalment waits for is there: release it"),
    "trial_answer": gettext_lazy("A trial has ended and its answer is awaited"),
    "action_late": gettext_lazy("The date you promised has passed"),
    "assessment_again": gettext_lazy("Six months after the last one"),
    "mandate_waits": gettext_lazy("The letter waits for a signature"),
    "proposals_late": gettext_lazy("An answer is late: it was due within fifteen days"),
    "proposals": gettext_lazy("To the ideas pool, or rejected with a reason"),
}
SIGNAL_ICONS: Mapping[str, str] = {
    "captain_vacant": "person",
    "pause_over": "paused",
    "action_late": "drifting",
    "live_slipped": "drifting",
    "step_overdue": "drifting",
    "over_budget": "warning",
    "guard_crossed": "warning",
    "run_loss": "warning",
    "metered_jump": "warning",
    "budget_full": "warning",
    "budget_most": "info",
    "budget_half": "info",
    "sinkhole": "warning",
    "settle": "warning",
    "pace_behind": "drifting",
    "no_progress": "drifting",
    "forecast_low": "drifting",
    "spend_ahead_of_gain": "drifting",
    "low_adoption": "drifting",
}
SOFT = frozenset(
    (
        *(
            "live_slipped",
            "step_overdue",
            "pace_behind",
            "spend_ahead_of_gain",
            "no_decision",
            "low_adoption",
        ),
        *("metered_jump", "budget_full", "budget_most", "budget_half"),
        # As reviews held earlier froze them.
        *("no_progress", "forecast_low"),
    )
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
LIMITS: Mapping[str, Promise] = {
    "usage": gettext_lazy("limited by what is really used"),
    "foundations": gettext_lazy("limited by %(names)s"),
    "gate": gettext_lazy("limited by %(names)s"),
    "weakest": gettext_lazy("limited by %(names)s"),
}
# What a verdict asks before it is recorded.
NEEDS: Mapping[str, Promise] = {
    "adjust": gettext_lazy("Asks what changes, and why."),
    "pause": gettext_lazy("Asks a reason and the restart date."),
    "stop": gettext_lazy("Asks a reason and what was learned."),
    "complete": gettext_lazy("Asks what was learned and who keeps it alive."),
}
ANSWERED_BELOW = frozenset({"run_owner_missing"})
CHANGES: Mapping[str, Promise] = {
    "first": gettext_lazy("first review"),
    "health": gettext_lazy("another course"),
    "measured": gettext_lazy("a new measurement"),
    "chance": gettext_lazy("other chances"),
    "signals": gettext_lazy("other signals"),
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


@register.simple_tag
def review_name(first: date, last: date) -> str:
    """The one name of a review, by its period: “Review of November 2026”."""
    facts = {
        "month": date_format(first, "F Y"),
        "day": display.date_long(first),
        "last": display.date_long(last),
        "quarter": (first.month + 2) // 3,
        "year": first.year,
    }
    after = last + timedelta(days=1)
    if (last - first).days == 6:
        return _("Review of the week of %(day)s") % facts
    if first.day == after.day == 1 and (after.month - first.month) % 12 == 1:
        return re.sub(r"\bde (?=[ao])", "d’", _("Review of %(month)s") % facts)
    if first.day == after.day == 1 and (after.month - first.month) % 12 == 3:
        return _("Review of quarter %(quarter)s of %(year)s") % facts
    return _("Review from %(day)s to %(last)s") % facts


@register.inclusion_tag("components/_badge.html")
def review_badge(state: str) -> dict[str, object]:
    """Where a review stands: tone, shape and word."""
    tone, icon, word = REVIEW_STATES[state]
    return {"tone": tone, "icon": icon, "word": word}


@register.filter
def limit_sentence(limits: Iterable[tuple[str, tuple[str, ...]]], asked: Questionnaire) -> str:
    """What limits a level, as the end of a sentence; empty when nothing does."""
    language = get_language() or "fr"
    for code, raised in limits:
        text = LIMITS.get(code)
        names = [asked.dimension(one).name.in_language(language) for one in raised]
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


@register.simple_tag
def beyond_notes(step: ReviewStep) -> dict[str, str]:
    """By verdict, why it is proposed though one may give it: what it engages is more."""
    more = _("What it engages is above your mandate’s ceiling.")
    return {verdict.value: more for verdict in step.beyond if verdict in step.own}


@register.simple_tag
def verdict_notes(step: ReviewStep) -> dict[str, str]:
    """Under each verdict: what it means, or what is in its way, by verdict."""
    notes = {}
    for option in step.line.options:
        text = verdict_note(option.verdict)
        if option.obstacle is not None and option.obstacle not in ANSWERED_BELOW:
            text = explained(option.obstacle, option.obstacle_facts)
        elif option.verdict in NEEDS:
            text = f"{text} {NEEDS[option.verdict]}"
        notes[str(option.verdict)] = text
    return notes


@register.simple_tag
def review_progress(review: ReviewSteps, current: object) -> list[tuple[str, str, str]]:
    """The steps of a review: name, state and note; the last one reads the decisions back."""
    rows = []
    for step in review.steps:
        is_current = step.line.card.id == current
        state = "current" if is_current else "done" if step.is_over else ""
        rows.append((Truncator(step.line.card.title).chars(32), state, _step_note(step)))
    rows.append((_("Summary"), "current" if current == "close" else "", _("1 minute")))
    return rows


@register.simple_tag
def url_after(review: ReviewSteps, step: ReviewStep) -> str:
    """Where a review goes on after a step that stays as it is: the next one, or the read-back."""
    review_id = review.page.line.id
    for other in review.left:
        if other.line.position > step.line.position:
            return reverse("review_item", args=[review_id, other.line.card.id])
    return reverse("review_close", args=[review_id])


@register.simple_tag
def tap_notes(kind: str, company_size: str) -> dict[str, str]:
    """The range each tap stands for, by tap: “3 k€ à 12 k€”, “10 à 40 jours”."""
    known = {"effort": EFFORT_DAYS, "cost": COST}
    ranges = known.get(kind) or YEARLY_VALUE[CompanySize(company_size)]
    low, high = (display.number, display.days) if kind == "effort" else (display.money_short,) * 2
    return {
        tap: _("%(low)s to %(high)s") % {"low": low(int(one.p10)), "high": high(int(one.p90))}
        for tap, one in ranges.items()
    }


@register.filter
def done_said(done: bool | None) -> str:
    """Whether what the last review decided is done, in a word."""
    if done is None:
        return ""
    return pgettext("a step", "done") if done else pgettext("a step", "not done")


@register.simple_tag
def minutes_name(minutes: Minutes) -> str:
    """The review that the minutes are of: “Review of November 2026”."""
    return review_name(minutes.period, minutes.period_end)


@register.filter
def person_of(member_id: UUID | None, page: MinutesPage) -> str:
    """A person of the minutes by the present name."""
    return display.named("" if member_id is None else page.names.get(member_id, ""))


@register.filter
def happens(line: MinuteLine, page: MinutesPage) -> list[str]:
    """What happens by when, one sentence each: restart, target, next step; or what silence did."""
    found = []
    if line.restart_on is not None:
        found.append(_("Restart on %(day)s") % {"day": display.date_long(line.restart_on)})
    if line.target_on is not None:
        found.append(_("The target is due on %(day)s") % {"day": display.date_long(line.target_on)})
    if line.next_step:
        found.append(_("Next step: %(step)s") % {"step": _step_said(line, page)})
    if line.verdict is None and line.frozen_on is not None:
        day = display.date_long(line.frozen_on)
        found.append(_("New spending is frozen since %(day)s") % {"day": day})
    return found


def _step_said(line: MinuteLine, page: MinutesPage) -> str:
    """“Écrire la consigne, Nadia Benali, 12 décembre 2026”."""
    who = "" if line.next_step_by_id is None else person_of(line.next_step_by_id, page)
    day = "" if line.next_step_on is None else display.date_long(line.next_step_on)
    return ", ".join(part for part in (line.next_step, who, day) if part)


@register.filter
def changes_sentence(codes: Iterable[str]) -> str:
    """What changed since the review before, as a part of a sentence."""
    return listed(str(CHANGES[code]) for code in codes)


def _step_note(step: ReviewStep) -> str:
    if step.line.decision is not None:
        return verb(step.line.decision.verdict)
    if step.is_over:
        return _("Ended meanwhile")
    return _("Question asked") if step.waits_for_answer else _("To be decided")
