from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.access.rules.authority import SubjectFacts
from portfolio.decisions.selectors import Authority
from portfolio.life.views import mine_of
from portfolio.portfolio.forms import pool_wish
from portfolio.portfolio.selectors.page import PortfolioView, portfolio_view
from portfolio.portfolio.selectors.pool import benefits_offered, classes_offered
from portfolio.standing.selectors.cards import Card
from portfolio.standing.services import read_true
from portfolio.trio.selectors.stored import trio_found
from portfolio.trio.services import keep_trio


@require_safe
def portfolio(request: Any) -> HttpResponse:
    """The slots, the pool, what is paused and what is over."""
    wish, today, reader = pool_wish(request.GET), request.today, request.member
    owed = mine_of(request).everything
    page = read_true(
        lambda: portfolio_view(wish=wish, today=today, reader_id=reader.id, owed=owed),
        today=today,
    )
    may = Authority(actor=request.actor, today=today, mandates=page.rolled.letters)
    advice = page.advice
    if advice is None and any(slot.idea for slot in page.slots):
        found = read_true(lambda: trio_found(today=today), today=today)
        advice = keep_trio(found, now=request.act.now, today=today)
    context = {"page": page, "advice": advice, **_offered(page, may), **_room(page, may)}
    context |= {"benefits": benefits_offered(), "classes": classes_offered()}
    return render(request, "portfolio/portfolio/page.html", context)


def _room(page: PortfolioView, may: Authority) -> dict[str, Any]:
    """How many ideas the pool still takes; full, what leaves it first, for who may archive."""
    known = page.rolled.overview
    left = max(0, known.pool_cap - known.pool_count)
    asks = not left and may.denial(permission="initiative.archive") is None
    return {
        "room": {"cap": known.pool_cap, "left": left},
        "idlest": page.idlest if asks else (),
    }


def _offered(page: PortfolioView, may: Authority) -> dict[str, Any]:
    """What the reader may do here; `startable` are the ideas that he or she may start."""
    ideas = (*page.pool, *(slot.idea for slot in page.slots if slot.idea is not None))
    return {
        "startable": {idea.id for idea in ideas if _may_start(may, idea)},
        "may_decide": may.denial(permission="review.lead") is None,
        "may_propose": may.denial(permission="initiative.propose") is None,
        "may_import": may.denial(permission="initiative.import") is None,
        "may_edit": may.denial(permission="initiative.edit") is None,
    }


def _may_start(may: Authority, idea: Card) -> bool:
    """Whether the reader has the authority to start that idea."""
    captain = None if idea.captain is None else idea.captain.id
    subject = SubjectFacts(initiative_id=idea.id, captain_id=captain)
    return may.denial(permission="initiative.start", subject=subject) is None
