from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.members.selectors import present_members
from portfolio.arbitration.selectors import arbitration_page, has_free_slot, holders_but
from portfolio.decisions.forms import ArbitrationForm, StartForm
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.recording import Decided
from portfolio.life.choices import Verdict
from portfolio.life.views import form_view
from portfolio.life.words import done_text


@require_http_methods(["GET", "POST"])
def arbitration(request: Any, initiative_id: UUID) -> HttpResponse:
    """What gives way so that this one starts; in an open slot, it just starts."""
    form = _form(request, initiative_id)
    if form.is_bound and form.is_valid() and form.changes_nothing():
        return redirect("portfolio")
    return form_view(
        request,
        "portfolio/arbitration/page.html",
        form,
        context=lambda: _context(request, initiative_id, form),
        save=lambda: _start(request, initiative_id, form),
        done=_told,
        initiative_id=initiative_id,
    )


def _form(request: Any, initiative_id: UUID) -> ArbitrationForm | StartForm:
    """The form of a full portfolio, or of one with an open slot."""
    if has_free_slot(today=request.today):
        return StartForm(request.POST or None)
    return ArbitrationForm(
        request.POST or None,
        actives=holders_but(initiative_id),
        members=present_members(),
        today=request.today,
    )


def _context(
    request: Any, initiative_id: UUID, form: ArbitrationForm | StartForm
) -> dict[str, Any]:
    page = arbitration_page(initiative_id=initiative_id, actor=request.actor, today=request.today)
    form.initial["expected_version"] = page.card.version
    return {"page": page}


def _start(request: Any, initiative_id: UUID, form: ArbitrationForm | StartForm) -> Decided:
    return decide(
        request.act,
        initiative_id=initiative_id,
        verdict=Verdict.START,
        reason=form.cleaned_data["reason"],
        instead_of=form.instead(),
        expected_version=form.cleaned_data["expected_version"],
    )


def _told(decided: Decided) -> tuple[str, str]:
    """Both verdicts by their own verbs."""
    parts = [done_text(Verdict.START, decided.initiative.title)]
    if decided.gave_way is not None:
        verdict = Verdict(decided.gave_way.decision.verdict)
        parts.insert(0, done_text(verdict, decided.gave_way.initiative.title))
    return " ".join(parts), reverse("portfolio")
