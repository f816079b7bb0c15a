from celery import shared_task
from django.utils import timezone

from governance.decisions.services import anchor_logs


@shared_task(name="governance.anchor_logs")
def anchor() -> None:
    """Each company's log has its anchor of today. Asked every hour, does its work once a day."""
    anchor_logs(today=timezone.now().date())
