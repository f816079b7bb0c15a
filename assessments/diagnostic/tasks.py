from django.utils import timezone

from assessments.again.services import PROPOSE_JOB, propose_assessment
from assessments.diagnostic.services import EXPIRY_JOB, expire_assessments
from tenants.jobs import tenant_task


@tenant_task(EXPIRY_JOB)
def expire() -> None:
    """Assessments open for thirty days are closed to answers."""
    expire_assessments(now=timezone.now())


@tenant_task(PROPOSE_JOB)
def propose() -> None:
    """Six months after the last assessment, a new one is proposed."""
    propose_assessment(now=timezone.now())
