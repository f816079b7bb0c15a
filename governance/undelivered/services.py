"""What was given up leaves again, or is let go: by an executive, or by an operator unread."""

from datetime import datetime
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.outbox.models import OutboxMessage
from governance.outbox.services import leave_again
from governance.undelivered.selectors import unsent_deliveries, unsent_mails
from governance.webhooks.services.deliveries import deliver_again
from tenants.errors import NotFound, Refused
from tenants.operators.rules import LetterAct, LetterKind
from tenants.transactions import use_case

PERMISSION = "undelivered.settle"


def settle_letter(act: Act, *, kind: LetterKind, letter_id: UUID, what: LetterAct) -> None:
    """That mail or delivery leaves again, or nobody is told of it any more.

    Raises NotAllowed, NotFound `letter_not_found`, Refused `webhook_paused`.
    """
    require(act, permission=PERMISSION)
    with use_case():
        rows = unsent_deliveries().filter(id=letter_id, webhook__paused_at__isnull=False)
        if kind is LetterKind.WEBHOOK and what is LetterAct.AGAIN and rows.exists():
            raise Refused("webhook_paused")
        if not settle_letters(kind=kind, letter_id=letter_id, what=what, now=act.now):
            raise NotFound("letter_not_found", named=letter_id)


def settle_letters(
    *, kind: LetterKind, letter_id: UUID | None, what: LetterAct, now: datetime
) -> int:
    """That letter of the company that is entered, or all of that kind; how many there were."""
    with use_case():
        if kind is LetterKind.MAIL:
            return _settle_mails(letter_id, what, now)
        return _settle_deliveries(letter_id, what, now)


def _settle_mails(letter_id: UUID | None, what: LetterAct, now: datetime) -> int:
    rows = unsent_mails().filter(id=letter_id) if letter_id else unsent_mails()
    ids = list(rows.order_by("id").select_for_update(of=("self",)).values_list("id", flat=True))
    if what is LetterAct.LET_GO:
        return OutboxMessage.objects.filter(id__in=ids).update(let_go_at=now)
    return leave_again(message_ids=ids, now=now)


def _settle_deliveries(letter_id: UUID | None, what: LetterAct, now: datetime) -> int:
    """A paused address is told nothing: what was given up there waits until it is resumed."""
    rows = unsent_deliveries().filter(id=letter_id) if letter_id else unsent_deliveries()
    if what is LetterAct.LET_GO:
        return rows.update(let_go_at=now)
    able = rows.filter(webhook__paused_at=None).select_related("webhook").order_by("id")
    found = list(able.select_for_update(of=("self",)))
    for row in found:
        deliver_again(row, now=now)
    return len(found)
