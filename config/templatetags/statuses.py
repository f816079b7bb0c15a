"""What a page says of a status of HTTP where no error of ours says more."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()
BROKEN = (
    _("Something broke on our side"),
    _(
        "What you typed may not have been saved: go back and send it again. "
        "If it happens again, give the reference below to support."
    ),
)
# Title and sentence.
STATUSES: Mapping[int, tuple[Promise, Promise]] = {
    400: (
        _("This request cannot be read"),
        _("What was sent is incomplete or damaged. Go back and send it again."),
    ),
    403: (
        _("You may not do this"),
        _(
            "Your role or your mandate does not cover this. "
            "An executive of your company can do it, or give you the mandate."
        ),
    ),
    404: (
        _("This page is not on the chart"),
        _(
            "The address is wrong, or what it showed is not in your company. "
            "Nothing is lost: the log keeps every decision."
        ),
    ),
    409: (_("Not now"), _("Something changed in the meantime. Reload the page and look again.")),
    413: (_("This file is too large"), _("Send a smaller file, or split it in two.")),
    429: (
        _("Too many requests at once"),
        _("Wait one minute, then try again. What you typed is still in your browser: go back."),
    ),
    503: (
        _("Back in a moment"),
        _("The service is being updated or is very busy. Nothing is lost: try again in a minute."),
    ),
}


@register.filter
def status_title(status: int) -> str:
    """What happened, in three words."""
    return str(STATUSES.get(status, BROKEN)[0])


@register.filter
def status_text(status: int) -> str:
    """What happened, and the next click."""
    return str(STATUSES.get(status, BROKEN)[1])
