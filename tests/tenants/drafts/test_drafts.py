"""What is begun without an account: a link, thirty days, at most one company."""

import hashlib
from datetime import timedelta

import pytest

from tenants.drafts.models import Draft
from tenants.drafts.services import (
    claim_draft,
    claimed_draft,
    create_draft,
    delete_expired_drafts,
    empty_claimed_draft,
    lock_draft,
    read_draft,
    write_draft,
)
from tenants.drafts.tasks import forget_expired_drafts
from tenants.ids import uuid7
from tenants.transactions import use_case
from tests.refusals import refused

pytestmark = pytest.mark.django_db
KIND = "something"


@pytest.fixture
def begun(now) -> tuple[Draft, str]:
    return create_draft(
        kind=KIND, content_version="1.0.0", language="fr", document={"a": 1}, now=now
    )


def test_only_the_digest_of_the_token_is_kept(begun) -> None:
    draft, token = begun
    assert len(token) >= 43
    assert bytes(draft.token_digest) == hashlib.sha256(token.encode()).digest()
    assert token not in str(Draft.objects.filter(id=draft.id).values().get())


def test_the_link_reads_what_was_written(begun, now) -> None:
    draft, token = begun
    with use_case():
        locked = lock_draft(token=token, kind=KIND, now=now)
        write_draft(draft=locked, document={"a": 2}, now=now)
    again = read_draft(token=token, kind=KIND, now=now)
    assert (again.id, again.document, again.version) == (draft.id, {"a": 2}, 2)


def test_an_invented_link_and_one_of_another_kind_open_nothing(begun, now) -> None:
    for token, kind in (("x" * 43, KIND), (begun[1], "other"), ("", KIND)):
        with refused("draft_not_found"):
            read_draft(token=token, kind=kind, now=now)


def test_a_draft_lasts_thirty_days(begun, now) -> None:
    _, token = begun
    read_draft(token=token, kind=KIND, now=now + timedelta(days=30, seconds=-1))
    with refused("draft_expired"):
        read_draft(token=token, kind=KIND, now=now + timedelta(days=30))


def test_what_has_expired_is_emptied_then_forgotten(begun, now) -> None:
    draft, token = begun
    later = now + timedelta(days=30)
    assert delete_expired_drafts(now=later - timedelta(seconds=1)) == 0
    assert delete_expired_drafts(now=later) == 1
    assert delete_expired_drafts(now=later) == 0, "once is enough"
    assert Draft.objects.get(id=draft.id).document == {}
    with refused("draft_expired"):
        read_draft(token=token, kind=KIND, now=later)
    delete_expired_drafts(now=later + timedelta(days=30))
    assert not Draft.objects.exists()


def test_the_scheduled_job_empties_what_has_expired(begun) -> None:
    Draft.objects.update(expires_at="2020-01-01T00:00:00Z")
    forget_expired_drafts()
    assert not Draft.objects.exists()


def test_a_claimed_draft_is_empty_and_its_link_says_so(acme, begun, now) -> None:
    draft, token = begun
    claim_draft(draft_id=draft.id, organization_id=acme.company.id, now=now)
    claim_draft(draft_id=draft.id, organization_id=acme.company.id, now=now)
    with refused("draft_claimed"):
        read_draft(token=token, kind=KIND, now=now)
    given = {"draft_id": draft.id, "organization_id": acme.company.id}
    assert claimed_draft(**given).document == {"a": 1}, "until the company has taken it over"
    assert claimed_draft(**given | {"organization_id": uuid7()}) is None
    empty_claimed_draft(**given, now=now)
    assert claimed_draft(**given) is None
    kept = Draft.objects.get(id=draft.id)
    assert (kept.document, kept.claimed_by_id) == ({}, acme.company.id)


def test_a_second_company_claims_nothing(acme, globex, begun, now) -> None:
    draft, _ = begun
    claim_draft(draft_id=draft.id, organization_id=acme.company.id, now=now)
    with refused("draft_claimed"):
        claim_draft(draft_id=draft.id, organization_id=globex.company.id, now=now)
    assert Draft.objects.get(id=draft.id).claimed_by_id == acme.company.id
