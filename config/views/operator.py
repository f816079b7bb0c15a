"""The operator's console: how the installation fares, and nothing that a company wrote."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from config.queues import queued_jobs
from governance.outbox.selectors import stuck_outboxes
from tenants.builds import own_build
from tenants.companies.choices import CompanyState
from tenants.installation.selectors import installation_figures
from tenants.operators.rules import troubles
from tenants.operators.selectors import (
    companies_apart,
    failed_trials,
    late_jobs,
    listed_companies,
    public_mails,
    seen,
    unsaved_companies,
)
from tenants.operators.services import send_again

A_PAGE = 100
MOST_NAMED = 20


@require_GET
def installation(request: Any) -> HttpResponse:
    """What is wrong first, then every figure with its date."""
    figures = installation_figures(now=request.now)
    queued = queued_jobs()
    context = {
        "figures": figures,
        "schedule_at": figures.schedule_age and request.now - figures.schedule_age,
        "queued": queued,
        "troubles": troubles(seen(figures, queued=queued), now=request.now),
        "apart": companies_apart()[:MOST_NAMED],
        "unsaved": unsaved_companies(now=request.now)[:MOST_NAMED],
        "trials": failed_trials(now=request.now)[:MOST_NAMED],
    }
    return render(request, "operator/installation.html", context)


@require_GET
def companies(request: Any) -> HttpResponse:
    """Every company by name and host, of one state if asked."""
    state = request.GET.get("state", "")
    context = {
        "page": _page(request, listed_companies(state=state)),
        "state": state,
        "states": (CompanyState.ACTIVE, CompanyState.SUSPENDED, CompanyState.CLOSED),
        "build": own_build(),
    }
    return render(request, "operator/companies.html", context)


@require_GET
def jobs(request: Any) -> HttpResponse:
    """Work that is late, and mail that does not leave: how much, where, since when."""
    context = {
        "jobs": _page(request, late_jobs(now=request.now), "jobs"),
        "mails": _page(request, public_mails(), "mails"),
        "outboxes": _page(request, stuck_outboxes(), "outboxes"),
    }
    return render(request, "operator/jobs.html", context)


@require_POST
def job_again(request: Any, job_id: UUID) -> HttpResponse:
    """That job is handed over at the sweep's next turn."""
    send_again(job_id=job_id, operator_id=request.user.pk)
    messages.success(request, _("The job is sent again within a minute."))
    return redirect("operator_jobs")


def _page(request: Any, rows: Any, key: str = "page") -> Page[Any]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get(key))
