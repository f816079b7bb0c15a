from datetime import datetime

from django.db.models import Q, QuerySet

from tenants.mail.models import PublicMail
from tenants.mail.rules import PROMPT


def waiting_mail() -> QuerySet[PublicMail]:
    """What has still to leave, as long as it is of use."""
    return PublicMail.objects.filter(given_up_at__isnull=True)


def is_mail_late(*, now: datetime) -> bool:
    """Whether mails do not leave as they should, so that whoever waits for one is told."""
    tried = Q(attempts__gt=1) | Q(attempts=1, last_error__gt="")
    return waiting_mail().filter(tried | Q(not_before__lt=now - PROMPT)).exists()
