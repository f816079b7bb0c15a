from django.utils import timezone

from governance.webhooks.services.deliveries import JOB, send_deliveries
from tenants.jobs import tenant_task


@tenant_task(JOB, sends=True)
def send_webhooks() -> None:
    """What waited for addresses outside has left."""
    send_deliveries(now=timezone.now())
