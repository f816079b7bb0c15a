from django.utils import timezone

from governance.access.rules.actors import act_of_system
from portfolio.cap.selectors import company_zone
from portfolio.idle.rules import KEEP_IDEAS
from portfolio.idle.services import keep_ideas
from tenants.jobs import tenant_task


@tenant_task(KEEP_IDEAS)
def keep_ideas_of_the_day() -> None:
    """Late answers are told, idle ideas announced and archived."""
    now = timezone.now()
    keep_ideas(act_of_system(now=now, today=timezone.localdate(now, company_zone())))
