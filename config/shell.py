"""What the frame around every page shows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from config.error_texts import ROLE_NAMES
from portfolio.life.views import mine_of
from tenants.addresses import company_url, public_url

ALL_COMPANIES = _("All my companies")
SECTIONS = {
    "": "dashboard",
    "mine": "mine",
    "measurements": "mine",
    "portfolio": "portfolio",
    "initiatives": "portfolio",
    "reviews": "review",
    "diagnostic": "assessment",
    "roadmap": "assessment",
    "skills": "assessment",
    "decisions": "decision_log",
    "register": "register",
    "law": "register",
    "charter": "register",
    "incidents": "register",
    "literacy": "register",
    "statements": "register",
    "team": "register",
    "search": "search",
    "settings": "settings",
    "mandates": "settings",
    "profile": "profile",
}


@dataclass(frozen=True, slots=True)
class CompanyLink:
    """Another company of the reader's, or the page that lists them."""

    name: str
    initials: str
    url: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a company page: who, where, how much the reader owes, decisions among it."""

    company_name: str = ""
    company_initials: str = ""
    companies: tuple[CompanyLink, ...] = ()
    member_name: str = ""
    member_initials: str = ""
    member_role_label: str = ""
    duties: int = 0
    decisions: int = 0
    section: str = ""
    keys_off: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame, made when a template first asks for it; empty on the public side.

    `demo_mail` is where a demo's mail is read, `about` where legal notice, data and accessibility
    stand.
    """
    return {
        "shell": SimpleLazyObject(lambda: make_shell(request)),
        "demo_mail": public_url("/demo/mail/") if settings.DEMO_MAIL else "",
        "about": public_url("/legal/"),
    }


def make_shell(request: Any) -> Shell:
    """The frame of this request's page; one query where the page has not read what is owed."""
    company, member = getattr(request, "company", None), getattr(request, "member", None)
    if company is None or member is None:
        return Shell()
    owed = mine_of(request)
    doors = [
        CompanyLink(one.name, initials(one.name), company_url(one.host))
        for one in request.companies
        if one.id != company.id
    ]
    return Shell(
        company_name=company.name,
        company_initials=initials(company.name),
        companies=(
            *doors,
            CompanyLink(str(ALL_COMPANIES), "…", public_url("/companies/", all="1")),
        ),
        member_name=member.display_name,
        member_initials=member.initials,
        member_role_label=str(ROLE_NAMES[member.role]),
        duties=owed.count,
        decisions=owed.decisions,
        section=SECTIONS.get(request.path.split("/")[1], ""),
        keys_off=not member.keyboard_shortcuts,
    )


def initials(name: str) -> str:
    """One or two capitals that stand for a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()
