"""The health of the questionnaire, as its operator reads it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.instrument.selectors import InstrumentHealth, instrument_health
from tenants.companies.models import Organization
from tenants.contributions.models import Consent
from tenants.ids import uuid7
from tests.assessments.instrument.test_instrument_rules import MATRIX
from tests.assessments.peers.peer_companies import companies, lend
from tests.assessments.peers.peer_companies import document as lent

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
FIRST, SECOND = "1.0.0", "2.0.0"
LEADERSHIP = {
    FIRST: ("P1/1", "P2/1", "P3/1", "P4/1"),
    SECOND: ("P1/2", "P2/2", "P3/2", "P4/1"),
}


@pytest.fixture(scope="module")
def others(django_db_setup, django_db_blocker) -> Iterator[list[UUID]]:
    with django_db_blocker.unblock(), companies(60) as ids:
        yield ids


def document(score: float, version: str = FIRST, **others: Any) -> dict[str, Any]:
    return lent(score, questionnaire=version, **others)


def answers(number: int, version: str = FIRST) -> dict[str, Any]:
    return dict(zip(LEADERSHIP[version], MATRIX[number % 8], strict=True))


def lend_answers(ids: list[UUID], at: datetime = AT, version: str = FIRST, **others: Any) -> None:
    for number, one in enumerate(ids):
        given = {**answers(number, version), **others}
        lend(one, at, document(float(number % 8 * 10), version, answers=given))


def health() -> InstrumentHealth:
    return instrument_health(today=TODAY)


def leadership(found: InstrumentHealth) -> Any:
    return next(one for one in found.alphas if one.dimension == "PIL")


def test_below_fifty_complete_cases_there_is_no_alpha(others: list[UUID]) -> None:
    lend_answers(others[:49])
    one = leadership(health())
    assert (one.complete, one.needed, one.alpha, one.reading) == (49, 50, None, None)


def test_from_fifty_on_alpha_stands_with_its_interval(others: list[UUID]) -> None:
    lend_answers(others[:56])
    one = leadership(health())
    assert (one.path, one.items, one.complete, one.reading) == (2, 4, 56, "acceptable")
    assert one.alpha == pytest.approx(0.927179, abs=1e-6)
    assert one.low < one.alpha < one.high


def test_incomplete_cases_and_other_ways_are_left_out(others: list[UUID]) -> None:
    lend_answers(others[:50])
    lend(others[50], AT, document(5, answers={**answers(0), "P2/1": None}))
    lend(others[51], AT, document(5, answers=answers(0), path=1))
    lend(others[52], AT, document(5, SECOND, answers={**answers(0), "P2/2": 1}))
    assert leadership(health()).complete == 50


def test_a_company_counts_once_and_only_while_it_consents(others: list[UUID]) -> None:
    lend_answers(others[:51])
    lend(others[0], AT + timedelta(days=40), document(5, answers=answers(1)))
    Consent.objects.filter(organization_id=others[50]).update(withdrawn_at=AT, withdrawn_by=uuid7())
    assert leadership(health()).complete == 50
    assert health().companies == 50


def test_samples_of_a_demo_do_not_count(others: list[UUID]) -> None:
    lend_answers(others[:5])
    Organization.objects.filter(id=others[0]).update(is_demo=True)
    assert health().companies == 4


def test_pairs_of_ten_to_fourteen_days_measure_repeatability(others: list[UUID]) -> None:
    lend_answers(others[:24])
    lend_answers(others[:20], AT + timedelta(days=12))
    lend_answers(others[20:24], AT + timedelta(days=30))
    found = health()
    overall = found.retests[0]
    assert (overall.measure, overall.pairs, overall.icc, overall.sem) == ("overall", 20, 1, 0)
    kappa = next(one for one in found.kappas if one.item == "P1/1")
    assert (kappa.pairs, kappa.kappa) == (20, 1)


def test_too_few_pairs_say_so(others: list[UUID]) -> None:
    lend_answers(others[:19])
    lend_answers(others[:19], AT + timedelta(days=12))
    overall = health().retests[0]
    assert (overall.pairs, overall.needed, overall.icc, overall.sdc) == (19, 20, None, None)


def test_items_that_tell_nobody_apart_are_named(others: list[UUID]) -> None:
    for number, one in enumerate(others[:20]):
        given = {"P1/1": 2, "P2/1": None if number < 5 else number % 5, "P3/1": number % 5}
        lend(one, AT, document(5, answers=given))
    assert {one.item: one.flag for one in health().drifting} == {
        "P1/1": "one_anchor",
        "P2/1": "unknown",
    }


def test_only_public_tables_are_read(others: list[UUID]) -> None:
    lend_answers(others[:3])
    with CaptureQueriesContext(connection) as queries:
        health()
    assert len(queries) == 1
    assert "assessments_" not in queries[0]["sql"]


def test_the_operator_reads_a_table_or_json(others: list[UUID]) -> None:
    lend_answers(others[:56], AT, SECOND, **{"C1/2": 2})
    text, data = io.StringIO(), io.StringIO()
    call_command("instrument", stdout=text)
    call_command("instrument", "--json", stdout=data)
    assert "56 consenting companies" in text.getvalue()
    assert "0.93 [" in text.getvalue()
    assert "not enough (0 of 20) pairs" in text.getvalue()
    assert "C1/2: one_anchor, 100% of 56" in text.getvalue()
    found = json.loads(data.getvalue())
    assert found["companies"] == 56
    assert found["alphas"][0]["alpha"] == pytest.approx(0.927179, abs=1e-6)


def test_without_anybody_the_report_says_so() -> None:
    out = io.StringIO()
    call_command("instrument", stdout=out)
    assert "0 consenting companies" in out.getvalue()
    assert "not enough (0 of 50) complete" in out.getvalue()
