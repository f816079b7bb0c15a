"""What each error code says to a person, in the reader's language."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error as a person reads it: a title, a sentence, the code for support."""

    status: int
    code: str
    title: str
    text: str


TITLES: dict[str, Promise] = {
    "not_allowed": _("You may not do this"),
    "not_found": _("This page does not exist"),
    "refused": _("Not now"),
    "invalid": _("Something is missing"),
    "unavailable": _("Try again in a moment"),
}

TEXTS: dict[str, Promise] = {
    "form_expired": _("This form is too old. Go back, reload the page and send it again."),
    "member_not_found": _("This member does not exist in your company."),
}


def explain(error: DomainError) -> Explanation:
    """The error as title and sentence; facts fill the sentence's places."""
    text = TEXTS.get(error.code)
    filled = str(text) % dict(error.facts) if text is not None else error.code
    return Explanation(error.status, error.code, str(TITLES[error.kind]), filled)
