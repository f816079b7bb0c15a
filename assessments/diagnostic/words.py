"""The words for the codes of a result; templates look them up with the filter `of`."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from assessments.comparison.rules import Taken
from assessments.papers.selectors import Report
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import AnswerValue
from assessments.questionnaire.rules.documents import Text
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from assessments.questionnaire.selectors import answer_text, in_words
from assessments.results.rules.radar import Radar, RadarScore, radar
from assessments.results.words import scored
from assessments.voices.choices import RespondentRole

PROOFS: dict[str, Promise] = {
    "access.review.quarterly": gettext_lazy("access rights reviewed every quarter"),
    "accounts.business==all": gettext_lazy("every AI account in the company's name"),
    "active.with_baseline==all": gettext_lazy("a baseline for every active initiative"),
    "active.with_kill==all": gettext_lazy("a stop rule for every active initiative"),
    "active.with_target==all": gettext_lazy(
        "a KPI, a target and a date for every active initiative"
    ),
    "active.with_tco==all": gettext_lazy("the full cost of every active initiative"),
    "active<=3": gettext_lazy("three active initiatives at most"),
    "announcement.done": gettext_lazy("the date of the announcement to the team"),
    "benefit.reallocation": gettext_lazy("what the time gained is used for, in writing"),
    "charter.reviewed_within_12m": gettext_lazy("a charter reviewed within twelve months"),
    "charter.signed.share>=0.8": gettext_lazy("the charter signed by four people in five"),
    "comparison.done": gettext_lazy("one comparison, with and without"),
    "contracts.exit==all": gettext_lazy("an exit clause in every contract"),
    "dataset.error_rate<=0.05": gettext_lazy("at most five errors in a hundred lines"),
    "datasets.listed>=5": gettext_lazy("five data sets listed"),
    "datasets.owned==all": gettext_lazy("an owner for every data set"),
    "decisions.count>=3": gettext_lazy("three decisions in the log"),
    "dpia.done_or_waived==all": gettext_lazy("every impact assessment done, or waived in writing"),
    "feed.automated": gettext_lazy("data that arrive without being keyed in"),
    "ideas.count>=8": gettext_lazy("eight ideas collected"),
    "ideas.ranged>=5": gettext_lazy("five ideas estimated as ranges"),
    "incidents.process": gettext_lazy("an incident book, with its owner"),
    "literacy.roles_covered": gettext_lazy("training for every role concerned"),
    "literacy.share>=0.5": gettext_lazy("half of the team trained"),
    "mandate.active": gettext_lazy("a mandate in force"),
    "mandate.deputy": gettext_lazy("a deputy named in the mandate"),
    "mandate.signed": gettext_lazy("a signed mandate"),
    "measures.last_month==all": gettext_lazy("one measurement a month for every active initiative"),
    "notices.live": gettext_lazy("transparency notices that are published"),
    "pilots.user_rated": gettext_lazy("the opinion of those who tested"),
    "process.digital": gettext_lazy("the process without paper"),
    "process.mapped": gettext_lazy("the process drawn, before and after"),
    "quarterly.held": gettext_lazy("a quarterly review that was held"),
    "redlist.published": gettext_lazy("the list on display"),
    "referents==teams": gettext_lazy("a go-to person in every team"),
    "register.entries>=1": gettext_lazy("a first use in the register"),
    "register.oversight==all": gettext_lazy("a named checker for every use"),
    "register.triaged==all": gettext_lazy("every use of the register classified"),
    "reviews.last3.held>=2": gettext_lazy("two of the last three reviews held"),
    "reviews.with_forecast": gettext_lazy("a review that looked at the forecast"),
    "sheets>=10": gettext_lazy("ten good-practice sheets"),
    "skills.map.done": gettext_lazy("a map of skills"),
    "skills.sk_integ>=2": gettext_lazy("two people able to connect software"),
    "staff_info.dated": gettext_lazy("the date on which staff were informed"),
    "stops.with_lesson": gettext_lazy("a stop told with its lesson"),
    "support.contacted": gettext_lazy("a public adviser contacted"),
    "trial.closed_with_decision": gettext_lazy("a trial ended by a decision"),
    "vendors.assessed==all": gettext_lazy("every vendor assessed"),
    "active.with_full_cost==all": gettext_lazy("the full cost of every active initiative"),
    "charter.acknowledged.share>=0.8": gettext_lazy("the charter signed by four people in five"),
    "charter.red_list": gettext_lazy("the red list in the charter"),
    "charter.reviewed_12m": gettext_lazy("a charter reviewed within twelve months"),
    "cse.settled==all": gettext_lazy("the works council consulted wherever it is due"),
    "gains.with_destination==all": gettext_lazy("what the time gained is used for, in writing"),
    "incidents.book": gettext_lazy("an incident book, with its owner"),
    "literacy.roles_covered==all": gettext_lazy("training for every role concerned"),
    "literacy.two_hours.share>=0.5": gettext_lazy("two hours of training for half of the team"),
    "notices.placed==all": gettext_lazy("the place of every notice that is due"),
    "register.access_reviewed_90d==all": gettext_lazy("access rights reviewed every quarter"),
    "register.business_account==all": gettext_lazy("a business account for every use"),
    "register.contact==all": gettext_lazy("a person to ask for every use"),
    "register.exit_noted==all": gettext_lazy("how to leave every vendor, in writing"),
    "register.rights_limited==all": gettext_lazy("the rights of every tool, limited in writing"),
    "register.stop_tried==all": gettext_lazy("a stop that was tried for every agent"),
    "register.swept_90d": gettext_lazy("software looked through in the last quarter"),
    "register.vendor_assessed==all": gettext_lazy("every vendor assessed"),
    "reviews.quarterly.held>=1": gettext_lazy("a quarterly review that was held"),
    "staff_info.dated==all": gettext_lazy("the date on which staff were informed"),
    "team_page.published": gettext_lazy("the team page published"),
    "told.clean_data": gettext_lazy("the data set cleaned, and what checks it each month"),
    "told.client_contracts": gettext_lazy("what customer contracts forbid, read"),
    "told.data_owner": gettext_lazy("an owner for every data set"),
    "told.datasets": gettext_lazy("the useful data listed"),
    "told.feed": gettext_lazy("data that arrive without being keyed in"),
    "told.good_practice": gettext_lazy("ten good-practice sheets"),
    "told.process_digital": gettext_lazy("the process without paper"),
    "told.process_drawn": gettext_lazy("the process drawn, before and after"),
    "told.public_aid": gettext_lazy("a public aid looked for"),
    "told.with_and_without": gettext_lazy("one comparison, with and without"),
    "trials.rated_by_users>=3": gettext_lazy("three users who rated the trial"),
    "uses.triaged==all": gettext_lazy("the legal check of every use"),
    "wip.enforced": gettext_lazy("a start refused or exchanged at the cap"),
}
SEEN: Mapping[str, Promise] = {
    "uses_unused": gettext_lazy(
        "What runs on in daily work is used by fewer than three in ten of the people concerned."
    ),
    "trial_rated": gettext_lazy("Three users or more rated what they tried."),
    "uses_established": gettext_lazy("At least one completed initiative runs on in daily work."),
    "uses_active": gettext_lazy("At least one initiative is active."),
    "mandate_deputy": gettext_lazy("A mandate is signed and in force, and names a deputy."),
    "mandate_active": gettext_lazy("A mandate is signed and in force; it names no deputy."),
    "mandate_none": gettext_lazy("No signed mandate is in force."),
    "decisions_by_mandate": gettext_lazy("The log holds decisions taken on a mandate."),
    "decisions_none": gettext_lazy("No decision stands in the log."),
    "reviews_held": gettext_lazy("At least two of the last three reviews were held."),
    "reviews_missed": gettext_lazy("None of the last reviews was held."),
    "ideas_ranged": gettext_lazy("At least five ideas of the pool are estimated as ranges."),
    "ideas_unranged": gettext_lazy("No idea of the pool is estimated."),
    "cap_held": gettext_lazy(
        "The cap on active initiatives is held: one starts when another leaves."
    ),
    "targets_all": gettext_lazy(
        "Every active initiative has a target, a date and its beneficiaries."
    ),
    "targets_missing": gettext_lazy("At least one active initiative has no target."),
    "criteria_all": gettext_lazy("Every active initiative has a stop criterion."),
    "stops_told": gettext_lazy(
        "Every active initiative has a stop criterion, and a stop left its lesson."
    ),
    "criteria_none": gettext_lazy("No active initiative has a stop criterion."),
    "uses_known": gettext_lazy(
        "The portfolio holds some of your uses; it is not a complete register."
    ),
    "register_begun": gettext_lazy(
        "The register holds uses; software was not looked through in the last quarter."
    ),
    "register_swept": gettext_lazy(
        "The register holds uses, and software was looked through in the last quarter."
    ),
    "charter_published": gettext_lazy("A charter is published."),
    "charter_signed": gettext_lazy(
        "The charter is signed by four people in five and reviewed within a year."
    ),
    "red_list": gettext_lazy("The charter says what never goes into AI."),
    "accounts_business": gettext_lazy("Every use in place has a business account."),
    "accounts_reviewed": gettext_lazy(
        "Every use in place has a business account, with access reviewed this quarter."
    ),
    "uses_checked": gettext_lazy("Every use in place says how its results are checked."),
    "incidents_booked": gettext_lazy(
        "Every use in place says how its results are checked, and incidents are written down."
    ),
    "people_trained": gettext_lazy("Training and briefings are recorded, with whom they reached."),
    "uses_none": gettext_lazy("The portfolio holds none of your uses."),
    "triaged_all": gettext_lazy("Every use of the portfolio went through the legal check."),
    "triage_missing": gettext_lazy("At least one use of the portfolio has no legal check."),
    "baselines_all": gettext_lazy("Every active initiative has a baseline."),
    "baselines_none": gettext_lazy("No active initiative has a baseline."),
    "measured_lately": gettext_lazy("Every active initiative was measured in the last month."),
    "measured_before": gettext_lazy("The newest measurement is more than sixty days old."),
    "measured_never": gettext_lazy("No measurement was ever recorded."),
    "gain_measured": gettext_lazy("A completed initiative met its measured target."),
}
NEXT: Mapping[str, tuple[str, Promise]] = {
    "mandate_none": ("settings_mandates", gettext_lazy("Sign a mandate")),
    "mandate_active": ("settings_mandates", gettext_lazy("Name a deputy")),
    "decisions_none": ("portfolio", gettext_lazy("Decide in the portfolio")),
    "reviews_missed": ("review", gettext_lazy("Prepare the review")),
    "ideas_unranged": ("portfolio", gettext_lazy("Estimate the ideas")),
    "targets_missing": ("portfolio", gettext_lazy("Set the missing target")),
    "criteria_none": ("portfolio", gettext_lazy("Write a stop criterion")),
    "register_begun": ("register_sweep", gettext_lazy("Look through the software")),
    "uses_none": ("initiative_new", gettext_lazy("Name a first use")),
    "triage_missing": ("portfolio", gettext_lazy("Do the legal check")),
    "baselines_none": ("portfolio", gettext_lazy("Take a baseline")),
    "measured_before": ("portfolio", gettext_lazy("Record a measurement")),
    "measured_never": ("portfolio", gettext_lazy("Record a measurement")),
}
NEXT_ROUTES: Mapping[str, str] = {code: route for code, (route, _label) in NEXT.items()}
NEXT_WORDS: Mapping[str, Promise] = {code: label for code, (_route, label) in NEXT.items()}
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


def headline(taken: Taken) -> str:
    """The result in one sentence: the level and what limits it."""
    result, language = taken.result, get_language() or "fr"
    if result.level is None:
        return _("Too little is known to announce a level")
    if not result.limits:
        name = taken.questionnaire.level(result.level).name.in_language(language)
        return _("Level %(level)s of 5: %(name)s") % {"level": result.level, "name": name}
    names = {one.id: one.name.in_language(language) for one in taken.questionnaire.dimensions}
    words = [word for code, raised in result.limits for word in _limit_words(code, raised, names)]
    return _("Level %(level)s of 5, limited by %(limits)s") % {
        "level": result.level,
        "limits": get_text_list(list(dict.fromkeys(words)), pgettext("last of a list", "and")),
    }


def _limit_words(code: str, raised: tuple[str, ...], names: Mapping[str, str]) -> list[str]:
    if code == "usage":
        return [_("how little AI is used yet")]
    if code == "foundations":
        return [_("foundations still to be laid")]
    return [_("“%(name)s”") % {"name": names[one]} for one in raised]


register = template.Library()
register.filter("headline", headline)


@register.filter
def told(text: Text) -> str:
    """A text in the reader's language."""
    return in_words(text, _language())


@register.filter
def item(item_id: str, asked: Questionnaire) -> Item:
    """The item of that id."""
    return asked.item(item_id)


@register.filter
def question(item_id: str, asked: Questionnaire) -> str:
    """The question of that id."""
    return told(asked.item(item_id).question)


@register.filter
def anchor(one: Item, number: int) -> str:
    """The text of an anchor 0..4 of an item."""
    return told(one.anchors[number])


@register.filter
def answered(item_id: str, taken: Taken) -> str:
    """What was answered to the question of that id; empty for nothing."""
    asked = taken.questionnaire
    return answer_text(asked, asked.item(item_id), taken.answers.get(item_id), _language())


@register.filter
def dimension(dimension_id: str, asked: Questionnaire) -> str:
    """The name of that dimension."""
    return asked.dimension(dimension_id).name.in_language(_language())


@register.filter
def level_name(number: int, asked: Questionnaire) -> str:
    """The name of that level."""
    return asked.level(number).name.in_language(_language())


@register.filter
def level_plain(number: int | None, asked: Questionnaire) -> str:
    """What that level means, in a sentence; empty where none is announced."""
    return "" if number is None else asked.level(number).plain.in_language(_language())


@register.simple_tag
def answer_words(asked: Questionnaire, item_id: str, answer: AnswerValue | None) -> str:
    """Any answer to a question in words; empty for none."""
    return answer_text(asked, asked.item(item_id), answer, _language())


@register.filter
def action_done(action_id: str, asked: Questionnaire) -> str:
    """The title of an action that goes with that questionnaire; empty for any other."""
    found = catalogue.actions_for(asked.version).actions.get(action_id)
    return told(found.title) if found else ""


@register.filter
def rounded(value: float, digits: int) -> float:
    """A number with so many decimals."""
    return round(value, digits)


@register.filter
def still(until: date | None) -> bool:
    """Whether that day is not past."""
    return until is not None and until >= timezone.localdate()


@register.simple_tag
def result_radar(report: Report) -> Radar:
    """The dimensions of a result as a radar, beside those before and what the product sees."""
    changes = report.comparison.dimensions if report.comparison else {}
    seen = report.declared.seen.scores if report.declared else {}
    return radar(
        [
            RadarScore(
                dimension(one.id, report.asked),
                scored(one.score),
                scored(changes[one.id].before) if one.id in changes else None,
                scored(seen.get(one.id)),
            )
            for one in report.result.dimensions
        ]
    )


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


def _language() -> str:
    return get_language() or "fr"
