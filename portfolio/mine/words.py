"""What duties are called: one table by kind, one line each, and the act that settles it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.roadmap.words import action_title
from governance.decisions.words import verb
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Silence
from governance.incidents.words import moment_said
from governance.law.words import obligation_text
from portfolio.mine.selectors import Mine
from portfolio.reviews.words import signal_word
from portfolio.standing.selectors.cards import SignalLine
from portfolio.trials.choices import Rating
from tenants import display
from tenants.addresses import with_query

register = template.Library()


@dataclass(frozen=True)
class Words:
    """A kind of duty in words: its shape, its title, what stands below, what is done about it.

    Title and line may name %(title)s, %(about)s and %(count)s.
    """

    icon: str
    title: str | Promise
    line: str | Promise
    act: str | Promise


# The kinds whose `about` is who asks.
NAMED = (
    DutyKind.SIGN,
    DutyKind.DISCUSS,
    DutyKind.VOICE,
    DutyKind.ASKED,
    DutyKind.CONFIRM,
    DutyKind.ASK,
    DutyKind.CHARTER_CHANGE,
    DutyKind.CHARTER_DRAFT,
)
# By kind, or by kind and code where what is asked differs.
SAID: Mapping[str, Words] = {
    "decide": Words("slots", "%(title)s", "", _("Decide")),
    "proposals": Words(
        "idea", _("Proposals to answer: %(count)s"), "", pgettext_lazy("proposals", "Answer")
    ),
    "review:prepare": Words(
        "review", _("A review to prepare"), _("Verdicts awaited: %(count)s"), _("Prepare")
    ),
    "review:close": Words(
        "review", _("A review to close"), _("Every verdict is given."), _("Read it back and close")
    ),
    "confirm": Words(
        "review",
        _("Decisions of the review to confirm: %(count)s"),
        _("Proposed by %(about)s."),
        pgettext_lazy("a review", "Confirm"),
    ),
    "ask": Words(
        "question", "%(title)s", _("Carried by %(about)s."), pgettext_lazy("an ask", "Answer")
    ),
    "sign:company": Words(
        "pencil",
        _("Your mandate as AI captain"),
        _("Written by %(about)s."),
        _("Accept the mandate"),
    ),
    "sign": Words(
        "pencil",
        _("Your mandate for “%(title)s”"),
        _("Written by %(about)s."),
        _("Accept the mandate"),
    ),
    "discuss": Words(
        "question",
        _("%(about)s wants to discuss a mandate first"),
        "%(title)s",
        _("Read what is said"),
    ),
    "renew:ends": Words(
        "review", _("The mandate of %(title)s ends soon"), "", _("Renew or let it end")
    ),
    "renew:expired": Words("warning", _("The mandate of %(title)s is over"), "", _("Renew")),
    "renew:vacant": Words(
        "person", _("%(title)s left, the mandate has no holder"), "", _("Name somebody")
    ),
    "asked": Words(
        "question",
        _("%(about)s asks for a decision: %(what)s"),
        "%(title)s",
        pgettext_lazy("a request", "Answer"),
    ),
    "reply": Words("question", "%(title)s", _("A question on “%(about)s”"), _("Answer")),
    "tell": Words("question", "%(title)s", _("A question on your idea “%(about)s”"), _("Answer")),
    "measure": Words("adjust", "%(title)s", "%(about)s", _("Type the value")),
    "guard": Words("warning", "%(title)s", "%(about)s", _("Type the value")),
    "use": Words("person", _("How many use it"), "%(title)s", _("Say how many")),
    "step": Words("right", "%(title)s", _("Next step of “%(about)s”"), _("It is done")),
    "trial": Words("compass", "%(title)s", _("Trial of “%(about)s”"), _("Say what it answered")),
    "rate": Words(
        "person", _("You try “%(title)s”: what do you think of it?"), "%(about)s", _("Say it")
    ),
    "action": Words("right", "%(title)s", _("An action of the roadmap"), _("Mark as done")),
    "check": Words(
        "adjust",
        _("Is the gain still there?"),
        _("%(title)s, %(months)s months after"),
        pgettext_lazy("a check", "Answer"),
    ),
    "law": Words("shield", "%(title)s", "%(about)s", _("Say it is done")),
    "law_check:again": Words(
        "shield", _("A legal check to look at again"), "%(title)s", _("Look at it")
    ),
    "law_check:newer": Words(
        "shield", _("The law changed: a check to look at again"), "%(title)s", _("Look at it")
    ),
    "stop": Words("stopped", _("A stop is asked: %(title)s"), "%(about)s", _("Confirm the stop")),
    "entries:declared": Words(
        "shield", _("AI uses declared, to look at: %(count)s"), "", _("Look at them")
    ),
    "entries:incident": Words(
        "warning",
        _("Personal data on a personal account: %(count)s"),
        "",
        _("Look at them"),
    ),
    "sweep": Words(
        "search", _("Software to look through for AI: %(count)s"), "", _("Look through")
    ),
    "notice": Words(
        "warning",
        _("“%(title)s” renews itself unless notice is given"),
        "",
        _("See the licence"),
    ),
    "stop_test": Words(
        "agent", _("Try whether “%(title)s” can be stopped"), "%(about)s", _("Note the try")
    ),
    "vendor": Words(
        "file", _("The vendor of “%(title)s” has answered"), "%(about)s", _("Read the answers")
    ),
    "authority": Words(
        "warning",
        _("Personal data: tell the CNIL by %(about)s"),
        "%(title)s",
        pgettext_lazy("incident", "Settle it"),
    ),
    "incident": Words(
        "warning", "%(title)s", _("An incident to close with its lesson"), _("Look at it")
    ),
    "literacy": Words(
        "person",
        _("Uses whose people had no training or guidance this year: %(count)s"),
        _("The AI Act asks for measures (article 4)."),
        _("Record a measure"),
    ),
    "charter": Words(
        "pencil",
        _("The AI charter to sign"),
        _("Version %(title)s"),
        pgettext_lazy("charter", "Read and sign"),
    ),
    "charter_draft": Words(
        "pencil",
        _("A draft of the AI charter to read"),
        _("Written by %(about)s."),
        pgettext_lazy("charter", "Read and publish"),
    ),
    "charter_review": Words(
        "shield",
        _("The AI charter to look at again"),
        _("Version %(title)s"),
        pgettext_lazy("charter", "Look at it"),
    ),
    "charter_change": Words(
        "question", "%(title)s", _("A change of the charter, asked by %(about)s"), _("See the wish")
    ),
    "voice": Words(
        "compass", _("Your answers to the assessment"), _("Asked by %(about)s."), _("Answer")
    ),
    "assess": Words("compass", _("A new assessment"), "", pgettext_lazy("what awaits", "Begin")),
}
SILENCES: Mapping[Silence, Promise] = {
    Silence.PAUSE: _("Without a decision, paused on %(day)s"),
    Silence.FREEZE: _("Without a decision, no new spending from %(day)s on"),
}


def said(duty: Duty) -> Words:
    """The words of its kind, or of its kind and code."""
    return SAID.get(f"{duty.kind}:{duty.code}") or SAID[duty.kind]


def _named(duty: Duty) -> dict[str, object]:
    title = action_title(duty.code) if duty.kind is DutyKind.ACTION else duty.title
    about = display.named(duty.about) if duty.kind in NAMED else duty.about
    if duty.kind is DutyKind.LAW:
        title, about = obligation_text(duty.code, get_language() or "fr"), duty.title
    if duty.kind is DutyKind.AUTHORITY:
        about = moment_said(duty.about)
    if duty.kind is DutyKind.RENEW:
        title = display.named(title)
    what = verb(duty.code) if duty.kind is DutyKind.ASKED else ""
    counts = {"count": duty.count, "months": duty.code}
    return {"title": title, "about": about, "what": what, **counts}


@register.filter
def duty_title(duty: Duty) -> str:
    """What is owed: “Délai d’un devis”, “Proposals to answer: 3”."""
    return str(said(duty).title) % _named(duty)


@register.filter
def duty_line(duty: Duty) -> str:
    """What it is about, empty where the title says it."""
    if duty.kind is DutyKind.DECIDE:
        return signal_word(duty.code)
    if duty.kind is DutyKind.RENEW and duty.about:
        return gettext("Deputy: %(name)s") % {"name": duty.about}
    return str(said(duty).line) % _named(duty)


@register.filter
def asks_of(duty: Duty, mine: Mine) -> tuple[SignalLine, ...]:
    """Every signal that asks for the decision, the oldest first; none for other duties."""
    known = mine.priorities.get(duty.initiative_id) if duty.initiative_id else None
    if duty.kind is not DutyKind.DECIDE or known is None:
        return ()
    return tuple(sorted(known.signals, key=lambda one: one.since))


@register.simple_tag
def rating_words() -> list[tuple[str, str]]:
    """What may be said of what one tries, each with its word."""
    return [(one.value, str(one.label)) for one in Rating]


@register.filter
def duty_act(duty: Duty) -> str:
    """What the button says."""
    return str(said(duty).act)


@register.filter
def duty_icon(duty: Duty) -> str:
    """The shape of its kind."""
    return said(duty).icon


@register.filter
def duty_due(duty: Duty) -> str:
    """By when, since when, or what happens without a decision; empty where nobody set a day."""
    if duty.silence is not None and duty.silent_on is not None:
        return str(SILENCES[duty.silence]) % {"day": display.date_long(duty.silent_on)}
    if duty.due_on is not None:
        return gettext("Due on %(day)s") % {"day": display.date_long(duty.due_on)}
    if duty.since is not None:
        return gettext("Since %(day)s") % {"day": display.date_long(duty.since)}
    return ""


@register.filter
def duty_path(duty: Duty) -> str:
    """Where it is done."""
    return address(duty.door)


@register.filter
def duty_url(duty: Duty) -> str:
    """Where it is done, and from where one comes back to the list."""
    return with_query(address(duty.door), next=reverse("mine"))


def address(door: Place) -> str:
    """The path of that route."""
    return reverse(door.route, args=door.parts)


@register.filter
def lines_word(count: int) -> str:
    """How much there is to do: “3 things to do”."""
    return ngettext("%(count)s thing to do", "%(count)s things to do", count) % {
        "count": display.number(count, 0)
    }
