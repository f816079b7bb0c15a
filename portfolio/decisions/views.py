from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.members.models import Member
from governance.members.selectors import present_members
from portfolio.decisions.forms import CorrectionForm, DecisionForm
from portfolio.decisions.services.corrections import correct_decision, correctable
from portfolio.decisions.services.decisions import decide
from portfolio.initiatives.selectors.pages import InitiativePage
from portfolio.life.choices import Verdict
from portfolio.life.views import form_view, home_of, page_of
from portfolio.life.words import done_text
from portfolio.objectives.selectors import objectives_of
from portfolio.requests.selectors import open_request


@require_http_methods(["GET", "POST"])
def initiative_decide(request: Any, initiative_id: UUID) -> HttpResponse:
    """One verdict: the facts, what it needs, one sentence; without a verdict, the choice."""
    asked = request.POST.get("verdict") or request.GET.get("verdict", "")
    if asked == Verdict.START:
        return redirect("arbitration", initiative_id)
    if asked not in set(Verdict) - {Verdict.ADOPT}:
        page = page_of(request, initiative_id)
        context = {"page": page, "names": _names(present_members())}
        return render(request, "portfolio/decisions/choose.html", context)
    return _decision(request, initiative_id, Verdict(asked))


@require_http_methods(["GET", "POST"])
def decision_correct(request: Any, initiative_id: UUID, decision_id: UUID) -> HttpResponse:
    """What was wrong, and what comes back with it."""
    wrong = correctable(request.act, initiative_id=initiative_id, decision_id=decision_id)
    form = CorrectionForm(request.POST or None)
    return form_view(
        request,
        "portfolio/decisions/correct.html",
        form,
        context=lambda: {"page": page_of(request, initiative_id), "wrong": wrong},
        save=lambda: correct_decision(
            request.act, decision_id=decision_id, reason=form.cleaned_data["reason"]
        ),
        done=lambda _decision: (_("The correction stands in the log."), home_of(initiative_id)),
        initiative_id=initiative_id,
    )


def _decision(request: Any, initiative_id: UUID, verdict: Verdict) -> HttpResponse:
    members = present_members()
    form = DecisionForm(
        request.POST or None,
        verdict=verdict,
        members=members,
        objectives=objectives_of(initiative_id),
        today=request.today,
    )
    return form_view(
        request,
        "portfolio/decisions/page.html",
        form,
        context=lambda: _context(page_of(request, initiative_id), verdict, form, members),
        save=lambda: decide(
            request.act, initiative_id=initiative_id, verdict=verdict, **form.said()
        ),
        done=lambda decided: (
            done_text(verdict, decided.initiative.title),
            home_of(initiative_id),
        ),
        initiative_id=initiative_id,
    )


def _context(
    page: InitiativePage, verdict: Verdict, form: DecisionForm, members: list[Member]
) -> dict[str, Any]:
    form.initial["expected_version"] = page.card.version
    asked = open_request(initiative_id=page.card.id, verdict=verdict)
    if asked is not None and "reason" in form.fields:
        form.initial.setdefault("reason", asked.row.reason)
    return {
        "asked": asked,
        "page": page,
        "verdict": verdict,
        "option": next((one for one in page.options if one.verdict is verdict), None),
        "names": _names(members),
    }


def _names(members: list[Member]) -> dict[UUID, str]:
    return {member.id: member.display_name for member in members}
