from django.utils import timezone

from governance.access.rules.actors import act_of_system
from governance.register.rules.entries import TURNS
from governance.register.services.entries import company_zone
from governance.register.services.sweep import turn_register
from tenants.jobs import tenant_task


@tenant_task(TURNS)
def register_turns() -> None:
    """What the day changed in the register is observed, and a sweep that is due is told."""
    now = timezone.now()
    turn_register(act_of_system(now=now, today=timezone.localdate(now, company_zone())))
