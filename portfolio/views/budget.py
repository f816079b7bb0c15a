from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.views.access import member_required
from portfolio.forms.money import BudgetForm
from portfolio.models import Initiative
from portfolio.services.budget import set_budget
from portfolio.views.form_page import changeable, form_page


@require_http_methods(["GET", "POST"])
@member_required
def initiative_budget(request: Any, initiative_id: UUID) -> HttpResponse:
    """The budget and its instalments."""
    record = changeable(request, initiative_id)
    row = record.initiative
    first = {"budget": row.budget, "expected_version": row.version}
    form = BudgetForm(request.POST or None, initial=first)
    return form_page(
        request,
        form=form,
        template="portfolio/budget/page.html",
        context={"row": row, "tranches": record.tranches},
        save=lambda: _save(request, row.id, form),
        done=lambda _row: (_("The budget is set."), reverse("initiative", args=[row.id])),
        initiative_id=row.id,
    )


def _save(request: Any, initiative_id: UUID, form: BudgetForm) -> Initiative:
    known = {"actor": request.actor, "today": request.today, "initiative_id": initiative_id}
    return set_budget(**known, **form.cleaned_data)
