"""For development: the due date of a job moves, the clock never does."""

from datetime import date, timedelta

from portfolio.selectors.portfolio_row import lock_portfolio
from portfolio.services.rhythm import OPEN_REVIEW, REVIEW_RHYTHM, morning_of, postpone
from tenants.errors import Invalid
from tenants.services.due_work import set_due
from tenants.transactions import use_case


def move_due_date(*, job: str, on: date) -> None:
    """The job is due that morning; a review's next period then begins that day.

    Raises Invalid `unknown_job`.
    """
    with use_case():
        portfolio = lock_portfolio()
        if job == OPEN_REVIEW:
            portfolio.covered_until = on - timedelta(days=1)
            postpone(portfolio=portfolio, until=on, fields=["covered_until"])
        elif job == REVIEW_RHYTHM:
            set_due(job=REVIEW_RHYTHM, due_at=morning_of(on))
        else:
            raise Invalid("unknown_job", fields={"job": [OPEN_REVIEW, REVIEW_RHYTHM]})
