"""The one row that is locked before slots change, and what is taken."""

from datetime import date
from zoneinfo import ZoneInfo

from portfolio.cap.models import Portfolio, Slot
from portfolio.decisions.rules.verdicts import Policy
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.rhythm.rules import Calendar
from portfolio.standing.selectors.company import CHOSEN_PAUSES
from tenants.connections import connection


def get_portfolio() -> Portfolio:
    """The company's portfolio row."""
    return Portfolio.objects.get(id=1)


def company_calendar() -> Calendar:
    """Which days count for the company; one query."""
    return get_portfolio().calendar


def lock_portfolio() -> Portfolio:
    """The portfolio row, locked until the use case ends: slots change one after the other."""
    return Portfolio.objects.select_for_update().get(id=1)


def lowest_free_slot() -> Slot | None:
    """The slot a start takes; true only under the portfolio's lock."""
    return Slot.objects.filter(initiative=None).order_by("no").first()


POLICY = f"""
SELECT p.cap,
    (SELECT count(*) FROM portfolio_initiative WHERE state = 'active'),
    (SELECT count(*) FROM portfolio_initiative WHERE state = 'paused'),
    (SELECT count(*) FROM portfolio_initiative WHERE state = 'backlog'), p.pool_cap,
    {CHOSEN_PAUSES},
    EXISTS (SELECT 1 FROM portfolio_slot WHERE exception_until IS NOT NULL)
FROM portfolio_portfolio p WHERE p.id = 1
"""


def portfolio_policy(*, today: date) -> Policy:
    """What the verdicts' rule reads of the portfolio now; one statement."""
    ((cap, active, paused, pool, pool_cap, chosen, has_exception),) = connection.prepared(
        POLICY, {}
    )
    return Policy(
        today=today,
        cap=cap,
        active_count=active,
        paused_count=paused,
        pool_count=pool,
        pool_cap=pool_cap,
        chosen_pauses=chosen,
        has_exception=has_exception,
    )


MOST_IDLE = 5
IDLEST = f"""
SELECT id, title FROM portfolio_initiative WHERE state = '{State.BACKLOG}'
ORDER BY coalesce(changed_on, state_since), id
"""


def idlest_ideas() -> list[Initiative]:
    """What waits in the pool for longest without a change: to archive or to start first."""
    return list(Initiative.objects.raw(f"{IDLEST} LIMIT {MOST_IDLE}"))


def active_initiatives() -> list[Initiative]:
    """What holds a slot, in the order of the slots."""
    return list(
        Initiative.objects.filter(state=State.ACTIVE).select_related("captain").order_by("slot")
    )


def company_zone() -> ZoneInfo:
    """The time zone of the company this connection works in."""
    return ZoneInfo(connection.tenant.timezone)
