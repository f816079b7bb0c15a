from celery import shared_task
from django.utils import timezone

from tenants.mail.services import JOB, send_posted


@shared_task(name=JOB)
def send_mail() -> None:
    """What waited to leave has left."""
    send_posted(now=timezone.now())
