from django.utils import timezone

from portfolio.cap.selectors import company_zone
from portfolio.imports.services.imports import RUN_IMPORTS, run_imports
from tenants.jobs import tenant_task


@tenant_task(RUN_IMPORTS)
def run_waiting_imports() -> None:
    """Files that wait are read, tried or written; what is old is erased."""
    now = timezone.now()
    run_imports(now=now, today=timezone.localdate(now, company_zone()))
