"""The words of initiatives: verdicts, signals, readiness, stop rules, each with its next click."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET

from governance.decisions.words import VERDICTS, role_word
from governance.error_texts import TEXTS as BELOW
from portfolio.criteria.choices import StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.error_texts import TEXTS
from portfolio.life.choices import Verdict
from portfolio.standing.selectors.cards import SignalLine
from tenants import display

register = template.Library()
ALL_TEXTS: Mapping[str, Promise] = {**BELOW, **TEXTS}


@dataclass(frozen=True)
class Badge:
    """A state's tone, shape and word: never colour alone."""

    tone: str
    icon: str
    word: "str | Promise"


BADGES: Mapping[str, Badge] = {
    "on_course": Badge("ok", "on-course", pgettext_lazy("health", "On course")),
    "watch": Badge("info", "watch", pgettext_lazy("health", "Watch")),
    "drifting": Badge("warn", "drifting", pgettext_lazy("health", "Drifting")),
    "stalled": Badge("bad", "stuck", pgettext_lazy("health", "Stuck")),
    "unknown": Badge("mute line", "unknown", pgettext_lazy("health", "Unknown")),
    "proposed": Badge("mute", "idea", pgettext_lazy("state", "Proposed")),
    "backlog": Badge("mute", "idea", pgettext_lazy("state", "In the ideas pool")),
    "active": Badge("info", "slots", pgettext_lazy("state", "Active")),
    "paused": Badge("mute", "paused", pgettext_lazy("state", "Paused")),
    "completed": Badge("ok", "done", pgettext_lazy("state", "Done")),
    "stopped": Badge("mute", "stopped", pgettext_lazy("state", "Stopped")),
    "rejected": Badge("mute", "no", pgettext_lazy("state", "Rejected")),
    "archived": Badge("mute", "log", pgettext_lazy("state", "Archived")),
    "trial": Badge("info", "compass", pgettext_lazy("state", "Trial")),
    "open_slot": Badge("mute line", "open", _("Open slot")),
    "minimal": Badge("mute", "shield", pgettext_lazy("AI Act class", "Minimal risk")),
    "transparency": Badge("info", "info", pgettext_lazy("AI Act class", "Transparency")),
    "high_risk": Badge("bad", "warning", pgettext_lazy("AI Act class", "High risk")),
    "high_risk_exemption_claimed": Badge(
        "warn", "warning", pgettext_lazy("AI Act class", "Exemption claimed")
    ),
    "to_review": Badge("warn", "unknown", pgettext_lazy("AI Act class", "To be checked")),
    "out_of_scope": Badge("mute", "shield", pgettext_lazy("AI Act class", "Outside the AI Act")),
    "prohibited": Badge("bad", "no", pgettext_lazy("AI Act class", "Prohibited")),
    "triage_needed": Badge("mute line", "open", pgettext_lazy("AI Act class", "Not asked yet")),
}
BENEFITS: Mapping[str, Promise] = {
    "time": pgettext_lazy("benefit", "Time"),
    "quality": pgettext_lazy("benefit", "Quality"),
    "cost": pgettext_lazy("benefit", "Costs"),
    "satisfaction": pgettext_lazy("benefit", "Customer satisfaction"),
}
AGAIN: Mapping[str, Promise] = {
    "yes": pgettext_lazy("do it again", "Yes"),
    "otherwise": pgettext_lazy("do it again", "Yes, but otherwise"),
    "no": pgettext_lazy("do it again", "No"),
}
SIZES: Mapping[str, Promise] = {
    "small": pgettext_lazy("size", "Small"),
    "medium": pgettext_lazy("size", "Medium"),
    "large": pgettext_lazy("size", "Large"),
}
RISKS: Mapping[str, Promise] = {
    "low": pgettext_lazy("risk", "Low"),
    "medium": pgettext_lazy("risk", "Medium"),
    "high": pgettext_lazy("risk", "High"),
}
CLASSES: Mapping[str, Promise] = {
    "minimal": pgettext_lazy("AI Act class", "Minimal risk"),
    "transparency": pgettext_lazy("AI Act class", "Transparency"),
    "high_risk": pgettext_lazy("AI Act class", "High risk"),
    "high_risk_exemption_claimed": pgettext_lazy("AI Act class", "Exemption claimed"),
    "to_review": pgettext_lazy("AI Act class", "To be checked"),
    "out_of_scope": pgettext_lazy("AI Act class", "Outside the AI Act"),
    "prohibited": pgettext_lazy("AI Act class", "Prohibited"),
    "triage_needed": pgettext_lazy("AI Act class", "Not asked yet"),
}
HEALTH_ICONS = {
    "on_course": "on-course",
    "watch": "watch",
    "drifting": "drifting",
    "stalled": "stuck",
}
LINES: Mapping[str, Promise] = {
    "captain": _("A captain who accepted a mandate"),
    "objective": _("An objective that can be measured"),
    "budget": _("A budget with its first instalment"),
    "stop_criterion": _("A stop rule, written before spending"),
    "go_live": _("An expected go-live, from which time counts"),
    "triage": _("The legal check"),
    "evidence": _("The evidence that high risk asks for"),
    "dpia": _("The impact assessment"),
    "works_council": _("The works council (CSE)"),
}
MENDS: Mapping[str, tuple[Promise, str]] = {
    "name_captain": (_("Name the captain"), "initiative_captain"),
    "have_mandate_accepted": (_("Write the mandate"), "initiative_mandate"),
    "add_objective": (_("Add the objective"), "initiative_objective"),
    "set_budget": (_("Set the budget"), "initiative_budget"),
    "cut_first_tranche": (_("Set the budget"), "initiative_budget"),
    "add_stop_criterion": (_("Accept the proposed stop rule"), "initiative_criterion"),
    "give_go_live": (_("Say when it goes live"), "initiative_go_live"),
    "answer_triage": (_("Answer the legal check"), "initiative_triage"),
    "finish_triage": (_("Answer the questions that are left"), "initiative_triage"),
    "clear_prohibition": (_("Write who checked it"), "triage_evidence"),
    "settle_cse": (_("Give the day or the reason"), "triage_evidence"),
    "stop_prohibited_use": (_("Prohibited: stop it"), "initiative_decide"),
    "reference_dpia": (_("Give its reference"), "initiative_triage"),
    "reference_or_waive_dpia": (_("Give its reference or a reason"), "initiative_triage"),
    "add_measurement": (_("Add a measurement"), "initiative_measurements"),
    "update_next_step": (_("Update the next step"), "initiative_next_step"),
}
PROOFS: Mapping[str, Promise] = {
    "first_measurement_progresses": _("The first measurement progresses"),
    "value_reached": _("The KPI reaches a value"),
}
OBJECTIVE_MENDS = frozenset(
    {
        "name_beneficiaries",
        "choose_kpi",
        "give_baseline_or_measuring_step",
        "give_target",
        "give_date",
        "choose_unit",
        "choose_direction",
    }
)
SIGNALS: Mapping[str, Promise] = {
    "no_measurement": _("No measurement since %(last)s."),
    "deadline_passed": _("The deadline of %(date)s is over."),
    "captain_vacant": _("Vacant seat since %(since)s."),
    "unfinished": _("It was taken over, and what is missing is late since %(since)s."),
    "pause_over": _("The pause is over since %(since)s: decide."),
    "criterion_met": _("A stop rule is met since %(since)s."),
    "live_slipped": _("Go-live was expected on %(due)s and is more than 30 days late."),
    "step_overdue": _("The next step was due on %(due)s."),
    "pace_lost": _("Even four fifths of the target are unlikely by the date."),
    "pace_behind": _("Four fifths of the target are becoming unlikely by the date."),
    "over_budget": _("Over budget by %(sum)s."),
    "sinkhole": _("Going on would cost %(cost)s for %(gain)s more than stopping now."),
    "settle": _(
        "Most of it is there (%(kept)s). Keep what runs; %(cost)s more would bring only %(gain)s."
    ),
    "guard_crossed": _("What must not get worse has: %(now)s, the limit is %(limit)s."),
    "run_loss": _("In use it costs %(cost)s a year for %(gain)s: keep it or stop it."),
    "metered_jump": _("Metered use this month: %(sum)s, a jump or above its ceiling."),
    "budget_full": _("The whole budget is spent or ordered (%(spent)s)."),
    "budget_most": _("Four fifths of the budget are spent or ordered (%(spent)s)."),
    "budget_half": _("Half of the budget is spent or ordered (%(spent)s)."),
    "no_decision": _("Two reviews went by without a decision."),
    "low_adoption": _("Too few people use it."),
}
HINTS: Mapping[str, Promise] = {
    "minimal": _("minimal risk under the AI Act"),
    "transparency": _("people must be told that AI is at work"),
    "high_check": _("may be high risk under the AI Act: to be checked first"),
    "prohibited_check": _("some forms of it are prohibited: to be checked first"),
    "none": _("no personal data"),
    "standard": _("personal data, with the usual care"),
    "dpia_check": _("a data protection impact assessment may be required"),
}


@register.filter
def proof_text(proof: str) -> str:
    """What an instalment waits for, in words; what was typed stays as typed."""
    return str(PROOFS.get(proof, proof))


@register.filter
def benefit_word(benefit: str) -> str:
    """The kind of gain: “Time”; empty when none is said."""
    return str(BENEFITS.get(benefit, benefit))


@register.filter
def again_word(code: str) -> str:
    """Whether one would do it again: “Yes, but otherwise”; empty where nobody said."""
    return str(AGAIN.get(code, ""))


@register.filter
def size_word(size: str) -> str:
    """A tap's word: “Small”."""
    return str(SIZES.get(size, size))


@register.filter
def risk_word(size: str) -> str:
    """A risk's word: “Low”."""
    return str(RISKS.get(size, size))


@register.filter
def refusal_text(code: str) -> str:
    """What a code that needs no facts says."""
    return str(ALL_TEXTS.get(code, code))


@register.filter
def line_text(code: str) -> str:
    """A line of *ready to start*."""
    return str(LINES.get(code, code))


@register.filter
def mend_text(code: str) -> str:
    """What to click to mend a line."""
    if code in OBJECTIVE_MENDS:
        return gettext("Complete the objective")
    return str(MENDS[code][0]) if code in MENDS else gettext("Give the evidence")


@register.simple_tag
def mend_url(code: str, initiative_id: UUID) -> str:
    """Where a line is mended."""
    if code in OBJECTIVE_MENDS:
        return reverse("initiative_objective", args=[initiative_id])
    name = MENDS[code][1] if code in MENDS else "initiative_triage"
    url = reverse(name, args=[initiative_id])
    return f"{url}?verdict=stop" if code == "stop_prohibited_use" else url


@register.simple_tag
def signal_text(signal: SignalLine) -> str:
    """A signal with its evidence, as one sentence."""
    seen = signal.evidence
    if signal.code == "spend_ahead_of_gain":
        spent, gain = seen.spent_share or 0.0, max(0.0, seen.gain_share or 0.0)
        first, last = display.shares(spent, gain)
        text = gettext("%(spent)s of the budget for %(gain)s of the gain.")
        return text % {"spent": first, "gain": last}
    day = display.date_short
    return str(SIGNALS[signal.code]) % {
        "since": day(signal.since),
        "last": day(seen.last_measured_on or signal.since),
        "date": day(seen.target_date or None),
        "due": day(seen.due or None),
        "now": display.quantity(None if seen.now is UNSET else seen.now, seen.unit or ""),
        "limit": display.quantity(None if seen.needed is UNSET else seen.needed, seen.unit or ""),
        "sum": display.money(round(seen.sum or 0)),
        "cost": display.money(round(seen.cost or 0)),
        "gain": display.money(round(seen.gain or 0)),
        "kept": display.percent(seen.kept_share or 0),
        "spent": display.percent(seen.spent_share or 0),
    }


@register.simple_tag
def criterion_text(criterion: StopCriterion) -> str:
    """A stop rule as the end of *we stop if*."""
    day = display.date_long(criterion.by_date) if criterion.by_date else ""
    value = criterion.value or Decimal(0)
    percent, money = display.percent, display.money
    if criterion.metric == StopMetric.GAIN_SHARE:
        text = _("less than %(share)s of the gain on %(day)s")
    elif criterion.metric == StopMetric.SPEND:
        text = _("more than %(sum)s spent")
    elif criterion.metric == StopMetric.OVERRUN:
        text = _("the forecast cost passes %(share)s of the budget with less than half of the gain")
    elif criterion.metric == StopMetric.ADOPTION:
        text = _("less than %(share)s of the people use it on %(day)s")
    else:
        text = _("it is not over on %(day)s")
    return str(text) % {"share": percent(value), "sum": money(value), "day": day}


@register.simple_tag
def in_the_way(code: str, facts: Mapping[str, Any] | None) -> str:
    """What stands in the way, in words."""
    return explained(code, facts or {})


@register.filter
def who_can(facts: Mapping[str, Any], names: Mapping[UUID, str] | None = None) -> str:
    """Who has the authority that a person lacks: “Who can: Executive, Karim Haddad.”.

    `names` are those of the company's members, where the page knows them.
    """
    known = names or {}
    said = [role_word(role) for role in facts.get("roles", ())]
    said += [known[one] for one in facts.get("holder_ids", ()) if one in known]
    return gettext("Who can: %(who)s.") % {"who": ", ".join(said)} if said else ""


@register.simple_tag
def days_range(low: int, high: int) -> str:
    """A range of person-days: “4 to 15 days”."""
    days, number = display.days, display.number
    if low == high:
        return str(days(high))
    return gettext("%(low)s to %(high)s") % {"low": number(low), "high": days(high)}


@register.simple_tag
def way_value(no: int, initiative_id: UUID, verdict: str) -> str:
    """One way to free a slot, as its form sends it: the slot, who sits there, the verdict."""
    return f"{no}-{initiative_id}-{verdict}"


@register.filter
def class_word(code: str) -> str:
    """A class of the AI Act: “Minimal risk”."""
    return str(CLASSES.get(code, code))


@register.filter
def hint_word(code: str) -> str:
    """What the catalogue says of a use before its triage: “may be high risk …”."""
    return str(HINTS.get(code, code))


@register.filter
def health_icon(health: str) -> str:
    """The symbol of a health."""
    return HEALTH_ICONS.get(health, "info")


@register.filter
def is_offered(option: Any) -> bool:
    """Whether a verdict's page is worth opening: allowed, and nothing but the form in its way."""
    asked_in_form = option.obstacle in (None, "run_owner_missing")
    return option.denial is None and asked_in_form


@register.filter
def granted(options: Iterable[Any], verdict: str = "") -> bool:
    """Whether the reader has the authority for that verdict, or for any."""
    return any(one.denial is None and verdict in ("", one.verdict) for one in options)


@register.filter
def tells_since(signal: SignalLine) -> bool:
    """Whether its own sentence says since when."""
    return "%(since)s" in str(SIGNALS.get(signal.code, ""))


@register.filter
def act_for(options: Iterable[Any], signal: SignalLine) -> str:
    """The first verdict that would clear the signal and that the reader may give now, or empty."""
    open_now = {one.verdict for one in options if one.is_open}
    return next((str(verdict) for verdict in signal.offers if verdict in open_now), "")


@register.filter
def days_ago(days: int) -> str:
    """How long ago: “today”, “4 days ago”."""
    if days <= 0:
        return gettext("today")
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}


def explained(code: str, facts: Mapping[str, Any]) -> str:
    """An error's text with its facts in the reader's language."""
    return str(ALL_TEXTS.get(code, code)) % _Facts(facts)


def done_text(verdict: Verdict, title: str) -> str:
    """What a toast says once a verdict is given: the same verb as the button."""
    return str(VERDICTS[verdict].told) % {"title": display.quoted(title)}


class _Facts(dict[str, Any]):
    """Facts as a sentence shows them; one that is missing is a dash."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__({name: _shown(value) for name, value in facts.items()})

    def __missing__(self, name: str) -> str:
        return "–"


def _shown(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(display.date_long(value))
    if isinstance(value, Decimal):
        return display.written(value, 2)
    if isinstance(value, int | float):
        return str(display.number(value))
    return str(value)
