"""The next click after a refusal."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tenants.addresses import public_url
from tenants.errors import DomainError

Action = tuple[str, str]
LOST_LINKS = frozenset({"draft_expired", "draft_not_found"})
OWN_ANSWERS = frozenset(
    {"assessment_completed", "assessment_empty", "assessment_open", "not_an_item", "not_asked"}
)


def actions_for(request: Any, error: DomainError) -> list[Action]:
    """Label and address of what to do next, the likeliest first."""
    if getattr(request, "company", None) is None:
        return [*_diagnostic(request, error), (_("Back to the start page"), "/")]
    if request.path.startswith("/voice/"):
        return _voice(request, error)
    if error.code == "handover_refused":
        return [
            (_("Sign in again"), "/session/handover/?next=/"),
            *_page("dashboard", _("Back to the dashboard")),
        ]
    if error.code == "not_a_member":
        return [(_("See your companies"), public_url("/companies/"))]
    return [
        *_initiative(error),
        *(_page("settings_mandates", _("See the mandates")) if "permission" in error.facts else []),
        *_page("dashboard", _("Back to the dashboard")),
    ]


def _diagnostic(request: Any, error: DomainError) -> list[Action]:
    """Where a reader of the open diagnostic goes on."""
    if error.code == "draft_claimed":
        return _page("account_login", _("Sign in"))
    if error.code in LOST_LINKS:
        return _page("open_diagnostic", _("Take the assessment (10 min)"))
    token = request.resolver_match.kwargs.get("token") if request.resolver_match else None
    if error.code in OWN_ANSWERS and token:
        return _page("open_draft", _("Back to my assessment"), token)
    return []


def _voice(request: Any, error: DomainError) -> list[Action]:
    """Where somebody goes on who answers by a link, and has nothing else here."""
    token = request.resolver_match.kwargs.get("token") if request.resolver_match else None
    if error.code in OWN_ANSWERS and token:
        return _page("voice", _("Back to my answers"), token)
    return [(_("What Capitaine is"), public_url("/"))]


def _initiative(error: DomainError) -> list[Action]:
    subject = error.facts.get("initiative_id")
    return _page("initiative", _("Back to the initiative"), subject) if subject else []


def _page(name: str, label: str, *arguments: Any) -> list[Action]:
    """The page, if this installation has it."""
    try:
        return [(label, reverse(name, args=arguments))]
    except NoReverseMatch:
        return []
