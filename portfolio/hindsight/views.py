"""What did we know on that day."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portfolio.hindsight.forms import KnownForm
from portfolio.hindsight.selectors import known_page


@require_safe
def known(request: Any) -> HttpResponse:
    """As of the end of a day, or of the moment of an entry."""
    form = KnownForm(request.GET)
    form.is_valid()
    day = min(form.cleaned_data.get("day") or request.today, request.today)
    page = known_page(day=day, number=form.cleaned_data.get("no"))
    return render(request, "portfolio/hindsight/page.html", {"form": form, "page": page})
