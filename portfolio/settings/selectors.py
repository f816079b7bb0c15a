"""The portfolio's settings: what holds today, and who may change which part."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from governance.access.rules.actors import Actor
from portfolio.cap.models import Portfolio, Slot
from portfolio.cap.selectors import active_initiatives, get_portfolio, portfolio_policy
from portfolio.decisions.selectors import authority_of
from portfolio.initiatives.models import Initiative
from portfolio.money.models import YearEnvelope
from portfolio.money.rules import FiscalYear, fiscal_year

PARTS = {
    "cap": "cap.change",
    "pool": "pool.change",
    "exception": "exception.grant",
    "rhythm": "review.open",
    "calendar": "calendar.set",
    "silence": "silence.switch",
    "capacity": "review.open",
    "year": "envelope.set",
}


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """The portfolio's row, what holds its slots, and the parts this person may change."""

    portfolio: Portfolio
    active: list[Initiative]
    pool_count: int
    exception_until: date | None
    year: FiscalYear
    year_amount: Decimal | None
    may: frozenset[str]


def settings_page(*, actor: Actor, today: date) -> SettingsPage:
    """The settings as this person sees them; six queries."""
    authority = authority_of(actor=actor, today=today)
    portfolio = get_portfolio()
    year = fiscal_year(day=today, month=portfolio.fiscal_month)
    envelope = YearEnvelope.objects.filter(starts_on=year.start)
    until = Slot.objects.filter(exception_until__isnull=False)
    return SettingsPage(
        portfolio=portfolio,
        year=year,
        year_amount=envelope.values_list("amount", flat=True).first(),
        active=active_initiatives(),
        pool_count=portfolio_policy(today=today).pool_count,
        exception_until=until.values_list("exception_until", flat=True).first(),
        may=frozenset(
            part
            for part, permission in PARTS.items()
            if authority.denial(permission=permission) is None
        ),
    )
