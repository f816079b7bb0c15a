from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portfolio.dashboard.selectors import dashboard_page
from portfolio.life.views import mine_of
from portfolio.standing.services import read_true


@require_safe
def dashboard(request: Any) -> HttpResponse:
    """The five answers, or the way in when nothing is under way."""
    asked = {"actor": request.actor, "today": request.today, "now": request.now}
    language = get_language() or "fr"
    owed = mine_of(request).everything
    page = read_true(
        lambda: dashboard_page(**asked, language=language, owed=owed), today=request.today
    )
    return render(request, "portfolio/dashboard/page.html", {"page": page})
