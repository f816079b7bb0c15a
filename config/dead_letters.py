"""What was given up anywhere in the installation, of companies and beside them, unread."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from governance.undelivered.selectors import company_letter_counts, company_letters
from governance.undelivered.services import settle_letters
from tenants.companies.selectors import company_by_id
from tenants.jobs import do_in_company
from tenants.operators.rules import OFFERED, DeadLetter, LetterAct, LetterKind
from tenants.operators.selectors import public_letter_counts, public_letters
from tenants.operators.services import note_operator_act, settle_public_letters

OF_COMPANIES = (LetterKind.MAIL, LetterKind.WEBHOOK)


def all_letters(*, now: datetime) -> list[DeadLetter]:
    """Every letter, kind by kind, the newest of each first."""
    found = [*public_letters(now=now), *company_letters()]
    order = {kind: place for place, kind in enumerate(LetterKind)}
    return sorted(found, key=lambda one: order[one.kind])


def letter_counts(*, now: datetime) -> Mapping[LetterKind, int]:
    """How many of each kind wait for somebody's word."""
    return {
        **dict.fromkeys(LetterKind, 0),
        **public_letter_counts(now=now),
        **company_letter_counts(),
    }


def settle_one(key: str, *, act: LetterAct, reason: str, operator_id: UUID, now: datetime) -> int:
    """That letter is tried again or let go, by a reason; 0 where it may not, or is gone."""
    kind, company_id, letter_id = _read(key)
    if kind is None or act not in OFFERED[kind]:
        return 0
    note_operator_act(
        operator_id=operator_id,
        act=act,
        kind=kind,
        count=1,
        reason=reason,
        now=now,
        organization_id=company_id,
        letter_id=letter_id,
    )
    return _settle(kind, company_id, letter_id, act, now)


def settle_all(
    kind: LetterKind, *, act: LetterAct, reason: str, operator_id: UUID, now: datetime
) -> int:
    """Every letter of that kind is tried again or let go, by one reason; how many."""
    if act not in OFFERED[kind]:
        return 0
    count = letter_counts(now=now)[kind]
    note_operator_act(
        operator_id=operator_id, act=act, kind=kind, count=count, reason=reason, now=now
    )
    if kind not in OF_COMPANIES:
        return _settle(kind, None, None, act, now)
    owners = {one.organization_id for one in company_letters(most=100_000) if one.kind is kind}
    return sum(_settle(kind, owner, None, act, now) for owner in sorted(filter(None, owners)))


def _settle(
    kind: LetterKind,
    company_id: UUID | None,
    letter_id: UUID | None,
    act: LetterAct,
    now: datetime,
) -> int:
    if kind not in OF_COMPANIES:
        return settle_public_letters(kind=kind, act=act, letter_id=letter_id, now=now)
    company = company_by_id(company_id) if company_id else None
    if company is None or not company.is_open:
        return 0
    settle = partial(settle_letters, kind=kind, letter_id=letter_id, what=act, now=now)
    return do_in_company(company, settle)


def _read(key: str) -> tuple[LetterKind | None, UUID | None, UUID | None]:
    """What a form names by `DeadLetter.key`; three times None where it names nothing."""
    try:
        kind, company_id, letter_id = key.split(":")
        owner = UUID(company_id) if company_id else None
        return LetterKind(kind), owner, UUID(letter_id)
    except ValueError:
        return None, None, None
