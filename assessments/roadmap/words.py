"""An action of the roadmap in words: its title, where it stands, how far its proof is."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy

from assessments.questionnaire.selectors import spaced
from assessments.roadmap.rules.progress import ActionProgress, Evidence, parse_proof
from assessments.roadmap.selectors.live import Counts
from assessments.roadmap.selectors.steps import current_actions
from tenants import display

register = template.Library()
# Tone, shape and word of each stage.
STAGES: Mapping[str, tuple[str, str, Promise]] = {
    "proposed": ("mute line", "open", pgettext_lazy("action", "Proposed")),
    "to_choose": ("warn", "unknown", pgettext_lazy("action", "To take or refuse")),
    "taken": ("info", "person", pgettext_lazy("action", "Taken")),
    "late": ("bad", "warning", pgettext_lazy("action", "Late")),
    "done": ("ok", "done", pgettext_lazy("action", "Done")),
    "refused": ("mute", "no", pgettext_lazy("action", "Refused")),
}


@register.filter
def action_title(action_id: str) -> str:
    """The title of the action: “Appoint the captain”; its id where nothing is published of it."""
    found = current_actions().actions.get(action_id)
    return spaced(found.title.in_language(get_language() or "fr")) if found else action_id


# Where what a proof looks at is done: the address by the first word of the fact.
PLACES: Mapping[str, str] = {
    "mandate": "settings_mandates",
    "reviews": "review",
    "team_page": "team",
    "decisions": "portfolio",
    "ideas": "portfolio",
    "active": "portfolio",
    "wip": "portfolio",
    "stops": "portfolio",
    "literacy": "literacy",
    "register": "register",
    "skills": "skills",
    "trials": "portfolio",
    "trial": "portfolio",
    "staff_info": "portfolio",
    "cse": "consultations",
    "notices": "portfolio",
    "charter": "charter",
    "incidents": "incidents",
    "uses": "portfolio",
    "dpia": "portfolio",
    "measures": "measuring",
    "gains": "portfolio",
}


@register.filter
def action_place(action_id: str) -> str:
    """The address at which what proves the action is done; empty where a sentence tells it."""
    found = current_actions().actions.get(action_id)
    fact = parse_proof(found.proof).fact if found else ""
    name = PLACES.get(fact.partition(".")[0])
    return reverse(name) if name else ""


@register.filter
def as_day(text: str) -> date:
    """The date that was written as `2027-03-31`."""
    return date.fromisoformat(text)


@register.inclusion_tag("components/_badge.html")
def stage_badge(stage: str) -> dict[str, object]:
    """Where an action stands: tone, shape and word."""
    tone, icon, word = STAGES[stage]
    return {"tone": tone, "icon": icon, "word": word}


@register.filter
def moved_word(progress: ActionProgress) -> str:
    """How often its date was moved: “Moved twice”; empty for never."""
    count = len(progress.moves)
    if not count:
        return ""
    if count == 1:
        return gettext("Moved once")
    if count == 2:
        return gettext("Moved twice")
    return gettext("Moved %(count)s times") % {"count": count}


@register.filter
def how_far(evidence: Evidence) -> str:
    """How far a proof is that does not hold yet: “2 of 3”; empty where nothing is counted."""
    if evidence.is_proven or evidence.reached is None or evidence.wanted is None:
        return ""
    if evidence.at_most and evidence.reached == 0:
        return gettext("none yet")
    show = display.percent if evidence.as_share else display.number
    numbers = {"reached": show(evidence.reached), "wanted": show(evidence.wanted)}
    if evidence.at_most:
        return gettext("%(reached)s, where %(wanted)s is the most") % numbers
    if evidence.as_share:
        return gettext("%(reached)s, where %(wanted)s is asked") % numbers
    return gettext("%(reached)s of %(wanted)s") % numbers


@register.filter
def counts_sentence(counts: Counts) -> str:
    """Where the roadmap stands: “2 of 18 actions done, 1 late.”."""
    if not counts.every:
        return gettext("Nothing is planned.")
    done = ngettext(
        "%(done)s of %(every)s action done", "%(done)s of %(every)s actions done", counts.every
    )
    parts = [done % {"done": counts.done, "every": counts.every}]
    if counts.late:
        parts.append(gettext("%(count)s late") % {"count": counts.late})
    if counts.to_choose:
        parts.append(gettext("%(count)s to take or refuse") % {"count": counts.to_choose})
    return ", ".join(parts) + "."
