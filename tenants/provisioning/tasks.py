from celery import shared_task
from django.utils import timezone

from tenants.provisioning.services.schemas import refill_spares

SPARES = 5


@shared_task(name="tenants.refill_spares")
def refill() -> None:
    """Spare companies wait to be claimed. Runs where the database's owner is."""
    refill_spares(keep=SPARES, now=timezone.now())
