from django.utils import timezone

from governance.access.rules.actors import act_of_system
from portfolio.cap.selectors import company_zone
from portfolio.reliability.rules import CHECK
from portfolio.reliability.services import check_forecasts
from tenants.jobs import tenant_task


@tenant_task(CHECK)
def check_forecasts_of_the_month() -> None:
    """The first day of a month that somebody sees tells the base rate and writes chances down."""
    now = timezone.now()
    check_forecasts(act_of_system(now=now, today=timezone.localdate(now, company_zone())))
