from celery import shared_task
from django.utils import timezone

from tenants.drafts.services import delete_expired_drafts


@shared_task(name="tenants.forget_expired_drafts")
def forget_expired_drafts() -> None:
    """No draft outlives its thirty days."""
    delete_expired_drafts(now=timezone.now())
