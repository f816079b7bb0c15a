"""The key that every form carries: it is sent once, and by whom it was shown to."""

import secrets
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

FIELD = "form_key"
SALT = "form key"


def new_form_key(request: Any) -> str:
    """A key for one form, shown to the person who is signed in, or to a visitor."""
    user = getattr(request, "user", None)
    shown_to = str(user.pk) if user is not None and user.is_authenticated else ""
    return signing.dumps([shown_to, secrets.token_urlsafe(9)], salt=SALT)


class NoFormKey(ValueError):
    """The form carries no key of ours."""


def shown_to(request: HttpRequest) -> UUID | None:
    """Whom the form that was sent had been shown to, None for a visitor; raises NoFormKey."""
    try:
        person, _ = signing.loads(request.POST.get(FIELD, ""), salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise NoFormKey from error
    return UUID(person) if person else None
