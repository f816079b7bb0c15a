from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.members.selectors import present_members
from portfolio.decisions.forms import DecisionForm
from portfolio.decisions.services.decisions import decide
from portfolio.initiatives.selectors.pages import InitiativePage, initiative_page
from portfolio.life.choices import Verdict
from portfolio.life.views import form_page
from portfolio.life.words import done_text


@require_http_methods(["GET", "POST"])
def initiative_decide(request: Any, initiative_id: UUID) -> HttpResponse:
    """One verdict: the facts, what it needs, one sentence; without a verdict, the choice."""
    page = initiative_page(initiative_id=initiative_id, actor=request.actor, today=request.today)
    asked = request.POST.get("verdict") or request.GET.get("verdict", "")
    if asked == Verdict.START:
        return redirect("arbitration", initiative_id)
    if asked not in list(Verdict):
        return render(request, "portfolio/decisions/choose.html", {"page": page})
    return _decision(request, page, Verdict(asked))


def _decision(request: Any, page: InitiativePage, verdict: Verdict) -> HttpResponse:
    row, members = page.card, present_members()
    form = DecisionForm(
        request.POST or None,
        verdict=verdict,
        members=members,
        objectives=tuple(one.objective for one in page.objectives),
        today=request.today,
        initial={"expected_version": row.version},
    )
    return form_page(
        request,
        form=form,
        template="portfolio/decisions/page.html",
        context={
            "page": page,
            "verdict": verdict,
            "option": next((one for one in page.options if one.verdict is verdict), None),
            "names": {member.id: member.display_name for member in members},
        },
        save=lambda: decide(request.act, initiative_id=row.id, verdict=verdict, **form.said()),
        done=lambda _: (done_text(verdict, row.title), reverse("initiative", args=[row.id])),
        initiative_id=row.id,
    )
