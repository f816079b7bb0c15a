"""The events, outcomes and pauses of webhooks in the reader's language."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.webhooks.choices import TESTED, PauseReason, WebhookEvent
from governance.webhooks.models import WebhookDelivery

register = template.Library()

EVENTS: Mapping[str, Promise] = {
    WebhookEvent.INITIATIVE_PROPOSED: _("An idea is proposed"),
    WebhookEvent.INITIATIVE_QUALIFIED: _("An idea enters the pool"),
    WebhookEvent.INITIATIVE_REJECTED: _("An idea is rejected"),
    WebhookEvent.INITIATIVE_ADOPTED: _("What already runs is taken over"),
    WebhookEvent.INITIATIVE_STARTED: _("An initiative is started"),
    WebhookEvent.INITIATIVE_CONTINUED: _("An initiative is continued"),
    WebhookEvent.INITIATIVE_ADJUSTED: _("An initiative is adjusted"),
    WebhookEvent.INITIATIVE_RELEASED: _("An instalment is released"),
    WebhookEvent.INITIATIVE_PAUSED: _("An initiative is paused"),
    WebhookEvent.INITIATIVE_STOPPED: _("An initiative is stopped"),
    WebhookEvent.INITIATIVE_COMPLETED: _("An initiative is finished"),
    WebhookEvent.INITIATIVE_RETURNED: _("An initiative returns to the pool"),
    WebhookEvent.INITIATIVE_ARCHIVED: _("An idea is archived"),
    WebhookEvent.INITIATIVE_REVIVED: _("An initiative is taken up again"),
    WebhookEvent.DECISION_RECORDED: _("Another decision stands in the log"),
    WebhookEvent.INITIATIVE_CHANGED: _("Something of an initiative changes (values, money, notes)"),
    WebhookEvent.REGISTER_CHANGED: _("An entry of the register changes"),
    WebhookEvent.MANDATE_CHANGED: _("A mandate changes"),
    WebhookEvent.MEMBER_CHANGED: _("A member changes"),
    WebhookEvent.PORTFOLIO_CHANGED: _("Cap, rhythm or capacity change"),
}
ERRORS: Mapping[str, Promise] = {
    "address_refused": _("The address leads to a place that may not be reached."),
    "too_slow": _("No answer within ten seconds."),
    "certificate_refused": _("The certificate of the address is not valid."),
    "not_answering": _("Nothing answers there."),
    "secret_unreadable": _("The secret cannot be read any more: change it."),
}
PAUSES: Mapping[str, Promise] = {
    PauseReason.PERSON: _("Paused by a person."),
    PauseReason.FAILING: _(
        "Paused: nothing was taken for three days. See what answers, then resume."
    ),
    PauseReason.GONE: _("Paused: the address answered that it is gone for good (410)."),
}


@register.filter
def event_word(event: str) -> str:
    """What the address is told, in words."""
    return str(EVENTS[event]) if event != TESTED else str(pgettext_lazy("webhook", "Test"))


@register.filter
def pause_word(why: str) -> str:
    """Why nothing leaves for the address."""
    return str(PAUSES[why])


@register.filter
def failure_word(row: WebhookDelivery) -> str:
    """Why the last attempt was not taken."""
    if row.last_error:
        return str(ERRORS.get(row.last_error, row.last_error))
    return str(_("The answer was %s.")) % row.status if row.status else ""
