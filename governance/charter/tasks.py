from django.utils import timezone

from governance.access.rules.actors import act_of_system
from governance.charter.rules import CHARTER_TURNS
from governance.charter.services import turn_charter
from governance.register.services.entries import company_zone
from tenants.jobs import tenant_task


@tenant_task(CHARTER_TURNS)
def charter_turns() -> None:
    """The year after its last review is over: what the roadmap reads is observed anew."""
    now = timezone.now()
    turn_charter(act_of_system(now=now, today=timezone.localdate(now, company_zone())))
