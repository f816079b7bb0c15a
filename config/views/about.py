"""Who runs this installation, what it keeps of people, and how it can be used and reported to."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.answers.selectors import LASTS as ASSESSMENT_LASTS
from tenants.addresses import public_url
from tenants.drafts.services import LASTS as DRAFT_LASTS
from tenants.kept_forms.services import LASTS as FORM_LASTS
from tenants.visitors import PLACE_SECONDS

# RFC 9116 recommends less than a year.
SECURITY_TEXT_HOLDS = timedelta(days=180)


def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes and who hosts, as the settings name them."""
    return render(request, "about/legal.html", {"publisher": settings.PUBLISHER})


def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, why, and for how long."""
    context = {
        "kept": _kept(),
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "publisher": settings.PUBLISHER,
    }
    return render(request, "about/data.html", context)


def _kept() -> list[tuple[str, str, str]]:
    """What is kept, why, and how long."""
    days, minutes = DRAFT_LASTS.days, FORM_LASTS.seconds // 60
    return [
        (
            _("Account: address, name, language, password if you chose one"),
            _("to sign in"),
            _("as long as you belong to a company"),
        ),
        (
            _("What you decide, measure, spend and write in a company"),
            _("the work of the company, which answers for it"),
            _("as long as the company keeps its space; its decision log is never shortened"),
        ),
        (
            _("Assessment taken without an account"),
            _("to find it again by its link"),
            _("%(draft_days)s days") % {"draft_days": days},
        ),
        (
            _("Answers of the team"),
            _("to compare views; never shown under five answers, and without names"),
            _("open for %(assessment_days)s days, then kept without any link to a person")
            % {"assessment_days": ASSESSMENT_LASTS.days},
        ),
        (
            _("A form that could not be sent"),
            _("so that nothing typed is lost"),
            _("%(form_minutes)s minutes") % {"form_minutes": minutes},
        ),
        (
            _("Digest of the place you sign in from"),
            _("to slow down who guesses passwords or codes, and not you"),
            _("%(place_days)s days, never in a company's data")
            % {"place_days": PLACE_SECONDS // 86_400},
        ),
    ]


def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the product can be used by everybody, and whom to tell where it cannot."""
    return render(request, "about/accessibility.html", {"publisher": settings.PUBLISHER})


def security_text(request: HttpRequest) -> HttpResponse:
    """Where a vulnerability is reported (RFC 9116); not found where nobody is named."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    end = datetime.combine(timezone.now().date() + SECURITY_TEXT_HOLDS, time(), UTC)
    lines = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {end:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {public_url('/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
