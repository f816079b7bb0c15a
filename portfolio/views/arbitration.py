from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.selectors.members import present_members
from governance.views.access import member_required
from portfolio.choices import Verdict
from portfolio.forms.decisions import ArbitrationForm, StartForm
from portfolio.selectors.pages_arbitration import active_standings
from portfolio.selectors.pages_initiative import InitiativePage, initiative_page
from portfolio.selectors.standing import Standing
from portfolio.services.decisions import Decided, decide
from portfolio.templatetags.initiative_words import done_text
from portfolio.views.form_page import form_page, moment


@require_http_methods(["GET", "POST"])
@member_required
def arbitration(request: Any, initiative_id: UUID) -> HttpResponse:
    """What gives way so that this one starts; in an open slot, it just starts."""
    page = initiative_page(initiative_id=initiative_id, actor=request.actor, today=request.today)
    actives = [] if page.free_count else active_standings(today=request.today)
    form = _form(request, page, actives)
    if form.is_bound and form.is_valid() and form.changes_nothing():
        return redirect("portfolio")
    return form_page(
        request,
        form=form,
        template="portfolio/arbitration/page.html",
        context={"page": page, "actives": actives, "option": page.option(Verdict.START)},
        save=lambda: _start(request, page, form),
        done=_told,
        initiative_id=initiative_id,
    )


def _form(
    request: Any, page: InitiativePage, actives: list[Standing]
) -> ArbitrationForm | StartForm:
    """The form of a full portfolio, or of one with an open slot."""
    first = {"expected_version": page.initiative.version}
    if not actives:
        return StartForm(request.POST or None, initial=first)
    return ArbitrationForm(
        request.POST or None,
        actives=[
            (str(one.record.initiative.id), one.record.initiative.title) for one in actives
        ],
        members=present_members(),
        today=request.today,
        initial=first,
    )


def _start(request: Any, page: InitiativePage, form: ArbitrationForm | StartForm) -> Decided:
    return decide(
        **moment(request),
        initiative_id=page.initiative.id,
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
