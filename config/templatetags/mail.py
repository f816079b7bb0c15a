"""Whether mail leaves, for the pages on which somebody waits for one."""

from django import template
from django.utils import timezone

from tenants.mail.selectors import is_mail_late

register = template.Library()


@register.simple_tag
def mail_is_late() -> bool:
    """Whether mails do not leave as they should."""
    return is_mail_late(now=timezone.now())
