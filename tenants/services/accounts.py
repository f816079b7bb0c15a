from datetime import datetime
from uuid import UUID

from tenants.models import User
from tenants.transactions import use_case


def choose_account_language(*, user_id: UUID, language: str) -> None:
    """Mails to this account are in that language from now on."""
    with use_case():
        User.objects.filter(id=user_id).exclude(language=language).update(language=language)


def find_or_create_account(*, email: str, name: str, language: str, now: datetime) -> User:
    """The account of an address whose owner has proved it; made without password if new."""
    with use_case():
        known = User.objects.filter(email=email.lower()).first()
        if known is not None:
            return known
        return User.objects.create_user(email, name=name, language=language, created_at=now)
