from datetime import datetime

from django.contrib.sessions.models import Session


def is_session_open(key: str, *, now: datetime) -> bool:
    """Whether a session of the public host goes on."""
    return Session.objects.filter(session_key=key, expire_date__gt=now).exists()
