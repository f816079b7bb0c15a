from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.views.access import member_required
from portfolio.forms.money import BudgetForm
from portfolio.services.budget import set_budget
from portfolio.views.form_page import changeable, form_page


@require_http_methods(["GET", "POST"])
@member_required
def initiative_budget(request: Any, initiative_id: UUID) -> HttpResponse:
    """The budget and its instalments."""
    record = changeable(request, initiative_id)
    row = record.initiative
    initial = {"budget": row.budget, "expected_version": row.version}
    form = BudgetForm(request.POST or None, initial=initial)
    return form_page(
        request,
        form=form,
        template="portfolio/budget/page.html",
        context={"row": row, "tranches": record.tranches},
        save=lambda: set_budget(
            actor=request.actor, initiative_id=row.id, today=request.today, **form.cleaned_data
        ),
        done=lambda _row: (_("The budget is set."), reverse("initiative", args=[row.id])),
        initiative_id=row.id,
    )
