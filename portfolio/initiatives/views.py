from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.views import may
from governance.members.selectors import present_members
from portfolio.cap.selectors import get_portfolio
from portfolio.estimates.services import set_estimates
from portfolio.initiatives.forms import (
    CaptainForm,
    EditForm,
    EstimatesForm,
    GoLiveForm,
    NextStepForm,
    RemainingForm,
)
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.charts import charts_of
from portfolio.initiatives.selectors.pages import InitiativePage
from portfolio.initiatives.services import (
    assign_captain,
    edit_initiative,
    set_go_live,
    set_next_step,
    set_remaining,
)
from portfolio.life.choices import State
from portfolio.life.views import changeable, form_view, home_of, page_of
from portfolio.proposals.models import ProposalQuestion
from portfolio.proposals.selectors import said_about
from portfolio.trials.selectors import with_ratings


@require_safe
def initiative(request: Any, initiative_id: UUID) -> HttpResponse:
    """Will it hold its objective, is it worth it, when do we stop?"""
    page = page_of(request, initiative_id)
    said = said_about(initiative_id)
    questions = () if page.card.started_on else said.questions
    context = {
        "page": page,
        "tab": "overview",
        "charts": charts_of(page=page, today=request.today),
        "questions": questions,
        "interested": said.interested,
        "trials": with_ratings(page.trials),
        "notes": said.notes,
        "may_note": may(request, "note.write"),
        "may_answer": _may_answer(request, page, questions),
    }
    return render(request, "portfolio/initiatives/page.html", context)


def _may_answer(request: Any, page: InitiativePage, questions: Iterable[ProposalQuestion]) -> bool:
    """Only whoever proposed it answers what is still asked of it."""
    is_asked = page.card.state is State.PROPOSED and any(not one.answered_at for one in questions)
    proposer = page.proposed_by
    return is_asked and proposer is not None and proposer.id == request.actor.member_id


@require_safe
def initiative_log(request: Any, initiative_id: UUID) -> HttpResponse:
    """Every decision on it, newest first."""
    page = page_of(request, initiative_id)
    return render(request, "portfolio/initiatives/log.html", {"page": page, "tab": "log"})


@require_http_methods(["GET", "POST"])
def initiative_edit(request: Any, initiative_id: UUID) -> HttpResponse:
    """What it is about, in the company's own words."""
    row = changeable(request, initiative_id).initiative
    names = ("title", "benefit", "beneficiaries", "summary", "situation")
    first = {name: getattr(row, name) for name in names} | {"expected_version": row.version}
    form = EditForm(request.POST or None, initial=first)
    return _form_page(request, row, form, "edit", edit_initiative)


@require_http_methods(["GET", "POST"])
def initiative_estimates(request: Any, initiative_id: UUID) -> HttpResponse:
    """Value, effort and cost in three taps, or in figures."""
    row = changeable(request, initiative_id).initiative
    first = {"value": row.value_tap, "effort": row.effort_tap, "cost": row.cost_tap}
    form = EstimatesForm(request.POST or None, initial=first | {"expected_version": row.version})
    return _form_page(
        request,
        row,
        form,
        "estimates",
        set_estimates,
        company_size=get_portfolio().assumed_size,
    )


@require_http_methods(["GET", "POST"])
def initiative_captain(request: Any, initiative_id: UUID) -> HttpResponse:
    """Who carries it; the mandate comes next."""
    row = changeable(request, initiative_id).initiative
    first = {"captain": row.captain_id, "expected_version": row.version}
    form = CaptainForm(request.POST or None, initial=first, members=present_members())
    return _form_page(request, row, form, "captain", assign_captain)


@require_http_methods(["GET", "POST"])
def initiative_next_step(request: Any, initiative_id: UUID) -> HttpResponse:
    """Who does what by when."""
    row = changeable(request, initiative_id).initiative
    first = {"text": row.next_step, "who": row.next_step_by_id, "due_on": row.next_step_on} | {
        "expected_version": row.version
    }
    form = NextStepForm(request.POST or None, initial=first, members=present_members())
    return _form_page(request, row, form, "next_step", set_next_step)


@require_http_methods(["GET", "POST"])
def initiative_remaining(request: Any, initiative_id: UUID) -> HttpResponse:
    """What going on would still cost, as its captain sees it."""
    record = changeable(request, initiative_id)
    row = record.initiative
    form = RemainingForm(request.POST or None, initial=RemainingForm.known(row))
    if record.worked:
        del form.fields["used_days"]
    return _form_page(request, row, form, "remaining", set_remaining)


@require_http_methods(["GET", "POST"])
def initiative_go_live(request: Any, initiative_id: UUID) -> HttpResponse:
    """From when time counts: expected, or in use since a day."""
    row = changeable(request, initiative_id).initiative
    form = GoLiveForm(request.POST or None, initial={"expected_version": row.version})
    return form_view(
        request,
        "portfolio/initiatives/go_live.html",
        form,
        context=lambda: {"row": row},
        save=lambda: set_go_live(
            request.act, initiative_id=row.id, **form.described(request.today)
        ),
        done=lambda _one: (str(_("The go-live is saved: time counts from it.")), home_of(row.id)),
        initiative_id=row.id,
    )


SAVED = {
    "edit": _("The change is saved."),
    "estimates": _("The estimates are saved."),
    "captain": _("The captain is named. The mandate comes next."),
    "next_step": _("The next step is on the card."),
    "remaining": _("What is left is saved."),
}


def _form_page(
    request: Any,
    row: Initiative,
    form: EditForm | EstimatesForm | CaptainForm | NextStepForm | RemainingForm,
    name: str,
    save: Callable[..., Any],
    **shown: Any,
) -> HttpResponse:
    """A form on one initiative; back to its page with a toast."""
    return form_view(
        request,
        f"portfolio/initiatives/{name}.html",
        form,
        context=lambda: {"row": row, **shown},
        save=lambda: save(request.act, initiative_id=row.id, **form.described()),
        done=lambda _row: (str(SAVED[name]), home_of(row.id)),
        initiative_id=row.id,
    )
