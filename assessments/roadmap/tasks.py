from zoneinfo import ZoneInfo

from django.utils import timezone

from assessments.roadmap.services import REMINDER_JOB, remind_actions
from governance.outbox.selectors import current_company
from tenants.jobs import tenant_task


@tenant_task(REMINDER_JOB)
def remind() -> None:
    """Owners of late actions are told once."""
    now = timezone.now()
    zone = ZoneInfo(current_company().timezone)
    remind_actions(now=now, today=timezone.localdate(now, zone))
