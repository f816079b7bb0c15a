"""Who is told outside: an executive names the address, its events, its secret."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.webhooks.choices import PauseReason, WebhookEvent
from governance.webhooks.models import Webhook, WebhookDelivery
from governance.webhooks.rules import BOTH_SIGN, SECRET_BYTES, secret_text, url_faults
from governance.webhooks.services.deliveries import JOB, announce_test, deliver_again, seal
from governance.webhooks.services.sending import ports
from tenants.due_work.services import bring_forward
from tenants.errors import Invalid, Refused
from tenants.rows import locked
from tenants.transactions import use_case

PERMISSION = "webhook.manage"
MOST = 10


@dataclass(frozen=True, slots=True)
class NewSecret:
    """An address and the secret it signs with from now on, which is shown once."""

    webhook: Webhook
    text: str


def create_webhook(act: Act, *, url: str, events: Iterable[str]) -> NewSecret:
    """The address is told of those events from now on; the door has asked for a fresh sign-in.

    Raises NotAllowed, Invalid `webhook_invalid`, Refused `webhooks_spent`.
    """
    grant = require(act, permission=PERMISSION)
    chosen = set(events)
    wanted = [event.value for event in WebhookEvent if event.value in chosen]
    problems = {
        "url": url_faults(url, ports=ports()),
        "events": [] if wanted and len(wanted) == len(chosen) else ["invalid_choice"],
    }
    fields = {field: codes for field, codes in problems.items() if codes}
    if fields:
        raise Invalid("webhook_invalid", fields=fields)
    text = _new_secret()
    with use_case():
        if Webhook.objects.count() >= MOST:
            raise Refused("webhooks_spent", most=MOST)
        row = Webhook.objects.create(url=url, events=wanted, secret=seal(text), created_at=act.now)
        _record(act, grant, "create_webhook", row)
    return NewSecret(row, text)


def rotate_secret(act: Act, *, webhook_id: UUID) -> NewSecret:
    """A new secret signs; the former one signs as well for a day. Raises NotAllowed, NotFound."""
    grant = require(act, permission=PERMISSION)
    text = _new_secret()
    with use_case():
        row = _locked(webhook_id)
        row.former_secret, row.former_until = row.secret, act.now + BOTH_SIGN
        row.secret = seal(text)
        row.save(update_fields=["secret", "former_secret", "former_until"])
        _record(act, grant, "rotate_webhook", row)
    return NewSecret(row, text)


def pause_webhook(act: Act, *, webhook_id: UUID) -> None:
    """Nothing leaves for it and nothing new waits; pausing again changes nothing.

    Raises NotAllowed, NotFound `webhook_not_found`.
    """
    grant = require(act, permission=PERMISSION)
    with use_case():
        row = _locked(webhook_id)
        if row.is_paused:
            return
        row.paused_at, row.paused_why = act.now, PauseReason.PERSON
        row.save(update_fields=["paused_at", "paused_why"])
        _record(act, grant, "pause_webhook", row)


def resume_webhook(act: Act, *, webhook_id: UUID) -> None:
    """It is told again, first of what waited. Raises NotAllowed, NotFound `webhook_not_found`."""
    grant = require(act, permission=PERMISSION)
    with use_case():
        row = _locked(webhook_id)
        if not row.is_paused:
            return
        row.paused_at, row.paused_why, row.failing_since = None, "", None
        row.save(update_fields=["paused_at", "paused_why", "failing_since"])
        bring_forward(job=JOB, due_at=act.now)
        _record(act, grant, "resume_webhook", row)


def delete_webhook(act: Act, *, webhook_id: UUID) -> None:
    """It is told of nothing more, and its deliveries are forgotten. Raises NotAllowed, NotFound."""
    grant = require(act, permission=PERMISSION)
    with use_case():
        row = _locked(webhook_id)
        _record(act, grant, "delete_webhook", row)
        row.delete()


def try_webhook(act: Act, *, webhook_id: UUID) -> None:
    """A test event leaves for it. Raises NotAllowed, NotFound, Refused `webhook_paused`."""
    require(act, permission=PERMISSION)
    with use_case():
        row = _locked(webhook_id)
        if row.is_paused:
            raise Refused("webhook_paused")
        announce_test(row, now=act.now)


def _locked(webhook_id: UUID) -> Webhook:
    return locked(Webhook, webhook_id, code="webhook_not_found")


def _record(act: Act, grant: Grant, verdict: str, row: Webhook) -> None:
    record_decision(
        act, grant=grant, verdict=verdict, subject_kind=SubjectKind.WEBHOOK, subject_id=row.id
    )


def _new_secret() -> str:
    return secret_text(secrets.token_bytes(SECRET_BYTES))


def resend_delivery(act: Act, *, delivery_id: UUID) -> WebhookDelivery:
    """That delivery leaves once more, under the same webhook-id.

    Raises NotAllowed, NotFound `delivery_not_found`, Refused `webhook_paused`.
    """
    require(act, permission="webhook.resend")
    with use_case():
        row = locked(WebhookDelivery, delivery_id, code="delivery_not_found")
        if row.webhook.is_paused:
            raise Refused("webhook_paused")
        deliver_again(row, now=act.now)
    return row
