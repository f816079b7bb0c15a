from django.utils import timezone

from governance.outbox.services import JOB, send_waiting
from tenants.jobs import tenant_task


@tenant_task(JOB, sends=True)
def send_outbox() -> None:
    """What waited in the outbox has left."""
    send_waiting(now=timezone.now())
