"""How an initiative stands, and what awaits somebody, in words and as an address."""

from collections.abc import Mapping, Sequence

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.roadmap.words import action_title
from portfolio.forecast.choices import Counting, Course, Covering, GoingOn
from portfolio.forecast.choices import Promise as Promised
from portfolio.forecast.selectors import PromiseLine
from portfolio.standing.choices import SignalCode
from portfolio.standing.selectors.attention import Awaiting
from portfolio.standing.selectors.cards import Card, SignalLine
from portfolio.standing.selectors.going_on import GoingOnLine
from portfolio.standing.selectors.standing import CourseLine
from portfolio.standing.selectors.year_end import Covered
from tenants import display

register = template.Library()
# Health and chance in one sentence, by where it stands and where it goes.
COURSES: Mapping[Course, Promise] = {
    Course.AHEAD_LIKELY: _("Ahead: the target will probably be met."),
    Course.AHEAD_UNCERTAIN: _("Ahead today; holding on until the date is not a given."),
    Course.AHEAD_UNLIKELY: _(
        "Ahead of plan, but the latest values level off or fall: %(now)s a month,"
        " %(needed)s needed."
    ),
    Course.ON_PACE_LIKELY: _("On pace: the target will probably be met."),
    Course.ON_PACE_UNCERTAIN: _("On pace, no margin: %(needed)s a month must hold for %(left)s."),
    Course.ON_PACE_UNLIKELY: _(
        "On pace so far, but the target is unlikely: %(now)s a month lately, %(needed)s needed."
    ),
    Course.SLOWING_LIKELY: _(
        "The target will probably be met, though it slows down: %(now)s a month."
    ),
    Course.SLOWING_UNCERTAIN: _(
        "Levelling off or falling short of the target: %(now)s a month, %(needed)s needed."
    ),
    Course.SLOWING_UNLIKELY: _(
        "Levelling off or falling short of a target that is becoming unlikely: %(now)s a month,"
        " %(needed)s needed."
    ),
    Course.BEHIND_LIKELY: _("Behind plan, but speeding up: the target is still likely."),
    Course.BEHIND_UNCERTAIN: _(
        "Behind: still possible if the pace goes from %(now)s to %(needed)s a month."
    ),
    Course.BEHIND_UNLIKELY: _(
        "Behind, and the target is unlikely: %(now)s a month, %(needed)s needed."
    ),
    Course.LOST: _(
        "Even four fifths of the target are unlikely by the date: %(now)s a month,"
        " %(needed)s needed."
    ),
    Course.SLIPPING: _("The target is slipping away: %(now)s a month lately, %(needed)s needed."),
    Course.REACHED: _("Target reached at the last value; to be confirmed for three months."),
    Course.NOT_ENOUGH: _("Not enough values yet to tell (%(count)s of 3)."),
    Course.NOT_LIVE: _("Go-live expected on %(live)s."),
    Course.DATE_PASSED: _("The date has passed, the target is not met: to be decided."),
}
GOING_ON: Mapping[GoingOn, Promise] = {
    GoingOn.WORTH_IT: _(
        "Until %(end)s, going on would bring %(gain)s more than stopping, for %(cost)s still to"
        " commit."
    ),
    GoingOn.SINKHOLE: _("Going on would cost %(cost)s for %(gain)s more than stopping now."),
    GoingOn.SETTLE: _(
        "Most of it is there (%(kept)s). Keep what runs; %(cost)s more would bring only %(gain)s."
    ),
    GoingOn.DOUBTFUL: _(
        "Between %(low)s and %(high)s for %(cost)s, depending on the real value. State the"
        " monthly value."
    ),
    GoingOn.TOO_EARLY: _("Too early to tell: value and chances are assumed."),
}
# When gains cover all, and between which months eight times in ten.
COVERS: Mapping[Covering, Promise] = {
    Covering.COVERED: _("Gains already cover all that was spent."),
    Covering.AHEAD: _("In %(likely)s gains cover all that was spent."),
    Covering.BEYOND: _("Gains do not cover all that was spent within three years."),
    Covering.NEVER: _("At this pace gains never cover what is spent."),
}
BETWEEN = _("Between %(early)s and %(late)s eight times in ten.")
AT_BEST = _("In %(early)s at best, at worst not within three years.")
NOT_COUNTED: Mapping[Counting, Promise] = {
    Counting.NO_VALUE: _("not counted ahead: nobody said what it is worth"),
    Counting.NOT_LIVE: _("not counted ahead: not live yet"),
    Counting.TOO_FEW: _("not counted ahead: fewer than three values"),
    Counting.LAPSED: _("not counted ahead: to be measured again"),
    Counting.ENDED: _("not counted ahead: nothing stays in use"),
}
# Signals that a sentence tells by itself.
TOLD_BY_COURSE = frozenset({SignalCode.PACE_LOST, SignalCode.PACE_BEHIND})
PROMISES: Mapping[Promised, Promise] = {
    Promised.KEPT: pgettext_lazy("promise", "Kept"),
    Promised.KEPT_LATE: pgettext_lazy("promise", "Kept late"),
    Promised.KEPT_AFTER_REVISION: pgettext_lazy("promise", "Kept after revision"),
    Promised.KEPT_IN_PART: pgettext_lazy("promise", "Kept at %(share)s"),
    Promised.NOT_KEPT: pgettext_lazy("promise", "Not kept"),
    Promised.PENDING: pgettext_lazy("promise", "Pending"),
}


@register.filter
def awaited_text(item: Awaiting) -> str:
    """What awaits: a title, “Mandate of Sophie Lambert”, “2 proposals to answer”."""
    match item.kind:
        case "mandate":
            return gettext("Mandate of %(name)s") % {"name": item.title}
        case "action":
            return action_title(item.action_id)
        case "proposals":
            text = ngettext(
                "%(count)s proposal to answer", "%(count)s proposals to answer", item.count
            )
            return text % {"count": item.count}
        case "assessment":
            return gettext("A new assessment")
    return item.title


@register.filter
def decisions_in(items: Sequence[Awaiting]) -> int:
    """How many decisions those are: every proposal is one."""
    return sum(item.count for item in items)


@register.filter
def awaited_url(item: Awaiting) -> str:
    """Where it is taken."""
    match item.kind:
        case "review":
            return reverse("review_item", args=[item.review_id, item.id])
        case "trial":
            return reverse("trial_end", args=[item.id])
        case "mandate":
            return reverse("mandate", args=[item.id])
        case "check":
            return reverse("gain_check", args=[item.id, int(item.action_id)])
        case "licence":
            return reverse("register_entry", args=[item.id])
        case "action":
            return reverse("roadmap_action", args=[item.action_id])
        case "initiative":
            return reverse("initiative_decide", args=[item.id])
        case "assessment":
            return reverse("assessment")
    return reverse("proposals")


@register.filter
def course_text(course: CourseLine | None) -> str:
    """Health and chance in one sentence; empty where nothing goes on."""
    if course is None:
        return ""
    months = course.left or 0
    now, needed = display.changes(course.now, course.needed, unit=course.unit)
    text = str(COURSES[course.code]) % {
        "now": now,
        "needed": needed,
        "left": ngettext("%(count)s month", "%(count)s months", months) % {"count": months},
        "count": course.count,
        "live": display.date_long(course.live_on) if course.live_on else "–",
    }
    if course.stale_since is not None:
        said = {"date": display.date_long(course.stale_since), "sentence": text}
        text = gettext("No value since %(date)s. Before that: %(sentence)s") % said
    if course.is_main:
        return text
    return gettext("%(kpi)s: %(sentence)s") % {"kpi": course.kpi, "sentence": text}


@register.filter
def going_on_text(line: GoingOnLine | None) -> str:
    """What going on brings over stopping now and costs, in one sentence; empty without a value."""
    if line is None:
        return ""
    code = line.verdict if line.warning is None else GoingOn(line.warning.code.value)
    return str(GOING_ON[code]) % {
        "end": display.date_month(line.until),
        "gain": display.money(line.gain),
        "low": display.money(line.gain_low),
        "high": display.money(line.gain_high),
        "cost": display.money(line.cost),
        "kept": display.percent(line.kept_share),
    }


@register.filter
def cover_text(cover: Covered) -> str:
    """From which month on gains cover all, or why none is told."""
    likely = "" if cover.likely is None else display.date_month(cover.likely)
    return str(COVERS[cover.covering]) % {"likely": likely}


@register.filter
def cover_range(cover: Covered) -> str:
    """Between which months eight times in ten; empty where there is nothing to tell."""
    if cover.covering in (Covering.COVERED, Covering.NEVER) or cover.early is None:
        return ""
    early = display.date_month(cover.early)
    if cover.late is None:
        return str(AT_BEST) % {"early": early}
    if cover.early == cover.late:
        return ""
    return str(BETWEEN) % {"early": early, "late": display.date_month(cover.late)}


@register.filter
def not_counted(counting: Counting | None) -> str:
    """Why a gain does not count in what is expected; empty where it does."""
    return "" if counting is None else str(NOT_COUNTED.get(counting, ""))


@register.filter
def promise_text(line: PromiseLine | None) -> str:
    """What became of the first promise, with its share: “Kept late (103 %)”.

    One that is not kept though its target was reached says why.
    """
    if line is None:
        return ""
    share = "" if line.share is None else display.shares(max(0.0, line.share), 1.0)[0]
    if line.state is Promised.NOT_KEPT and line.share is not None and line.share >= 1:
        return gettext("Not kept: reached (%(share)s), not confirmed three months running") % {
            "share": share
        }
    text = str(PROMISES[line.state]) % {"share": share}
    if not share or line.state is Promised.KEPT_IN_PART:
        return text
    return f"{text} ({share})"


@register.filter
def promise_word(state: Promised) -> str:
    """What became of promises, in a table of all: “Kept in part”."""
    if state is Promised.KEPT_IN_PART:
        return gettext("Kept in part")
    return str(PROMISES[state])


@register.filter
def beside_course(card: Card) -> tuple[SignalLine, ...]:
    """The signals that the card's sentence does not tell already."""
    return tuple(one for one in card.signals if not _is_told(one, card.course))


def _is_told(signal: SignalLine, course: CourseLine | None) -> bool:
    if signal.code in TOLD_BY_COURSE:
        return True
    if course is None or signal.evidence.kpi != course.objective_id:
        return False
    if signal.code is SignalCode.NO_MEASUREMENT:
        return course.stale_since is not None
    return signal.code is SignalCode.DEADLINE_PASSED and course.code is Course.DATE_PASSED
