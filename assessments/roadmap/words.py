"""An action of the roadmap in words: its title, where it stands, how far its proof is."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.questionnaire.selectors import spaced
from assessments.roadmap.rules.progress import Evidence, Progress
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
def moved_word(progress: Progress) -> str:
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


PROOFS: dict[str, Promise] = {
    "access.review.quarterly": _("access rights reviewed every quarter"),
    "accounts.business==all": _("every AI account in the company's name"),
    "active.with_baseline==all": _("a baseline for every active initiative"),
    "active.with_kill==all": _("a stop rule for every active initiative"),
    "active.with_target==all": _("a KPI, a target and a date for every active initiative"),
    "active.with_tco==all": _("the full cost of every active initiative"),
    "active<=3": _("three active initiatives at most"),
    "announcement.done": _("the date of the announcement to the team"),
    "benefit.reallocation": _("what the time gained is used for, in writing"),
    "charter.reviewed_within_12m": _("a charter reviewed within twelve months"),
    "charter.signed.share>=0.8": _("the charter signed by four people in five"),
    "comparison.done": _("one comparison, with and without"),
    "contracts.exit==all": _("an exit clause in every contract"),
    "dataset.error_rate<=0.05": _("at most five errors in a hundred lines"),
    "datasets.listed>=5": _("five data sets listed"),
    "datasets.owned==all": _("an owner for every data set"),
    "decisions.count>=3": _("three decisions in the log"),
    "dpia.done_or_waived==all": _("every impact assessment done, or waived in writing"),
    "feed.automated": _("data that arrive without being keyed in"),
    "ideas.count>=8": _("eight ideas collected"),
    "ideas.ranged>=5": _("five ideas estimated as ranges"),
    "incidents.process": _("an incident book, with its owner"),
    "literacy.roles_covered": _("training for every role concerned"),
    "literacy.share>=0.5": _("half of the team trained"),
    "mandate.active": _("a mandate in force"),
    "mandate.deputy": _("a deputy named in the mandate"),
    "mandate.signed": _("a signed mandate"),
    "measures.last_month==all": _("one measurement a month for every active initiative"),
    "notices.live": _("transparency notices that are published"),
    "pilots.user_rated": _("the opinion of those who tested"),
    "process.digital": _("the process without paper"),
    "process.mapped": _("the process drawn, before and after"),
    "quarterly.held": _("a quarterly review that was held"),
    "redlist.published": _("the list on display"),
    "referents==teams": _("a go-to person in every team"),
    "register.entries>=1": _("a first use in the register"),
    "register.oversight==all": _("a named checker for every use"),
    "register.triaged==all": _("every use of the register classified"),
    "reviews.last3.held>=2": _("two of the last three reviews held"),
    "reviews.with_forecast": _("a review that looked at the forecast"),
    "sheets>=10": _("ten good-practice sheets"),
    "skills.map.done": _("a map of skills"),
    "skills.sk_integ>=2": _("two people able to connect software"),
    "staff_info.dated": _("the date on which staff were informed"),
    "stops.with_lesson": _("a stop told with its lesson"),
    "support.contacted": _("a public adviser contacted"),
    "trial.closed_with_decision": _("a trial ended by a decision"),
    "vendors.assessed==all": _("every vendor assessed"),
    "wip.enforced": _("a start refused or exchanged at the cap"),
}
