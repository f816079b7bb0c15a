"""How the company reviews: how often, whether silence pauses, how many days it has."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from governance.choices import SubjectKind
from governance.rules.actors import Actor
from governance.services.authority import require
from governance.services.decisions import record_decision
from portfolio.choices import CompanySize, ReviewCadence
from portfolio.models import Portfolio
from portfolio.selectors.portfolio_row import lock_portfolio
from tenants.columns import check_columns
from tenants.errors import Invalid
from tenants.transactions import use_case


def set_rhythm(*, actor: Actor, cadence: ReviewCadence, today: date) -> Portfolio:
    """Reviews follow that rhythm from the next period on. Raises NotAllowed."""
    require(actor=actor, permission="review.open", today=today)
    with use_case():
        portfolio = lock_portfolio()
        portfolio.next_rhythm = cadence
        if portfolio.covered_until is None:
            portfolio.rhythm = cadence
        return _saved(portfolio, ["next_rhythm", "rhythm"])


def switch_silence(
    *, actor: Actor, pauses: bool, reason: str, now: datetime, today: date
) -> Portfolio:
    """Silence freezes and pauses, or not; the log says who chose. Raises NotAllowed, Invalid."""
    if not reason.strip():
        raise Invalid("reason_required", fields={"reason": ["required"]})
    with use_case():
        grant = require(actor=actor, permission="silence.switch", today=today)
        portfolio = lock_portfolio()
        portfolio.silence_pauses = pauses
        _saved(portfolio, ["silence_pauses"])
        record_decision(
            actor=actor,
            grant=grant,
            verdict="switch_silence",
            subject_kind=SubjectKind.PORTFOLIO,
            subject_id=UUID(int=1),
            now=now,
            reason=reason,
            facts={"pauses": pauses},
        )
    return portfolio


def set_capacity(
    *,
    actor: Actor,
    today: date,
    company_size: CompanySize | None = None,
    days_per_month: Decimal | None = None,
) -> Portfolio:
    """The company's size and its days a month, which guide advice only. Raises NotAllowed."""
    require(actor=actor, permission="review.open", today=today)
    check_columns(model=Portfolio, values={"days_per_month": days_per_month})
    if days_per_month is not None and not 0 < days_per_month <= 999:
        raise Invalid("days_out_of_range", fields={"days_per_month": ["out_of_range"]})
    with use_case():
        portfolio = lock_portfolio()
        if company_size is not None:
            portfolio.company_size = company_size
        if days_per_month is not None:
            portfolio.days_per_month = days_per_month
        return _saved(portfolio, ["company_size", "days_per_month"])


def _saved(portfolio: Portfolio, fields: list[str]) -> Portfolio:
    portfolio.version += 1
    portfolio.save(update_fields=[*fields, "version"])
    return portfolio
