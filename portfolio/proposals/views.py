from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.register.selectors import door_behind
from governance.register.services.entries import Visit
from portfolio.decisions.selectors import authority_of
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.recording import Decided
from portfolio.initiatives.selectors.pages import get_record
from portfolio.life.choices import Verdict
from portfolio.life.views import form_view, home_of
from portfolio.life.words import done_text
from portfolio.proposals.forms import ProposalForm, ProposerAnswerForm, PublicIdeaForm
from portfolio.proposals.models import ProposalQuestion
from portfolio.proposals.selectors import proposals_page, questions_of
from portfolio.proposals.services import (
    answer_as_proposer,
    ask_proposer,
    join_proposal,
    pool_proposal,
    propose_by_link,
    require_answer,
)
from tenants.visitors import may_declare


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
        done=lambda answered: (_said(form, answered), reverse("proposals")),
        initiative_id=form.of_id if asked else None,
    )


@require_http_methods(["GET", "POST"])
def proposal_answer(request: Any, initiative_id: UUID) -> HttpResponse:
    """What the proposer is asked, and the place for the answer."""
    row = get_record(initiative_id=initiative_id, today=request.today).initiative
    require_answer(request.act, initiative=row)
    form = ProposerAnswerForm(request.POST or None)
    return form_view(
        request,
        "portfolio/proposals/answer.html",
        form,
        context=lambda: {"row": row, "questions": questions_of([row.id])[row.id]},
        save=lambda: answer_as_proposer(
            request.act, initiative_id=row.id, answer=form.cleaned_data["answer"]
        ),
        done=lambda _asked: (_("Your answer stands on the proposal."), home_of(row.id)),
        initiative_id=row.id,
    )


@require_http_methods(["GET", "POST"])
def idea_public(request: Any, token: str) -> HttpResponse:
    """The company's public address: an idea from who has no account, and nothing of others."""
    door_behind(token)
    form = PublicIdeaForm(request.POST or None)
    template = "portfolio/proposals/public.html"
    if request.method == "POST" and form.is_valid():
        if not may_declare(request, company_id=request.company.id):
            return render(request, "errors/429.html", status=429)
        visit = Visit(now=request.now, today=request.today)
        propose_by_link(visit, token=token, given=form.given())
        return render(request, template, {"is_told": True, "token": token})
    context = {"form": form, "token": token}
    return render(request, template, context, status=422 if form.errors else 200)


def _said(form: ProposalForm, answered: Decided | ProposalQuestion) -> str:
    if isinstance(answered, ProposalQuestion):
        return _("The question is on its way.")
    if form.joins:
        return _("The idea goes on with the other one; its proposer is told.")
    return done_text(form.verdict, answered.initiative.title)


def _answer(request: Any, form: ProposalForm) -> Decided | ProposalQuestion:
    version = form.cleaned_data["expected_version"]
    if form.asks:
        return ask_proposer(
            request.act,
            initiative_id=form.of_id,
            question=form.cleaned_data["question"],
            expected_version=version,
        )
    if form.joins:
        return join_proposal(
            request.act,
            initiative_id=form.of_id,
            joined_id=form.cleaned_data["joined"],
            reason=form.cleaned_data["word"],
            expected_version=version,
        )
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
        "shown": page,
        "lines": lines,
        "sent": sent,
        "denial": authority.denial(permission="initiative.qualify"),
        "may_ask": authority.denial(permission="proposal.ask") is None,
        "may_propose": authority.denial(permission="initiative.propose") is None,
    }
