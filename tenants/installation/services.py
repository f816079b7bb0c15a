from datetime import datetime

from tenants.installation.models import Pulse
from tenants.transactions import use_case

SCHEDULE = "schedule"


def beat(*, now: datetime) -> None:
    """Schedule, queue and sweeper worked together at that moment."""
    with use_case():
        Pulse.objects.bulk_create(
            [Pulse(name=SCHEDULE, at=now)],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["at"],
        )
