"""What is begun without an account: kept thirty days, opened by its private link only."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from tenants.drafts.models import Draft
from tenants.errors import NotFound, Refused
from tenants.tokens import new_token, token_digest
from tenants.transactions import use_case

LASTS = timedelta(days=30)
# So long a link still says that what it led to has expired.
REMEMBERED = timedelta(days=30)


def create_draft(
    *, kind: str, content_version: str, language: str, document: dict[str, Any], now: datetime
) -> tuple[Draft, str]:
    """A draft that lasts thirty days, and the token of its link, told this once."""
    token = new_token()
    with use_case():
        draft = Draft.objects.create(
            token_digest=token_digest(token),
            kind=kind,
            content_version=content_version,
            language=language[:2],
            document=document,
            created_at=now,
            updated_at=now,
            expires_at=now + LASTS,
        )
    return draft, token


def read_draft(*, token: str, kind: str, now: datetime) -> Draft:
    """The draft behind a link.

    NotFound `draft_not_found` for an invented token, Refused `draft_expired`, `draft_claimed`.
    """
    return _open(Draft.objects.filter(token_digest=token_digest(token), kind=kind).first(), now=now)


def read_draft_by_id(*, draft_id: UUID, kind: str, now: datetime) -> Draft:
    """The draft that a signed link of ours names; refused as `read_draft` does."""
    return _open(Draft.objects.filter(id=draft_id, kind=kind).first(), now=now)


def lock_draft(*, token: str, kind: str, now: datetime) -> Draft:
    """As `read_draft`; until the use case ends nobody else changes it."""
    rows = Draft.objects.select_for_update().filter(token_digest=token_digest(token), kind=kind)
    return _open(rows.first(), now=now)


def write_draft(*, draft: Draft, document: dict[str, Any], now: datetime) -> Draft:
    """The document of a locked draft is this one from now on."""
    draft.document = document
    draft.updated_at = now
    draft.version += 1
    draft.save(update_fields=["document", "updated_at", "version"])
    return draft


def claim_draft(*, draft_id: UUID, organization_id: UUID, now: datetime) -> None:
    """What it holds is that company's alone: the link opens nothing any more.

    Claiming again for the same company changes nothing. Refused `draft_claimed` for another,
    `draft_expired`; NotFound `draft_not_found`.
    """
    with use_case():
        draft = Draft.objects.select_for_update().filter(id=draft_id).first()
        if draft is not None and draft.claimed_by_id == organization_id:
            return
        draft = _open(draft, now=now)
        draft.claimed_by_id = organization_id
        draft.updated_at = now
        draft.version += 1
        draft.save(update_fields=["claimed_by", "updated_at", "version"])


def claimed_draft(*, draft_id: UUID, organization_id: UUID) -> Draft | None:
    """The draft that waits to be taken over by the company that claimed it; None once it was."""
    rows = Draft.objects.filter(id=draft_id, claimed_by_id=organization_id)
    return rows.exclude(document={}).first()


def empty_claimed_draft(*, draft_id: UUID, organization_id: UUID, now: datetime) -> None:
    """The company has taken it over; nothing of it stays outside."""
    with use_case():
        rows = Draft.objects.filter(id=draft_id, claimed_by_id=organization_id)
        rows.exclude(document={}).update(document={}, updated_at=now, version=F("version") + 1)


def delete_expired_drafts(*, now: datetime) -> int:
    """No answer outlives its thirty days; returns how many drafts were emptied.

    The empty row stays thirty days more, so that the link says what happened.
    """
    with use_case():
        past = Draft.objects.filter(expires_at__lte=now).exclude(document={})
        emptied = past.update(document={}, updated_at=now, version=F("version") + 1)
        Draft.objects.filter(expires_at__lte=now - REMEMBERED).delete()
    return emptied


def _open(draft: Draft | None, *, now: datetime) -> Draft:
    if draft is None:
        raise NotFound("draft_not_found")
    if draft.claimed_by_id is not None:
        raise Refused("draft_claimed")
    if draft.expires_at <= now:
        raise Refused("draft_expired")
    return draft
