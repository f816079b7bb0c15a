from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.access.rules.authority import Grant
from governance.access.services import decide_authority
from portfolio.portfolio.forms import pool_wish
from portfolio.portfolio.selectors.page import portfolio_view
from portfolio.portfolio.selectors.pool import benefits_offered, classes_offered


@require_safe
def portfolio(request: Any) -> HttpResponse:
    """The slots, the pool, what is paused and what is over."""
    context = {
        "page": portfolio_view(
            wish=pool_wish(request.GET), today=request.today, reader_id=request.member.id
        ),
        "benefits": benefits_offered(),
        "classes": classes_offered(),
        "may_propose": _may(request, "initiative.propose"),
        "may_edit": _may(request, "initiative.edit"),
    }
    return render(request, "portfolio/portfolio/page.html", context)


def _may(request: Any, permission: str) -> bool:
    answer = decide_authority(request.act, permission=permission)
    return isinstance(answer, Grant)
