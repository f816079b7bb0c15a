from enum import StrEnum

from django.db import models


class WebhookEvent(StrEnum):
    """What an address can be told of: its subject, then what happened to it."""

    INITIATIVE_PROPOSED = "initiative.proposed"
    INITIATIVE_QUALIFIED = "initiative.qualified"
    INITIATIVE_REJECTED = "initiative.rejected"
    INITIATIVE_ADOPTED = "initiative.adopted"
    INITIATIVE_STARTED = "initiative.started"
    INITIATIVE_CONTINUED = "initiative.continued"
    INITIATIVE_ADJUSTED = "initiative.adjusted"
    INITIATIVE_RELEASED = "initiative.released"
    INITIATIVE_PAUSED = "initiative.paused"
    INITIATIVE_STOPPED = "initiative.stopped"
    INITIATIVE_COMPLETED = "initiative.completed"
    INITIATIVE_RETURNED = "initiative.returned"
    INITIATIVE_ARCHIVED = "initiative.archived"
    INITIATIVE_REVIVED = "initiative.revived"
    DECISION_RECORDED = "decision.recorded"
    INITIATIVE_CHANGED = "initiative.changed"
    REGISTER_CHANGED = "register_entry.changed"
    MANDATE_CHANGED = "mandate.changed"
    MEMBER_CHANGED = "member.changed"
    PORTFOLIO_CHANGED = "portfolio.changed"


# Sent by a button, to whoever listens there.
TESTED = "webhook.tested"


class PauseReason(models.TextChoices):
    """Why nothing leaves for an address any more."""

    PERSON = "person"
    FAILING = "failing"
    GONE = "gone"
