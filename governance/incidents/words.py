"""What the codes of incidents say."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from governance.incidents.choices import AuthorityAnswer, Severity
from tenants.display import date_long

register = template.Library()
TONES = {Severity.LOW: "mute", Severity.MEDIUM: "warn", Severity.HIGH: "bad"}


@register.filter
def severity_word(severity: str) -> str:
    """How much it weighs, in a word."""
    return str(Severity(severity).label)


@register.filter
def severity_tone(severity: str) -> str:
    """The tone of a severity; the word stands beside it."""
    return TONES[Severity(severity)]


@register.filter
def authority_word(answer: str) -> str:
    """What was settled about the authority."""
    return str(AuthorityAnswer(answer).label)


@register.filter
def moment(at: datetime) -> str:
    """A day with its hour, by the company's clock: “25 November 2026 at 09:30”."""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    day = date_long(local.date())
    return gettext("%(day)s at %(hour)s") % {"day": day, "hour": f"{local:%H:%M}"}


def moment_said(text: str) -> str:
    """As `moment`, of a moment written as `2026-11-25T09:30` by the company's clock."""
    return moment(datetime.fromisoformat(text))
