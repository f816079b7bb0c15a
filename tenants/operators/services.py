"""Who runs the installation, how they enter its console, and the one thing they do there."""

import logging
import secrets
from datetime import datetime
from uuid import UUID

from django.core.cache import cache

from tenants.accounts.models import User
from tenants.accounts.services import SECONDS, find_or_create_account
from tenants.due_work.models import DueWork
from tenants.errors import NotAllowed, NotFound
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
