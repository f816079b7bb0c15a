"""The one row that is locked before slots change, and what is taken."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Q

from portfolio.cap.models import Portfolio, Slot
from portfolio.decisions.rules import Policy
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State


def get_portfolio() -> Portfolio:
    """The company's portfolio row."""
    return Portfolio.objects.get(id=1)


def lock_portfolio() -> Portfolio:
    """The portfolio row, locked until the use case ends: slots change one after the other."""
    return Portfolio.objects.select_for_update().get(id=1)


def lowest_free_slot() -> Slot | None:
    """The slot a start takes; true only under the portfolio's lock."""
    return Slot.objects.filter(initiative=None).order_by("no").first()


def portfolio_policy(*, today: date, portfolio: Portfolio | None = None) -> Policy:
    """What the verdicts' rule reads of the portfolio; three queries at most."""
    row = portfolio or get_portfolio()
    counts = Initiative.objects.aggregate(
        active=Count("id", filter=Q(state=State.ACTIVE)),
        paused=Count("id", filter=Q(state=State.PAUSED)),
    )
    return Policy(
        today=today,
        cap=row.cap,
        active_count=counts["active"],
        paused_count=counts["paused"],
        has_exception=Slot.objects.filter(exception_until__isnull=False).exists(),
    )


def active_initiatives() -> list[Initiative]:
    """What holds a slot, in the order of the slots."""
    return list(
        Initiative.objects.filter(state=State.ACTIVE).select_related("captain").order_by("slot")
    )


def company_zone() -> ZoneInfo:
    """The time zone of the company this connection works in."""
    return ZoneInfo(connection.tenant.timezone)  # type: ignore[attr-defined]
