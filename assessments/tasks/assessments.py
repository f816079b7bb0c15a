from django.utils import timezone

from assessments.services.assessments import EXPIRY_JOB, expire_assessments
from tenants.jobs import tenant_task


@tenant_task(EXPIRY_JOB)
def expire() -> None:
    """Assessments open for thirty days are closed to answers."""
    expire_assessments(now=timezone.now())
