"""What was asked is remembered for the month, so that the month keeps to its time."""

from datetime import date
from uuid import UUID

from portfolio.mine.models import MonthAsked
from portfolio.mine.selectors import Mine
from tenants.transactions import use_case


def remember_asked(*, member_id: UUID, owed: Mine, today: date) -> None:
    """What that person is asked now counts for this month; of other months nothing is kept."""
    month = today.replace(day=1)
    with use_case():
        known = MonthAsked.objects.filter(member_id=member_id, month=month).first()
        seconds = {**({} if known is None else known.seconds), **owed.plan.costs}
        MonthAsked.objects.update_or_create(
            member_id=member_id, defaults={"month": month, "seconds": seconds}
        )
        MonthAsked.objects.exclude(month=month).delete()
