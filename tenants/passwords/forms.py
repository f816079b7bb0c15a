"""What Django asks of a new password: named in settings alone, and loaded with the first one.

The lists that passwords are looked up in take 12 MB: no process holds them that never sees one.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.companies.selectors import companies_of_user
from tenants.passwords.rules import is_guessable


class HardToGuess:
    """Refuses a password that many choose, or that is made of what is known of its owner."""

    def validate(self, password: str, user: Any = None) -> None:
        """ValidationError `password_guessable`."""
        if is_guessable(password, known=_known_of(user)):
            raise ValidationError(
                _("This password is easy to guess. A short sentence of your own is good."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """Nothing: the field says what is good."""
        return ""


def _known_of(user: Any) -> list[str]:
    if user is None:
        return []
    companies = companies_of_user(user.pk)
    return [user.name, user.email, *(text for one in companies for text in (one.name, one.host))]
