from datetime import datetime

from tenants.due_work.models import DueWork
from tenants.jobs import present_company_id


def due_at_of(*, job: str) -> datetime | None:
    """When the current company waits for `job`; None where it does not."""
    rows = DueWork.objects.filter(organization_id=present_company_id(), job=job)
    return rows.values_list("due_at", flat=True).first()
