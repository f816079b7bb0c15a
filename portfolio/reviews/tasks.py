from django.utils import timezone

from portfolio.cap.selectors import company_zone
from portfolio.reviews.services.due import keep_rhythm
from portfolio.reviews.services.reviews import open_due_review
from portfolio.rhythm.services import OPEN_REVIEW, REVIEW_RHYTHM
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
