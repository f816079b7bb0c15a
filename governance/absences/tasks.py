from django.utils import timezone

from governance.absences.choices import END_ABSENCES
from governance.absences.services import company_zone, end_absences
from governance.access.rules.actors import act_of_system
from tenants.jobs import tenant_task


@tenant_task(END_ABSENCES)
def end_absences_of_the_day() -> None:
    """Absences whose last day is over stand nowhere any more."""
    now = timezone.now()
    today = timezone.localdate(now, company_zone())
    end_absences(act_of_system(now=now, today=today))
