from django.utils import timezone

from portfolio.cap.selectors import company_zone
from portfolio.standing.services import WARM, warm
from tenants.jobs import tenant_task


@tenant_task(WARM)
def warm_standings() -> None:
    """Nobody waits for what the new day made untrue."""
    warm(today=timezone.localdate(timezone.now(), company_zone()))
