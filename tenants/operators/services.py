"""Who runs the installation, how they enter its console, and what they do there."""

import logging
import secrets
from datetime import datetime
from uuid import UUID

from django.core.cache import cache

from tenants.accounts.models import User
from tenants.accounts.services import SECONDS, find_or_create_account
from tenants.backups.models import Backup
from tenants.due_work.models import DueWork
from tenants.errors import Invalid, NotAllowed, NotFound
from tenants.operators.models import OperatorAct
from tenants.operators.rules import LetterAct, LetterKind
from tenants.operators.selectors import dead_mails, dead_trials, dead_work
from tenants.tokens import token_digest
from tenants.transactions import use_case

log = logging.getLogger(__name__)


def appoint_operator(*, email: str, language: str, now: datetime) -> bool:
    """The account of that address, made where there is none, enters the console.

    False where it did already.
    """
    with use_case():
        account, _ = find_or_create_account(email=email, name="", language=language, now=now)
        return bool(User.objects.filter(id=account.id, is_staff=False).update(is_staff=True))


def dismiss_operator(*, email: str) -> bool:
    """The account of that address finds no console any more, at once; False where it had none."""
    with use_case():
        mine = User.objects.filter(email=email.lower(), is_staff=True)
        return bool(mine.update(is_staff=False))


def issue_operator_code(*, user_id: UUID, next_path: str = "") -> str:
    """A code that signs this operator in to the console once, within a minute."""
    code = secrets.token_urlsafe(32)
    cache.set(_key(code), [str(user_id), next_path], SECONDS)
    return code


def redeem_operator_code(*, code: str) -> tuple[User, str]:
    """The operator of the code and where to go next; the code is spent.

    Raises NotAllowed `handover_refused` for a spent, late or invented code, and for one of an
    account that is no operator.
    """
    told = cache.get(_key(code))
    # Of several who come with one code, the cache takes it from one only.
    if told is None or not cache.delete(_key(code)):
        raise NotAllowed("handover_refused")
    user_id, next_path = told
    user = User.objects.filter(id=user_id, is_active=True, is_staff=True).first()
    if user is None:
        raise NotAllowed("handover_refused")
    return user, next_path


def _key(code: str) -> str:
    return f"operator:{token_digest(code).hex()}"


def send_again(*, job_id: UUID, operator_id: UUID) -> None:
    """The sweep hands that job to the queue at its next turn, as if it had never been sent.

    Raises NotFound `job_not_found` once it is done.
    """
    with use_case():
        if not DueWork.objects.filter(id=job_id).update(sent_at=None, attempts=0):
            raise NotFound("job_not_found")
    log.info("the operator %s sends the job %s again", operator_id, job_id)


LONGEST_REASON = 200


def note_operator_act(
    *,
    operator_id: UUID,
    act: LetterAct,
    kind: LetterKind,
    count: int,
    reason: str,
    now: datetime,
    organization_id: UUID | None = None,
    letter_id: UUID | None = None,
) -> None:
    """The record says who did that with how many, and why; raises Invalid `reason_missing`."""
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise Invalid("reason_missing", fields={"reason": ["reason_missing"]})
    with use_case():
        OperatorAct.objects.create(
            at=now,
            operator_id=operator_id,
            act=act,
            kind=kind,
            organization_id=organization_id,
            letter_id=letter_id,
            count=count,
            reason=said,
        )
    log.info("the operator %s: %s %s of %s", operator_id, act, count, kind)


def settle_public_letters(
    *, kind: LetterKind, act: LetterAct, letter_id: UUID | None, now: datetime
) -> int:
    """That letter of the public side, or all of its kind, is tried again or let go; how many.

    A job is only tried again: it is a company's rhythm. A mail is only let go: what it said is
    gone. A trial is made anew by the provisioner within the hour.
    """
    again = act is LetterAct.AGAIN
    with use_case():
        if kind is LetterKind.WORK and again:
            work = dead_work().filter(id=letter_id) if letter_id else dead_work()
            ids = list(work.values_list("id", flat=True))
            return DueWork.objects.filter(id__in=ids).update(sent_at=None, attempts=0)
        if kind is LetterKind.PUBLIC_MAIL and not again:
            mails = dead_mails().filter(id=letter_id) if letter_id else dead_mails()
            return mails.delete()[0]
        if kind is LetterKind.TRIAL:
            trials = dead_trials(now=now)
            found = trials.filter(id=letter_id) if letter_id else trials
            rows = Backup.objects.filter(id__in=list(found.values_list("id", flat=True)))
            return rows.update(
                **({"rehearsed_at": None, "fault": ""} if again else {"let_go_at": now})
            )
    return 0
