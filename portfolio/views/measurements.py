from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.views.access import member_required
from portfolio.forms.objectives import MeasurementForm
from portfolio.selectors.initiative_page import InitiativePage, initiative_page
from portfolio.services.measurements import add_measurement
from portfolio.services.objectives import set_baseline
from portfolio.views.form_page import form_page, moment


@require_http_methods(["GET", "POST"])
@member_required
def initiative_measurements(request: Any, initiative_id: UUID) -> HttpResponse:
    """What was measured so far, and one more number."""
    page = initiative_page(initiative_id=initiative_id, actor=request.actor, today=request.today)
    form = _form(request, page)
    return form_page(
        request,
        form=form,
        template="portfolio/measurements/page.html",
        context={"page": page, "tab": "measurements"},
        save=lambda: _save(request, page, form),
        done=lambda _one: (_("The measurement is added."), _here(initiative_id)),
        initiative_id=initiative_id,
    )


def _form(request: Any, page: InitiativePage) -> MeasurementForm:
    objectives = tuple(one.objective for one in page.objectives)
    return MeasurementForm(
        request.POST or None, initial={"on": request.today}, objectives=objectives
    )


def _save(request: Any, page: InitiativePage, form: MeasurementForm) -> object:
    """The first value of an objective without a baseline is its baseline."""
    data = form.cleaned_data
    given = {"objective_id": UUID(data["objective"]), "value": data["value"], "on": data["on"]}
    chosen = next(one for one in page.objectives if one.id == given["objective_id"])
    if chosen.objective.baseline is None:
        return set_baseline(**moment(request), **given)
    return add_measurement(**moment(request), **given, note=data["note"])


def _here(initiative_id: UUID) -> str:
    return reverse("initiative_measurements", args=[initiative_id])
