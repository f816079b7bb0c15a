from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.access.rules.authority import SubjectFacts
from portfolio.decisions.selectors import Authority
from portfolio.standing.services import read_true
from portfolio.trio.selectors.candidates import Compared
from portfolio.trio.selectors.stored import trio_found
from portfolio.trio.selectors.trio import TrioAnswer
from portfolio.trio.services import keep_trio


@require_safe
def trio(request: Any) -> HttpResponse:
    """The three names; `for` is the idea whose start one came from, and goes back to."""
    today = request.today
    found = read_true(lambda: trio_found(today=today), today=today)
    answer = keep_trio(found, now=request.act.now, today=today)
    may = Authority(actor=request.actor, today=today, mandates=found.rolled.letters)
    context = {
        "answer": answer,
        "startable": {one.id for one in answer.names if _may_start(may, one)},
        "back": _asked(request.GET.get("for", ""), answer),
    }
    return render(request, "portfolio/trio/page.html", context)


def _may_start(may: Authority, one: Compared) -> bool:
    """Whether the reader has the authority to start that idea."""
    captain = None if one.captain is None else one.captain.id
    subject = SubjectFacts(initiative_id=one.id, captain_id=captain)
    return not one.is_active and may.denial(permission="initiative.start", subject=subject) is None


def _asked(text: str, answer: TrioAnswer) -> UUID | None:
    """The idea of the address, where the page speaks of it."""
    known = (*answer.names, *(other.one for other in answer.others))
    return next((one.id for one in known if str(one.id) == text), None)
