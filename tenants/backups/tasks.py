from celery import shared_task
from django.utils import timezone

from tenants.backups.services import rehearse

SAMPLE = 5


@shared_task(name="tenants.rehearse_restores")
def rehearse_restores() -> None:
    """Some backups were restored for trial this month. Asked every hour, runs as the owner."""
    rehearse(now=timezone.now(), sample=SAMPLE)
