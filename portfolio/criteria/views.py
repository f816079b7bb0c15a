from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portfolio.criteria.forms import CriteriaForm
from portfolio.criteria.services import proposed_criteria, set_criteria
from portfolio.life.views import changeable, form_view, home_of
from portfolio.standing.selectors.records import Record


@require_http_methods(["GET", "POST"])
def initiative_criterion(request: Any, initiative_id: UUID) -> HttpResponse:
    """We stop if…: the rule in force, or the proposed one."""
    record = changeable(request, initiative_id)
    form = CriteriaForm(request.POST or None, initial=_first(request, record))
    return form_view(
        request,
        "portfolio/criteria/page.html",
        form,
        context=lambda: {"row": record.initiative, "in_force": record.criteria},
        save=lambda: _save(request, initiative_id, form),
        done=lambda _rows: (_("The stop rule is written."), home_of(initiative_id)),
        initiative_id=initiative_id,
    )


def _save(request: Any, initiative_id: UUID, form: CriteriaForm) -> object:
    return set_criteria(
        request.act,
        initiative_id=initiative_id,
        criteria=form.criteria(),
        expected_version=form.cleaned_data["expected_version"],
    )


def _first(request: Any, record: Record) -> dict[str, Any]:
    proposed = record.criteria or proposed_criteria(
        initiative=record.initiative, today=request.today
    )
    version = {"expected_version": record.initiative.version}
    return CriteriaForm.proposed(proposed) | version
