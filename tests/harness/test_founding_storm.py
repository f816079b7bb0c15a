"""Whoever presses at the same moment: one draft founds one company, one account five a day."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django_tenants.utils import tenant_context

from assessments.answers.models import Assessment
from assessments.open_door.services import (
    complete_draft,
    found_from_draft,
    save_draft_answer,
    start_draft,
)
from governance.founding.services import found_company
from governance.members.models import Member
from tenants.accounts.models import User
from tenants.companies import services as companies
from tenants.companies.choices import CompanyState
from tenants.companies.models import Founding, Organization
from tenants.companies.services import Origin
from tenants.drafts.models import Draft
from tenants.errors import DomainError
from tenants.tokens import token_digest
from tests.cast import NOW, email_of

Act = Callable[[], object]


@pytest.fixture
def founders(committed_database) -> Iterator[list[User]]:
    yield [User.objects.get(email=email_of("acme", one)) for one in ("executive", "viewer")]
    connections.close_all()


def at_once(acts: list[Act]) -> Counter[str]:
    """All begin at the same moment, each by a connection of its own; what each was told."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> str:
        try:
            barrier.wait(10)
            act()
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def finished_draft() -> Draft:
    token = start_draft(item_id="G1", raw=2, language="fr", today=NOW.date(), now=NOW)
    save_draft_answer(token=token, item_id="P1", raw=1, now=NOW)
    complete_draft(token=token, now=NOW)
    return Draft.objects.get(token_digest=token_digest(token))


def keeping(draft: Draft, founder: User, link: str) -> Act:
    origin = Origin(link=link, draft_id=draft.id)
    return lambda: found_from_draft(founder=founder, name="Neuf", origin=origin, now=NOW)


def keep_at_once(founders: list[User]) -> tuple[Draft, Counter[str]]:
    draft = finished_draft()
    acts = [
        keeping(draft, one, f"{draft.id} {one.id} {number}")
        for number in range(2)
        for one in founders
    ]
    return draft, at_once(acts)


def test_one_draft_founds_one_company(founders) -> None:
    for _ in range(2):
        before = Organization.objects.filter(state=CompanyState.ACTIVE).count()
        draft, told = keep_at_once(founders)
        assert told["done"] in {1, 2}, told
        assert set(told) <= {"done", "draft_claimed"}, told
        assert Organization.objects.filter(state=CompanyState.ACTIVE).count() == before + 1
        draft.refresh_from_db()
        company = Founding.objects.get(draft_id=draft.id).organization
        assert (draft.claimed_by_id, draft.document) == (company.id, {})
        with tenant_context(company):
            assert Assessment.objects.count() == 1


def test_who_finishes_a_founding_twice_in_the_same_instant_has_one_company(
    founders, monkeypatch
) -> None:
    founder, draft = founders[0], finished_draft()
    with monkeypatch.context() as patch:
        patch.setattr("governance.founding.services.seat_founder", lambda **_: None)
        origin = Origin(link=str(draft.id), draft_id=draft.id)
        company = found_company(founder=founder, name="Neuf", now=NOW, origin=origin)
    barrier, insert = Barrier(2), QuerySet._insert

    def together(rows: QuerySet[Any], *args: Any, **given: Any) -> Any:
        if rows.model in {Member, Assessment}:
            barrier.wait(10)
        return insert(rows, *args, **given)

    monkeypatch.setattr(QuerySet, "_insert", together)

    assert at_once([keeping(draft, founder, str(draft.id))] * 2) == {"done": 2}
    with tenant_context(company):
        assert (Member.objects.count(), Assessment.objects.count()) == (1, 1)


def test_one_account_opens_five_companies_a_day_however_fast_it_asks(founders) -> None:
    acts: list[Act] = [
        lambda: found_company(founder=founders[1], name="Neuf", now=NOW) for _ in range(7)
    ]
    assert at_once(acts) == {"done": 5, "foundings_spent": 2}


def test_the_harness_catches_a_cap_that_is_counted_without_a_lock(founders, monkeypatch) -> None:
    barrier, check = Barrier(7), companies._check_origin

    def unlocked(**given: Any) -> None:
        check(**given)
        barrier.wait(10)

    monkeypatch.setattr(companies, "_check_origin", unlocked)
    monkeypatch.setattr(User.objects, "select_for_update", User.objects.all, raising=False)
    acts: list[Act] = [
        partial(found_company, founder=founders[1], name=f"Neuf {number}", now=NOW)
        for number in range(7)
    ]
    assert at_once(acts) == {"done": 7}
