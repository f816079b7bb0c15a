from django.utils import timezone

from portfolio.cap.selectors import company_zone
from portfolio.reliability.services import check_forecasts
from portfolio.standing.services import CHECK
from tenants.jobs import tenant_task


@tenant_task(CHECK)
def check_forecasts_of_the_month() -> None:
    """The first day of a month that somebody sees tells the base rate and writes chances down."""
    check_forecasts(today=timezone.localdate(timezone.now(), company_zone()))
