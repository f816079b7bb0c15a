from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tenants.errors import Invalid
from tenants.texts import cleaned


def mail_address(typed: str) -> str:
    """The address as it is kept: cleaned, in small letters, and one that a mail can be sent to.

    Raises Invalid `email_invalid`.
    """
    address = cleaned(typed).strip().lower()
    try:
        validate_email(address)
        address.rpartition("@")[2].encode("idna")
    except (ValidationError, UnicodeError):
        raise Invalid("email_invalid", fields={"email": ["email_invalid"]}) from None
    return address
