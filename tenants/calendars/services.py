"""A person's calendar has one secret address: made, renewed, taken back."""

from datetime import datetime
from uuid import UUID

from tenants.accounts.models import User
from tenants.calendars.models import PersonCalendar
from tenants.ids import uuid7
from tenants.tokens import new_token, token_digest
from tenants.transactions import use_case


def make_person_calendar(*, user_id: UUID, now: datetime) -> str:
    """The token of a new address, told once; the one before opens nothing any more."""
    token = new_token()
    with use_case():
        User.objects.select_for_update().get(id=user_id)
        close_person_calendar(user_id=user_id)
        PersonCalendar.objects.create(
            id=uuid7(), user_id=user_id, token_hash=token_digest(token), made_at=now
        )
    return token


def close_person_calendar(*, user_id: UUID) -> bool:
    """That person's calendar has no address any more; False where it had none."""
    with use_case():
        deleted, _ = PersonCalendar.objects.filter(user_id=user_id).delete()
    return bool(deleted)
