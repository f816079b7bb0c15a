from celery import shared_task
from django.utils import timezone

from tenants.due_work.services import poke_due_work
from tenants.installation.services import beat


@shared_task(name="tenants.poke_due_work")
def poke() -> None:
    """Due work of every company stands in the queue."""
    beat(now=timezone.now())
    poke_due_work(now=timezone.now())
