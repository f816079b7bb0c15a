"""A completion is looked at again, three and twelve months later."""

from datetime import date
from uuid import UUID

from portfolio.rhythm.services import morning_of
from portfolio.value.models import GainCheck
from portfolio.value.rules import CHECKED_AFTER, CHECKS, months_later
from tenants.due_work.services import bring_forward


def expect_checks(*, initiative_id: UUID, today: date) -> None:
    """Its gain is to be looked at again, in place of what an earlier completion left open."""
    GainCheck.objects.filter(initiative_id=initiative_id, answer="").delete()
    rows = [
        GainCheck(initiative_id=initiative_id, months=months, due_on=months_later(today, months))
        for months in CHECKED_AFTER
    ]
    GainCheck.objects.bulk_create(rows, ignore_conflicts=True)
    bring_forward(job=CHECKS, due_at=morning_of(rows[0].due_on))
