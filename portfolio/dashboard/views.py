from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portfolio.dashboard.selectors import dashboard_page
from portfolio.life.views import mine_of


@require_safe
def dashboard(request: Any) -> HttpResponse:
    """The five answers, or the way in when nothing is under way."""
    mine = mine_of(request)
    page = dashboard_page(
        known=mine.rolled,
        owed=mine.everything,
        actor=request.actor,
        today=request.today,
        now=request.now,
        language=get_language() or "fr",
    )
    return render(request, "portfolio/dashboard/page.html", {"page": page})
