"""What each error code says to a person, in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.errors import DomainError
from tenants.sentences import said, shown

APPS = ("tenants", "governance", "assessments", "portfolio")
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error as a person reads it: title, sentence, who can; the code for support."""

    status: int
    code: str
    title: str
    text: str
    facts: tuple[Fact, ...] = ()


TITLES: dict[str, Promise] = {
    "not_allowed": _("You may not do this"),
    "not_found": _("This page is not on the chart"),
    "refused": _("Not now"),
    "invalid": _("Something is missing"),
    "unavailable": _("Back in a moment"),
}
OWN_TITLES: dict[str, Promise] = {
    "form_expired": _("This form is too old"),
    "handover_refused": _("Sign in once more"),
    "if_match_required": _("Say which version you have seen"),
    "not_a_member": _("You are not a member here"),
    "step_up_required": _("Sign in once more"),
}
GENERAL: dict[str, Promise] = {
    "not_allowed": _("Your role or your mandate does not cover this."),
    "not_found": _("The address is wrong, or what it showed is not in your company."),
    "refused": _("Something stands in the way of this now."),
    "invalid": _("What was sent is incomplete or cannot be read."),
    "unavailable": _("Something we need does not answer. Nothing is lost: try again in a minute."),
}
OWN_TEXTS: dict[str, Promise] = {
    "company_not_found": _("This company does not exist, or you do not belong to it."),
    "decision_not_found": _("This decision is not in your company's log."),
    "form_expired": _("Go back, reload the page and send the form again."),
    "invalid_fields": _("Some fields are missing or cannot be read; each says what it expects."),
    "form_under_way": _(
        "This was sent a moment ago and is still being recorded: look before you send it again."
    ),
    "handover_refused": _(
        "A sign-in link to a company works once, for one minute, in the browser that asked for it."
    ),
    "idempotency_key_reused": _(
        "This Idempotency-Key was already used for another request. Use a new one."
    ),
    "idempotency_key_unreadable": _(
        "An Idempotency-Key has 1 to %(longest)s printable characters."
    ),
    "if_match_required": _("Send If-Match with the ETag you last read, so that no change is lost."),
    "if_match_unreadable": _("If-Match must be the ETag you last read, a number in quotes."),
    "invalid_key": _("A key needs a name, at least one scope and an end within 365 days."),
    "key_not_found": _("This key does not exist in your company."),
    "link_spent": _("This link was used or is too old. Ask for a new one."),
    "member_not_found": _("This member does not exist in your company."),
    "no_spare_company": _("Your space is being prepared. Try again in a minute."),
    "not_a_member": _(
        "You are signed in, but you do not belong to %(company)s. An executive can invite you."
    ),
    "request_in_progress": _("The same request is still running. Send it again in a moment."),
    "scope_missing": _("The key lacks the scope “%(scope)s”."),
    "stale_version": _("Somebody changed this in the meantime. Reload it and look again."),
    "step_up_required": _(
        "For this, a sign-in of the last ten minutes is needed. It takes one e-mail."
    ),
}
ROLE_NAMES: dict[str, Promise] = {
    "executive": pgettext_lazy("role", "Executive"),
    "ai_lead": pgettext_lazy("role", "AI captain"),
    "captain": pgettext_lazy("role", "Captain"),
    "contributor": pgettext_lazy("role", "Contributor"),
    "viewer": pgettext_lazy("role", "Viewer"),
    "consultant_read": pgettext_lazy("role", "Consultant"),
    "consultant_advise": pgettext_lazy("role", "Consultant"),
    "consultant_operate": pgettext_lazy("role", "Consultant"),
}


def _collected() -> Iterator[tuple[str, Promise]]:
    yield from OWN_TEXTS.items()
    for app in APPS:
        if find_spec(f"{app}.error_texts") is not None:
            yield from import_module(f"{app}.error_texts").TEXTS.items()


TEXTS: dict[str, Promise] = dict(_collected())


def explain(error: DomainError) -> Explanation:
    """The error as title, sentence and who can; facts fill the sentence's places."""
    title = OWN_TITLES.get(error.code, TITLES[error.kind])
    text = TEXTS.get(error.code, GENERAL[error.kind])
    sentence = said(text, error.facts)
    return Explanation(error.status, error.code, str(title), sentence, tuple(_who(error.facts)))


def _who(facts: Mapping[str, Any]) -> Iterator[Fact]:
    roles = [str(ROLE_NAMES[role]) for role in facts.get("roles", ()) if role in ROLE_NAMES]
    if roles:
        yield str(_("Roles that can")), ", ".join(dict.fromkeys(roles))
    if facts.get("holders"):
        yield str(_("Mandate held by")), shown(facts["holders"])
