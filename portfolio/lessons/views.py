from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portfolio.lessons.forms import LessonsForm
from portfolio.lessons.selectors import lessons_page
from portfolio.standing.selectors.reading import rolled
from portfolio.standing.services import read_true


@require_safe
def lessons(request: Any) -> HttpResponse:
    """What was learned of all that is closed, and how many first promises were kept."""
    form, today = LessonsForm(request.GET), request.today
    asked = form.asked()
    page = read_true(lambda: lessons_page(**asked, today=today), today=today)
    found = read_true(lambda: rolled(today=today), today=today)
    context = {
        "form": form,
        "lessons": page,
        "promises": found.overview.promises,
        "is_filtered": bool(asked["typed"] or asked["state"]),
    }
    return render(request, "portfolio/lessons/page.html", context)
