from django.utils import timezone

from governance.keys.services import FORGET, delete_old_answers
from tenants.jobs import tenant_task


@tenant_task(FORGET)
def forget_answers() -> None:
    """No kept answer outlives its two days."""
    delete_old_answers(now=timezone.now())
