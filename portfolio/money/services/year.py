"""What the company means to spend in a fiscal year: said, shown, and never a lock."""

from decimal import Decimal

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from portfolio.cap.models import Portfolio
from portfolio.cap.selectors import lock_portfolio
from portfolio.money.models import YearEnvelope
from portfolio.money.rules import fiscal_year
from tenants.columns import check_columns
from tenants.errors import Invalid
from tenants.transactions import touch, use_case


def set_year(act: Act, *, month: int, amount: Decimal | None) -> Portfolio:
    """The fiscal year begins with that month; the present one has that envelope, or none.

    Raises NotAllowed, Invalid `year_invalid`.
    """
    require(act, permission="envelope.set")
    if not 1 <= month <= 12:
        raise Invalid("year_invalid", fields={"fiscal_month": ["out_of_range"]})
    if amount is not None and amount <= 0:
        raise Invalid("year_invalid", fields={"year_amount": ["amount_not_positive"]})
    check_columns(model=YearEnvelope, values={"amount": amount})
    with use_case():
        portfolio = lock_portfolio()
        portfolio.fiscal_month = month
        portfolio.version += 1
        portfolio.save(update_fields=["fiscal_month", "version"])
        start = fiscal_year(day=act.today, month=month).start
        if amount is None:
            YearEnvelope.objects.filter(starts_on=start).delete()
        else:
            said = {"amount": amount, "set_by_id": act.actor.member_id, "set_at": act.now}
            YearEnvelope.objects.update_or_create(starts_on=start, defaults=said)
        touch(act, SubjectKind.PORTFOLIO)
    return portfolio
