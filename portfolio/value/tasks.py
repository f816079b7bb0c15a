from django.utils import timezone

from governance.access.rules.actors import act_of_system
from portfolio.cap.selectors import company_zone
from portfolio.value.rules import CHECKS
from portfolio.value.services import ask_checks
from tenants.jobs import tenant_task


@tenant_task(CHECKS)
def ask_gain_checks() -> None:
    """Three and twelve months after a completion whoever runs it is asked for its gain."""
    now = timezone.now()
    ask_checks(act_of_system(now=now, today=timezone.localdate(now, company_zone())))
