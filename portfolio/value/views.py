from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portfolio.life.views import changeable, form_view, home_of
from portfolio.standing.services import read_true
from portfolio.value.forms import CheckForm
from portfolio.value.selectors import check_of, value_ledger
from portfolio.value.services import answer_check


@require_safe
def value(request: Any) -> HttpResponse:
    """Declared, measured, confirmed of all that began, and what became of the promises."""
    today = request.today
    ledger = read_true(lambda: value_ledger(today=today), today=today)
    return render(request, "portfolio/value/page.html", {"ledger": ledger})


@require_http_methods(["GET", "POST"])
def gain_check(request: Any, initiative_id: UUID, months: int) -> HttpResponse:
    """Whether the gain is still there, three or twelve months after its completion."""
    record = changeable(request, initiative_id, "gain.check")
    row, check = record.initiative, check_of(initiative_id=initiative_id, months=months)
    main = record.objectives[0] if record.objectives else None
    form = CheckForm(request.POST or None, main=main)
    return form_view(
        request,
        "portfolio/value/check.html",
        form,
        context=lambda: {"row": row, "check": check},
        save=lambda: answer_check(
            request.act, initiative_id=initiative_id, months=months, **form.said()
        ),
        done=lambda _check: (_("The check is answered."), home_of(row.id)),
        initiative_id=row.id,
    )
