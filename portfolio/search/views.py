from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portfolio.life.choices import State
from portfolio.search.choices import SearchKind
from portfolio.search.forms import search_wish
from portfolio.search.selectors import readable, search_answer


@require_safe
def search(request: Any) -> HttpResponse:
    """Everything that says what was typed; the filters stand in the address."""
    wish = search_wish(request.GET)
    found = search_answer(
        wish,
        may_read=readable(request.actor, today=request.today),
        language=request.LANGUAGE_CODE,
        zone=request.company.timezone,
    )
    context = {"wish": wish, "found": found, "kinds": list(SearchKind), "states": list(State)}
    return render(request, "portfolio/search/page.html", context)
