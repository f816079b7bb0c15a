"""How the governance is doing, in totals."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portfolio.pace.selectors import pace
from portfolio.standing.services import read_true


@require_safe
def governance_pace(request: Any) -> HttpResponse:
    """Reviews held, answers, fresh values, stops, gains over cost: each opens to its list."""
    today = request.today
    found = read_true(lambda: pace(today=today), today=today)
    return render(request, "portfolio/pace/page.html", {"pace": found})
