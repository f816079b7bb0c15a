from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portfolio.decisions.selectors import authority_of
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.recording import Decided
from portfolio.life.choices import Verdict
from portfolio.life.views import form_view
from portfolio.life.words import done_text
from portfolio.proposals.forms import ProposalForm
from portfolio.proposals.selectors import proposals_page
from portfolio.proposals.services import pool_proposal


@require_http_methods(["GET", "POST"])
def proposals(request: Any) -> HttpResponse:
    """Who waits for an answer, the oldest first, each with its answer beside it."""
    sent = request.POST.get("initiative", "")
    form = ProposalForm(request.POST or None, auto_id=f"id_{sent}_%s")
    asked = form.is_bound and form.is_valid()
    return form_view(
        request,
        "portfolio/proposals/page.html",
        form,
        context=lambda: _context(request, form),
        save=lambda: _answer(request, form),
        done=lambda decided: (
            done_text(form.verdict, decided.initiative.title),
            reverse("proposals"),
        ),
        initiative_id=form.of_id if asked else None,
    )


def _answer(request: Any, form: ProposalForm) -> Decided:
    version = form.cleaned_data["expected_version"]
    if form.verdict is Verdict.QUALIFY:
        return pool_proposal(
            request.act,
            initiative_id=form.of_id,
            estimates=form.estimates(),
            expected_version=version,
        )
    return decide(
        request.act,
        initiative_id=form.of_id,
        verdict=form.verdict,
        reason=form.cleaned_data["reason"],
        expected_version=version,
    )


def _context(request: Any, form: ProposalForm) -> dict[str, Any]:
    page = proposals_page(number=request.GET.get("page", ""), today=request.today)
    sent = str(form.data.get("initiative", "")) if form.is_bound else ""
    lines = [(one, form if str(one.id) == sent else ProposalForm.of(one)) for one in page.lines]
    authority = authority_of(actor=request.actor, today=request.today)
    return {
        "page": page.pager,
        "lines": lines,
        "sent": sent,
        "denial": authority.denial(permission="initiative.qualify"),
        "may_propose": authority.denial(permission="initiative.propose") is None,
    }
