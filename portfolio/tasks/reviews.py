from django.utils import timezone

from portfolio.selectors.portfolio_row import company_zone
from portfolio.services.review_rhythm import keep_rhythm
from portfolio.services.reviews import open_due_review
from portfolio.services.rhythm import OPEN_REVIEW, REVIEW_RHYTHM
from tenants.jobs import tenant_task


@tenant_task(OPEN_REVIEW)
def open_due() -> None:
    """The review that is due stands open, exactly once."""
    now = timezone.now()
    open_due_review(now=now, today=timezone.localdate(now, company_zone()))


@tenant_task(REVIEW_RHYTHM)
def review_rhythm() -> None:
    """The morning's reminders, escalations and ends have had their effect."""
    now = timezone.now()
    keep_rhythm(now=now, today=timezone.localdate(now, company_zone()))
