"""The operator's console: how the installation fares, and nothing that a company wrote."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.dead_letters import all_letters, letter_counts, settle_all, settle_one
from config.queues import queued_jobs
from governance.outbox.selectors import stuck_outboxes
from tenants.builds import own_build
from tenants.companies.choices import CompanyState
from tenants.errors import Invalid
from tenants.installation.selectors import installation_figures
from tenants.operators.rules import LetterAct, LetterKind, troubles
from tenants.operators.selectors import (
    companies_apart,
    failed_trials,
    late_jobs,
    listed_companies,
    newest_acts,
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
    counts = letter_counts(now=request.now)
    given_up = sum(counts[one] for one in (LetterKind.MAIL, LetterKind.WEBHOOK, LetterKind.WORK))
    context = {
        "figures": figures,
        "schedule_at": figures.schedule_age and request.now - figures.schedule_age,
        "queued": queued,
        "troubles": troubles(seen(figures, queued=queued, given_up=given_up), now=request.now),
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


@require_http_methods(["GET", "POST"])
def letters(request: Any) -> HttpResponse:
    """Everything that was given up; sending tries again or lets go, by one reason."""
    if request.method == "POST":
        return _settled(request)
    context = {
        "page": _page(request, all_letters(now=request.now)),
        "counts": letter_counts(now=request.now),
        "acts": newest_acts(),
    }
    return render(request, "operator/letters.html", context)


def _settled(request: Any) -> HttpResponse:
    """What was picked, or all of the kind that was chosen, is settled and recorded."""
    act = LetterAct.LET_GO if "let_go" in request.POST else LetterAct.AGAIN
    reason, picked = request.POST.get("reason", ""), request.POST.getlist("pick")
    told = {"act": act, "reason": reason, "operator_id": request.user.pk, "now": request.now}
    kind = request.POST.get("kind", "")
    try:
        if kind in LetterKind.__members__.values():
            count = settle_all(LetterKind(kind), **told)
        else:
            count = sum(settle_one(one, **told) for one in picked)
    except Invalid:
        messages.warning(request, _("Say in a few words why."))
    else:
        messages.success(request, _("Settled: %(count)s.") % {"count": count})
    return redirect("operator_letters")


def _page(request: Any, rows: Any, key: str = "page") -> Page[Any]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get(key))
