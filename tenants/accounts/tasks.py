from celery import shared_task
from django.utils import timezone

from tenants.accounts.services import delete_expired_codes


@shared_task(name="tenants.forget_expired_codes")
def forget_expired_codes() -> None:
    """No hand-over code outlives its hour."""
    delete_expired_codes(now=timezone.now())
