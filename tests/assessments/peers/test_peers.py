"""Comparison with peers: what is lent, what is frozen of it, and what a company sees."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tenants.utils import tenant_context

from assessments.answers.models import Assessment
from assessments.papers.selectors import report_of
from assessments.peers.rules.contributions import is_retest, kept
from assessments.peers.selectors import PeersPage, peers_page, statistic_lines
from assessments.peers.services import freeze_peers, join_peers, leave_peers
from governance.access.rules.actors import SYSTEM
from tenants.companies.models import Organization
from tenants.contributions.models import Consent, Contribution, Snapshot
from tenants.ids import uuid7
from tests.assessments.peers.peer_companies import (
    companies,
    complete,
    document,
    join,
    leave,
    lend,
    lend_all,
)
from tests.conftest import Cast, acting
from tests.refusals import refused

pytestmark = pytest.mark.django_db

TABLE = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')

# A day in the quarter after the one whose snapshot is made.
TODAY = date(2027, 1, 2)
THEN = datetime(2027, 1, 2, 6, tzinfo=UTC)
LENT_AT = datetime(2026, 11, 3, 9, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The second edition is in force."""
    return datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def others(django_db_setup, django_db_blocker) -> Iterator[list[UUID]]:
    with django_db_blocker.unblock(), companies(30) as ids:
        yield ids


def freeze(cast: Cast, today: date = TODAY, now: datetime = THEN) -> Snapshot:
    """As the job does: from the public side."""
    connection.set_schema_to_public()
    assert freeze_peers(today=today, now=now)
    connection.set_tenant(cast.company)
    return Snapshot.objects.get(frozen_at=now)


def peers_of(assessment: Assessment, language: str = "en") -> PeersPage:
    return peers_page(report_of(assessment, language=language).taken, language=language)


# What is lent


def test_nothing_is_lent_without_consent(acme: Cast, now: datetime) -> None:
    complete(acme, now)
    assert not Contribution.objects.exists()


def test_who_joins_lends_the_newest_assessment_and_each_one_after(
    acme: Cast, now: datetime
) -> None:
    first = complete(acme, now)
    join(acme, now + timedelta(days=1))
    join(acme, now + timedelta(days=2))
    assert [one.source for one in Contribution.objects.all()] == [first.id]
    second = complete(acme, now + timedelta(days=40), P1=3)
    rows = Contribution.objects.order_by("at")
    assert [one.source for one in rows] == [first.id, second.id]
    assert {one.organization_id for one in rows} == {acme.company.id}
    consent = Consent.objects.get()
    assert (consent.given_by, consent.withdrawn_at) == (acme.members["executive"].id, None)


def test_what_is_lent_holds_no_name_and_no_text(acme: Cast, now: datetime) -> None:
    join(acme, now)
    complete(acme, now, P2="dk")
    lent = Contribution.objects.get().document
    assert set(lent) == {
        "questionnaire",
        "sector",
        "size",
        "path",
        "announced",
        "values",
        "answers",
    }
    assert (lent["sector"], lent["size"], lent["path"]) == ("industry", "small", 1)
    assert (lent["answers"]["P1/2"], lent["answers"]["P2/2"]) == (1, None)
    assert {key.split("/")[0] for key in lent["answers"]}.isdisjoint({"J1", "J2", "J3", "S1"})
    text = json.dumps(lent)
    assert acme.company.name not in text
    assert "quality" not in text
    assert all(member.name not in text for member in acme.members.values())


def test_an_assessment_older_than_eighteen_months_is_not_lent(acme: Cast, now: datetime) -> None:
    complete(acme, now - timedelta(days=3 * 365))
    join(acme, now)
    assert Consent.objects.exists()
    assert not Contribution.objects.exists()


def test_who_leaves_lends_nothing_any_more_at_once(acme: Cast, now: datetime) -> None:
    join(acme, now)
    complete(acme, now)
    leave(acme, now + timedelta(days=1))
    assert not Contribution.objects.exists()
    consent = Consent.objects.get()
    assert (consent.withdrawn_by, consent.withdrawn_at) == (
        acme.members["executive"].id,
        now + timedelta(days=1),
    )
    complete(acme, now + timedelta(days=2))
    assert not Contribution.objects.exists()
    join(acme, now + timedelta(days=3))
    assert (Consent.objects.count(), Contribution.objects.count()) == (2, 1)


@pytest.mark.parametrize("part", ["lead", "captain", "contributor", "viewer"])
def test_only_an_executive_joins_or_leaves(acme: Cast, now: datetime, part: str) -> None:
    join(acme, now)
    complete(acme, now)
    for act in (join_peers, leave_peers):
        with refused("not_in_role"):
            act(acting(acme.actor(part), now))
    with refused("not_in_role"):
        leave_peers(acting(SYSTEM, now=now, today=now.date()))
    assert Consent.objects.get().withdrawn_at is None
    assert Contribution.objects.count() == 1


def test_a_company_touches_its_own_rows_only(acme: Cast, globex: Cast, now: datetime) -> None:
    join(acme, now)
    mine = complete(acme, now)
    with tenant_context(globex.company):
        join(globex, now)
        theirs = complete(globex, now)
        leave(globex, now)
    assert [one.source for one in Contribution.objects.all()] == [mine.id]
    assert theirs.id != mine.id
    with tenant_context(globex.company):
        join(globex, now)
    leave(acme, now)
    assert [one.organization_id for one in Contribution.objects.all()] == [globex.company.id]


def test_the_last_two_and_the_last_retest_are_kept() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    days = [0, 12, 100, 200, 300]
    moments = {uuid7(): start + timedelta(days=day) for day in days}
    ids = list(moments)
    assert kept(moments) == {ids[0], ids[1], ids[3], ids[4]}
    del moments[ids[1]]
    assert kept(moments) == {ids[3], ids[4]}
    assert [is_retest(start, start + timedelta(days=day, hours=5)) for day in (9, 10, 14, 15)] == [
        False,
        True,
        True,
        False,
    ]


# What the database holds


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tenants_snapshot SET document = '{}'",
        "DELETE FROM tenants_snapshot",
        "UPDATE tenants_contribution SET document = '{}'",
        "DELETE FROM tenants_consent",
        "UPDATE tenants_consent SET given_at = now()",
    ],
)
def test_what_is_frozen_or_proof_is_not_changed(acme: Cast, statement: str) -> None:
    with pytest.raises(ProgrammingError) as refused, transaction.atomic():
        connection.cursor().execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_a_company_that_is_deleted_takes_along_what_it_lent() -> None:
    for model in (Consent, Contribution):
        field = model._meta.get_field("organization")
        assert field.remote_field.model is Organization
        assert field.remote_field.on_delete.__name__ == "CASCADE"


# What is frozen


def test_a_quarter_is_frozen_once(acme: Cast, others: list[UUID]) -> None:
    lend_all(others[:12], LENT_AT)
    snapshot = freeze(acme)
    assert snapshot.period == "2026Q4"
    everybody = snapshot.document["cells"]["*/*"]
    assert (everybody["at_least"], everybody["period"]) == (10, "2026Q4")
    assert everybody["values"]["PIL"] == {"median": 30, "low": None, "high": None}
    connection.set_schema_to_public()
    assert not freeze_peers(today=TODAY, now=THEN + timedelta(days=1))
    assert Snapshot.objects.count() == 1


def test_it_is_made_of_public_tables_and_no_company_is_entered(
    acme: Cast, others: list[UUID]
) -> None:
    lend_all(others[:12], LENT_AT)
    connection.set_schema_to_public()
    with CaptureQueriesContext(connection) as queries:
        freeze_peers(today=TODAY, now=THEN)
    told = [query["sql"] for query in queries]
    tables = {name for sql in told for name in TABLE.findall(sql)}
    assert tables == {
        "tenants_consent",
        "tenants_contribution",
        "tenants_organization",
        "tenants_snapshot",
    }
    assert [sql for sql in told if "search_path" in sql and "t_" in sql] == []


def test_nothing_published_names_a_company(acme: Cast, others: list[UUID]) -> None:
    lend_all(others[:12], LENT_AT)
    snapshot = freeze(acme)
    whole = json.dumps([snapshot.document, snapshot.basis])
    assert not [one for one in others if str(one) in whole or one.hex in whole]
    assert "members" not in json.dumps(snapshot.document)
    assert len(snapshot.basis["cells"]["*/*"]) == 12


@pytest.mark.parametrize("reason", ["sample", "left", "old", "late", "no level", "version"])
def test_who_does_not_count_is_not_counted(
    acme: Cast, globex: Cast, others: list[UUID], reason: str
) -> None:
    lend_all(others[:9], LENT_AT)
    at = {"old": LENT_AT - timedelta(days=600), "late": datetime(2027, 1, 1, tzinfo=UTC)}
    changed = {"no level": {"announced": False}, "version": {"questionnaire": "1.0.0"}}
    lend(acme.company.id, at.get(reason, LENT_AT), document(50, **changed.get(reason, {})))
    if reason == "sample":
        Organization.objects.filter(id=acme.company.id).update(is_demo=True)
    if reason == "left":
        Consent.objects.filter(organization_id=acme.company.id).update(
            withdrawn_at=LENT_AT, withdrawn_by=uuid7()
        )
    assert freeze(acme).document["cells"] == {}


def test_one_company_counts_once_with_its_newest_assessment(acme: Cast, others: list[UUID]) -> None:
    lend_all(others[:9], LENT_AT)
    lend(others[0], LENT_AT + timedelta(days=20), document(50))
    assert freeze(acme).document["cells"] == {}


def test_the_next_quarter_keeps_a_cell_that_two_companies_joined(
    acme: Cast, others: list[UUID]
) -> None:
    lend_all(others[:12], LENT_AT)
    first = freeze(acme)
    lend_all(others[12:14], datetime(2027, 2, 1, tzinfo=UTC))
    second = freeze(acme, date(2027, 4, 1), datetime(2027, 4, 1, 3, tzinfo=UTC))
    assert second.document == first.document
    assert (second.basis["cells"], second.basis["salt"]) == ({}, first.basis["salt"])
    lend_all(others[14:15], datetime(2027, 5, 1, tzinfo=UTC))
    third = freeze(acme, date(2027, 7, 1), datetime(2027, 7, 1, 3, tzinfo=UTC))
    assert third.document["cells"]["*/*"]["period"] == "2027Q2"
    assert third.document["cells"]["*/*"]["at_least"] == 15


def test_what_is_too_old_to_count_again_is_forgotten(acme: Cast, others: list[UUID]) -> None:
    lend_all(others[:2], datetime(2025, 6, 30, 12, tzinfo=UTC))
    lend_all(others[2:4], datetime(2025, 7, 1, 12, tzinfo=UTC))
    freeze(acme)
    assert Contribution.objects.count() == 2


# What a company sees


def test_without_consent_there_is_an_invitation_and_public_statistics(
    acme: Cast, now: datetime
) -> None:
    page = peers_of(complete(acme, now))
    assert (page.code, page.group, page.lines) == ("invited", None, ())
    assert page.statistics == statistic_lines(language="en")


def test_below_ten_only_public_statistics_are_shown(
    acme: Cast, others: list[UUID], now: datetime
) -> None:
    join(acme, now)
    lend_all(others[:8], LENT_AT)
    mine = complete(acme, now)
    freeze(acme)
    page = peers_of(mine)
    assert (page.code, page.group) == ("too_few", None)
    assert page.statistics
    html = acme.client("viewer").get(f"/diagnostic/{mine.id}/result/").content.decode()
    assert "non les membres de Capitaine" in html


def test_a_company_stands_beside_the_nearest_group(
    acme: Cast, others: list[UUID], now: datetime
) -> None:
    join(acme, now)
    mine = complete(acme, now)
    lend_all(others[:19], LENT_AT)
    lend_all(others[19:], LENT_AT, sector="trade", size="micro")
    freeze(acme)
    page = peers_of(mine)
    assert page.code == "compared"
    assert page.group is not None
    assert (page.group.sector, page.group.at_least, page.group.period) == (
        "industry",
        20,
        "2026Q4",
    )
    assert [line.dimension for line in page.lines] == [
        None,
        *("PIL", "CHO", "COM", "DON", "OUT", "RIS", "MES"),
    ]
    line = page.dimensions[0]
    assert (line.own, line.spread.median, line.code) == (25, 45, "below")
    assert line.spread.low is not None
    assert page.statistics == ()
    html = acme.client("viewer").get(f"/diagnostic/{mine.id}/result/").content.decode()
    assert "20" in html
    assert 'class="table stackable beside"' in html


def test_another_major_version_is_compared_with_nobody(
    acme: Cast, others: list[UUID], now: datetime
) -> None:
    join(acme, now)
    mine = complete(acme, now)
    Snapshot.objects.create(
        kind="peers",
        period="2026Q4",
        document={"major": 1, "cells": {"*/*": {"at_least": 10, "period": "2026Q4", "values": {}}}},
        basis={"salt": "", "cells": {}},
        frozen_at=now,
    )
    assert peers_of(mine).code == "too_few"


@pytest.mark.parametrize("consents", [False, True])
def test_the_comparison_costs_one_query(acme: Cast, now: datetime, consents: bool) -> None:
    mine = complete(acme, now)
    if consents:
        join(acme, now)
    with CaptureQueriesContext(connection) as queries:
        peers_page(report_of(mine, language="fr").taken, language="fr")
    public = [one for one in queries if "tenants_consent" in one["sql"]]
    assert (len(public), len(queries)) == (1, 2)


def test_an_executive_joins_and_leaves_on_the_page(acme: Cast, now: datetime) -> None:
    complete(acme, timezone.now())
    client = acme.client("executive")
    page = client.get("/diagnostic/peers/").content.decode()
    assert 'value="join"' in page
    assert client.post("/diagnostic/peers/", {"act": "join"}).status_code == 302
    assert Contribution.objects.count() == 1
    assert 'value="leave"' in client.get("/diagnostic/peers/").content.decode()
    client.post("/diagnostic/peers/", {"act": "leave"})
    assert not Contribution.objects.exists()
    assert client.post("/diagnostic/peers/", {"act": "nonsense"}).status_code == 200


def test_the_others_read_the_page_and_cannot_join(acme: Cast) -> None:
    client = acme.client("lead")
    page = client.get("/diagnostic/peers/").content.decode()
    assert 'name="act"' not in page
    assert client.post("/diagnostic/peers/", {"act": "join"}).status_code == 403
    assert not Consent.objects.exists()
