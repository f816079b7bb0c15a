from celery import shared_task
from django.utils import timezone

from tenants.kept_forms.services import delete_expired_forms


@shared_task(name="tenants.forget_expired_forms")
def forget_expired_forms() -> None:
    """No form is kept longer than its half hour."""
    delete_expired_forms(now=timezone.now())
