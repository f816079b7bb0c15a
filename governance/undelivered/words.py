"""Why a mail did not arrive, in words."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()
MAIL_ERRORS: Mapping[str, Promise] = {
    "bounced": _("It came back."),
    "SMTPRecipientsRefused": _("Its server does not know the address."),
    "SMTPDataError": _("Its server refused the mail."),
    "MailAway": _("The mail server did not answer for three days."),
}


@register.filter
def unsent_word(error: str) -> str:
    """Why it was given up."""
    return str(MAIL_ERRORS.get(error, _("It could not be sent.")))
