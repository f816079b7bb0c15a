from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portfolio.standing.services import read_true
from portfolio.trio.selectors.trio import trio_page


@require_safe
def trio(request: Any) -> HttpResponse:
    """The three names; `for` is the idea whose start one came from, and goes back to."""
    today = request.today
    page = read_true(lambda: trio_page(today=today), today=today)
    request.badge = page.rolled.badge
    context = {"page": page, "answer": page.answer, "back": _asked(request.GET.get("for", ""))}
    return render(request, "portfolio/trio/page.html", context)


def _asked(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
