"""Who runs this installation, what it keeps of people, and how it can be used and reported to."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.answers.selectors import LASTS as ASSESSMENT_LASTS
from tenants.addresses import public_url
from tenants.drafts.services import LASTS as DRAFT_LASTS
from tenants.kept_forms.services import LASTS as FORM_LASTS

# RFC 9116 recommends less than a year.
SECURITY_TEXT_HOLDS = timedelta(days=180)


def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes and who hosts, as the settings name them."""
    return render(request, "about/legal.html", {"publisher": settings.PUBLISHER})


def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, why, and for how long."""
    terms = {
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "draft_days": DRAFT_LASTS.days,
        "form_minutes": FORM_LASTS.seconds // 60,
        "assessment_days": ASSESSMENT_LASTS.days,
    }
    return render(request, "about/data.html", terms | {"publisher": settings.PUBLISHER})


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
