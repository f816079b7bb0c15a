"""The words of governance: verdicts, roles, mandates and facts in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.access.choices import Role
from tenants.display import once_a_language

register = template.Library()


class VerdictWords(NamedTuple):
    """All that is said of a verdict, and its look in a timeline.

    `past` as the log says it, `verb` as a button does, `power` as a mandate gives it, `told` once
    it is given, `note`: what it brings about.
    """

    past: Promise
    tone: str = "mute"
    icon: str = "log"
    verb: str | Promise = ""
    power: str | Promise = ""
    told: str | Promise = ""
    note: str | Promise = ""


VERDICTS: Mapping[str, VerdictWords] = {
    "propose": VerdictWords(pgettext_lazy("verdict", "Proposed")),
    "qualify": VerdictWords(
        pgettext_lazy("verdict", "Put into the ideas pool"),
        "info",
        "idea",
        verb=pgettext_lazy("verb", "Put into the pool"),
        power=pgettext_lazy("power", "put into the ideas pool"),
        told=_("%(title)s is in the ideas pool. It stands in the log."),
        note=_("It waits in the pool, ranked, and costs nothing."),
    ),
    "reject": VerdictWords(
        pgettext_lazy("verdict", "Rejected"),
        "mute",
        "no",
        verb=pgettext_lazy("verb", "Reject"),
        power=pgettext_lazy("power", "reject"),
        told=_("%(title)s is rejected. It stands in the log."),
        note=_("It leaves the list; whoever proposed it is told why."),
    ),
    "adopt": VerdictWords(
        pgettext_lazy("verdict", "Taken over"),
        "info",
        "slots",
        verb=pgettext_lazy("verb", "Take over"),
    ),
    "start": VerdictWords(
        pgettext_lazy("verdict", "Started"),
        "info",
        "slots",
        verb=pgettext_lazy("verb", "Start"),
        power=pgettext_lazy("power", "start"),
        told=_("%(title)s is started. It stands in the log."),
        note=_("It takes a slot; its first instalment is released."),
    ),
    "continue": VerdictWords(
        pgettext_lazy("verdict", "Continued"),
        "ok",
        "on-course",
        verb=pgettext_lazy("verb", "Continue"),
        power=pgettext_lazy("power", "continue"),
        told=_("%(title)s continues. It stands in the log."),
        note=_("Same mandate, same objective."),
    ),
    "adjust": VerdictWords(
        pgettext_lazy("verdict", "Adjusted"),
        "warn",
        "adjust",
        verb=pgettext_lazy("verb", "Adjust"),
        power=pgettext_lazy("power", "adjust"),
        told=_("%(title)s is adjusted. It stands in the log."),
        note=_("What changes is kept beside the first promise."),
    ),
    "release": VerdictWords(
        pgettext_lazy("verdict", "Instalment released"),
        "ok",
        "plus",
        verb=pgettext_lazy("verb", "Release the instalment"),
        power=pgettext_lazy("power", "release an instalment"),
        told=_("The instalment of %(title)s is released. It stands in the log."),
        note=_("The next part of the budget may be spent."),
    ),
    "pause": VerdictWords(
        pgettext_lazy("verdict", "Paused"),
        "mute",
        "paused",
        verb=pgettext_lazy("verb", "Pause"),
        power=pgettext_lazy("power", "pause"),
        told=_("%(title)s is paused. It stands in the log."),
        note=_("Its slot is freed, until a day you choose."),
    ),
    "stop": VerdictWords(
        pgettext_lazy("verdict", "Stopped"),
        "mute",
        "stopped",
        verb=pgettext_lazy("verb", "Stop"),
        power=pgettext_lazy("power", "stop"),
        told=_("%(title)s is stopped. It stands in the log."),
        note=_("Its slot is freed; the lesson stays, and what is not spent is kept."),
    ),
    "complete": VerdictWords(
        pgettext_lazy("verdict", "Finished"),
        "ok",
        "done",
        verb=pgettext_lazy("verb", "Finish"),
        power=pgettext_lazy("power", "finish"),
        told=_("%(title)s is finished. It stands in the log."),
        note=_("Its slot is freed; somebody sees to it that the gain lasts."),
    ),
    "return": VerdictWords(
        pgettext_lazy("verdict", "Returned to the ideas pool"),
        "mute",
        "idea",
        verb=pgettext_lazy("verb", "Return to the pool"),
        power=pgettext_lazy("power", "return to the ideas pool"),
        told=_("%(title)s is back in the ideas pool. It stands in the log."),
        note=_("Its slot is freed; the first promise stays, and it may start again."),
    ),
    "archive": VerdictWords(
        pgettext_lazy("verdict", "Archived"),
        "mute",
        "log",
        verb=pgettext_lazy("verb", "Archive"),
        power=pgettext_lazy("power", "archive"),
        told=_("%(title)s is archived. It stands in the log."),
        note=_("It leaves the list; it can be taken up again."),
    ),
    "revive": VerdictWords(
        pgettext_lazy("verdict", "Taken up again"),
        "mute",
        "log",
        verb=pgettext_lazy("verb", "Take up again"),
        power=pgettext_lazy("power", "take up again"),
        told=_("%(title)s is taken up again. It stands in the log."),
        note=_("It comes back where it was; what was stopped comes back to the ideas pool."),
    ),
    "correct": VerdictWords(
        pgettext_lazy("verdict", "Corrected"),
        "warn",
        "adjust",
        verb=pgettext_lazy("verb", "Correct"),
    ),
    "change_cap": VerdictWords(pgettext_lazy("verdict", "Cap changed")),
    "change_pool_cap": VerdictWords(pgettext_lazy("verdict", "Cap of the pool changed")),
    "grant_exception": VerdictWords(pgettext_lazy("verdict", "Exception granted")),
    "end_exception": VerdictWords(pgettext_lazy("verdict", "Exception ended")),
    "set_calendar": VerdictWords(pgettext_lazy("verdict", "Days that do not count changed")),
    "answer_ask": VerdictWords(pgettext_lazy("verdict", "Ask of a quarter answered")),
    "switch_silence": VerdictWords(pgettext_lazy("verdict", "Effect of silence changed")),
    "invite_member": VerdictWords(pgettext_lazy("verdict", "Member invited"), "info", "person"),
    "change_role": VerdictWords(pgettext_lazy("verdict", "Role changed"), "info", "person"),
    "remove_member": VerdictWords(pgettext_lazy("verdict", "Member removed"), "bad", "no"),
    "change_proof": VerdictWords(pgettext_lazy("verdict", "Proof changed"), "info", "adjust"),
    "keep_proof": VerdictWords(pgettext_lazy("verdict", "Proof kept")),
    "write_mandate": VerdictWords(pgettext_lazy("verdict", "Mandate written")),
    "accept_mandate": VerdictWords(pgettext_lazy("verdict", "Mandate accepted"), "ok", "done"),
    "decline_mandate": VerdictWords(pgettext_lazy("verdict", "Mandate declined"), "bad", "no"),
    "revoke_mandate": VerdictWords(pgettext_lazy("verdict", "Mandate revoked"), "bad", "no"),
    "renew_mandate": VerdictWords(pgettext_lazy("verdict", "Mandate renewed")),
    "say_away": VerdictWords(pgettext_lazy("verdict", "Away, with a stand-in"), "info", "person"),
    "say_back": VerdictWords(pgettext_lazy("verdict", "Back, without a stand-in"), "ok", "person"),
    "waive_dpia": VerdictWords(pgettext_lazy("verdict", "Impact assessment waived")),
    "publish_charter": VerdictWords(
        pgettext_lazy("verdict", "Charter published"), "info", "pencil"
    ),
    "settle_authority": VerdictWords(
        pgettext_lazy("verdict", "Authority told, or no risk"), "warn", "shield"
    ),
    "close_incident": VerdictWords(pgettext_lazy("verdict", "Incident closed"), "ok", "done"),
    "make_statement": VerdictWords(pgettext_lazy("verdict", "Statement made"), "info", "shield"),
    "create_key": VerdictWords(pgettext_lazy("verdict", "API key created"), "info", "key"),
    "revoke_key": VerdictWords(pgettext_lazy("verdict", "API key revoked"), "bad", "no"),
    "create_webhook": VerdictWords(pgettext_lazy("verdict", "Webhook created"), "info", "key"),
    "rotate_webhook": VerdictWords(pgettext_lazy("verdict", "Webhook secret changed")),
    "pause_webhook": VerdictWords(pgettext_lazy("verdict", "Webhook paused")),
    "resume_webhook": VerdictWords(pgettext_lazy("verdict", "Webhook resumed")),
    "delete_webhook": VerdictWords(pgettext_lazy("verdict", "Webhook deleted"), "bad", "no"),
}
ROLES = dict(Role.choices)
DPIA: Mapping[str, Promise] = {
    "required": pgettext_lazy("DPIA", "required"),
    "presumed": pgettext_lazy("DPIA", "presumed necessary"),
}
SCOPES: Mapping[str, Promise] = {
    "read": pgettext_lazy("scope", "Read"),
    "write": pgettext_lazy("scope", "Write"),
    "decide": pgettext_lazy("scope", "Decide"),
}
LABELS: Mapping[str, Promise] = {
    "active": _("Active"),
    "advice_digest": _("Digest of what the advice rested on"),
    "advice_seed": _("Seed of the draws"),
    "advised": _("Names advised that day"),
    "against_proof": _("Released without its proof"),
    "again": _("Would do it again"),
    "amount": _("Amount"),
    "ask_answer": pgettext_lazy("an ask", "Answer"),
    "asked": _("What was asked"),
    "authority": _("Authority"),
    "budget": _("Budget"),
    "cap": _("Cap"),
    "captain": _("Captain"),
    "ceiling_per_decision": _("Per decision"),
    "ceiling_total": _("In total"),
    "chance": _("Chance of the target"),
    "corrected_verdict": _("Corrected decision"),
    "date": _("Date"),
    "cut": _("Taken from an instalment"),
    "days": _("Days"),
    "days_per_month": _("Days a month"),
    "deadline": _("Deadline"),
    "deputy": _("Deputy"),
    "dpia": _("Impact assessment"),
    "effective_from": _("In force from"),
    "ends": _("Last day"),
    "for": _("In the place of this person"),
    "from": _("State before"),
    "gained": _("What was gained"),
    "guard": _("Guard-rail"),
    "health": pgettext_lazy("fact", "Course"),
    "holder": _("Holder"),
    "initiative": _("Initiative"),
    "instead_of": _("In the place of"),
    "is_sinkhole": _("Worth less than it still costs"),
    "joined_to": _("Joined to"),
    "kept": _("What is kept"),
    "last_measurement": _("Last measurement"),
    "lesson": _("What was learned"),
    "led_by": _("Led the review"),
    "limit": pgettext_lazy("fact", "Limit"),
    "measured": _("Measured since the last review"),
    "number": pgettext_lazy("fact", "Number"),
    "new": pgettext_lazy("fact", "After"),
    "objective": _("Objective"),
    "objectives": _("Objective"),
    "old": pgettext_lazy("fact", "Before"),
    "on": _("Measured on"),
    "pauses": _("Silence pauses"),
    "position": _("Instalment"),
    "owner": _("Carried by"),
    "proof": _("Proof"),
    "proposed": _("Proposed in the room"),
    "proposed_by": _("Proposed by"),
    "bridge_days": _("Bridge days do not count"),
    "quiet_august": _("August is quiet"),
    "replaces": _("Replaces the mandate of"),
    "restart_on": _("Restart"),
    "review": _("Review"),
    "review_on": _("Looked at again on"),
    "restored": _("As before again"),
    "revoked_mandates": _("Mandates revoked"),
    "role": _("Role"),
    "role_before": _("Role before"),
    "runs_on": _("Sees to it that the gain lasts"),
    "scope": _("Scope"),
    "scopes": _("Scopes"),
    "severity": _("How much it weighs"),
    "share": _("Share of the gain"),
    "signals": _("What speaks up"),
    "since": _("Since"),
    "slot": _("Slot"),
    "spent": pgettext_lazy("fact", "Spent"),
    "stand_in": _("Stands in"),
    "starts": _("First day"),
    "state": _("State"),
    "stop_above": _("We stop above"),
    "succeeded": pgettext_lazy("fact", "Succeeded"),
    "target": _("Target"),
    "to": _("State after"),
    "to_gain": _("Still to gain, as likely as not"),
    "to_spend": _("Still to spend"),
    "trade_off_with": _("Traded with"),
    "tranche": _("Instalment"),
    "triage": _("Legal check"),
    "until": pgettext_lazy("fact", "Until"),
    "value": _("Value"),
    "verdicts": _("May decide"),
}
# Keys that only hold others together.
SILENT = frozenset({"", "changes"})
REASONS: Mapping[str, Promise] = {
    "silence": _("Two reviews in a row found no answer."),
    "vacancy": _("The captain’s seat had been vacant for ten working days."),
    "idle": _("Nobody had touched it for six months, as announced two weeks before."),
    "in_place": _("Its trial has led to a use in place, which stands in the register."),
    "exception_ended": _("The exception that gave it a slot is over."),
}


@register.filter
@once_a_language
def verdict_word(verdict: str) -> str:
    """A verdict as the log says it: “Started”; its code where it has no word."""
    return str(VERDICTS[verdict].past) if verdict in VERDICTS else verdict


@register.filter
def verb(verdict: str) -> str:
    """A verdict as a button says it: “Stop”."""
    return _said(verdict, "verb")


@register.filter
def verdict_note(verdict: str) -> str:
    """What a verdict brings about, in one sentence; empty where there is nothing to say."""
    return str(VERDICTS[verdict].note) if verdict in VERDICTS else ""


@register.filter
def verdict_shape(verdict: str) -> tuple[str, str]:
    """The tone and the icon of a verdict in the log."""
    words = VERDICTS.get(verdict)
    return (words.tone, words.icon) if words else ("mute", "log")


@register.filter
def role_word(role: str) -> str:
    """A role's name: “AI captain”."""
    return str(ROLES.get(role, role))


@register.filter
def scope_word(scope: str) -> str:
    """An API key's scope: “Read”."""
    return str(SCOPES.get(scope, scope))


@register.filter
def power_word(verdict: str) -> str:
    """A verdict as a mandate gives it: “release an instalment”."""
    return _said(verdict, "power")


def _said(verdict: str, how: str) -> str:
    words = VERDICTS.get(verdict)
    return str(getattr(words, how, "") or verdict)


@register.filter
def powers(verdicts: Iterable[str]) -> str:
    """What a mandate lets one do, as a part of a sentence: “pause, stop and finish”."""
    words = [power_word(one) for one in VERDICTS if VERDICTS[one].power and one in set(verdicts)]
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
@once_a_language
def coded_word(code: str) -> str:
    """Whatever a fact holds as a code: a role, a scope, a verdict."""
    if code in ROLES:
        return role_word(code)
    words = VERDICTS.get(code)
    found = SCOPES.get(code) or (words and (words.power or words.past)) or DPIA.get(code)
    return str(found or code)


@register.filter
@once_a_language
def fact_label(keys: tuple[str, ...]) -> str:
    """The words that lead to a fact: “Target, before”."""
    said = [key for key in keys if key not in SILENT]
    # The objective itself, its value, its share: its KPI is named once, by the first of them.
    if len(said) > 1 and said[0] == "objectives" and not said[1].isdigit():
        said = said[1:]
    words = [str(LABELS.get(key, key.replace("_", " "))) for key in said]
    return ", ".join([*words[:1], *(word[:1].lower() + word[1:] for word in words[1:])])


@register.filter
def labels(keys: Iterable[str]) -> str:
    """What several facts are about, in words: “target, budget”."""
    words = [str(LABELS[key]) for key in LABELS if key in set(keys)]
    return ", ".join(word[:1].lower() + word[1:] for word in words)


@register.filter
def system_reason(code: str) -> str:
    """Why the system decided, in a sentence."""
    return str(REASONS.get(code, code))


@register.filter
def name_in(identifier: UUID, names: Mapping[UUID, str]) -> str:
    """The name or title of an id; the end of the id where there is none any more."""
    return names.get(identifier) or f"…{str(identifier)[-6:]}"
