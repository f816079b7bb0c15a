"""The end of the week's mail in every company that a person belongs to."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.open_door.views import unlisted
from portfolio.digest.services import end_here
from tenants.calendars.selectors import companies_now
from tenants.digests.selectors import person_behind
from tenants.digests.services import drop_parts
from tenants.hosts import Company
from tenants.jobs import do_in_company


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def digest_off(request: Any, token: str) -> HttpResponse:
    """Asked by a button or by the reader's program; opening it, as scanners do, ends nothing."""
    person = person_behind(token)
    done = request.method == "POST"
    with translation.override(person.language):
        away = _end_everywhere(person.id, now=request.now) if done else []
        context = {"email": person.email, "done": done, "away": away}
        return render(request, "tenants/digest_off.html", context)


def _end_everywhere(user_id: UUID, *, now: datetime) -> list[Company]:
    """One company after the other; returns those that are away and were not told."""
    away = []
    for company in companies_now(user_id):
        if not company.is_open:
            away.append(company)
            continue
        today = timezone.localdate(now, ZoneInfo(company.timezone))
        do_in_company(company, partial(end_here, user_id=user_id, now=now, today=today))
    drop_parts(user_id=user_id)
    return away
