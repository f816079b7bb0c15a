"""Comparison with peers through the programming interface."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from assessments.peers.services import join_peers
from tenants.contributions.models import Consent, Snapshot
from tests.assessments.diagnostic.test_assessments_api import caller
from tests.assessments.peers.peer_companies import complete
from tests.conftest import Cast, acting

pytestmark = pytest.mark.django_db

URL = "/api/v1/peers/"


@pytest.fixture
def now() -> datetime:
    """The second edition is in force."""
    return datetime(2026, 12, 1, 9, tzinfo=UTC)


def publish(now: datetime) -> None:
    spread = {"median": 45, "low": None, "high": None}
    names = ("overall", "PIL", "CHO", "COM", "DON", "OUT", "RIS", "MES")
    cell = {"at_least": 10, "period": "2026Q3", "values": dict.fromkeys(names, spread)}
    Snapshot.objects.create(
        kind="peers",
        period="2026Q3",
        document={"major": 2, "cells": {"*/small": cell}},
        basis={"salt": "", "cells": {}},
        frozen_at=now,
    )


def test_before_the_first_assessment_there_is_nothing_to_compare(acme: Cast) -> None:
    answer = caller(acme).get(URL)
    assert answer.status_code == 200
    assert answer.json() == {
        "code": "no_assessment",
        "group": None,
        "lines": [],
        "public_statistics": [],
    }


def test_without_consent_a_key_reads_public_statistics(acme: Cast, now: datetime) -> None:
    complete(acme, now)
    publish(now)
    found = caller(acme).get(URL, headers={"accept-language": "en"}).json()
    assert (found["code"], found["group"], found["lines"]) == ("invited", None, [])
    assert found["public_statistics"][0]["published_by"] == "France Num barometer"
    assert found["public_statistics"][0]["year"] == 2025


def test_with_consent_a_key_reads_the_comparison(acme: Cast, now: datetime) -> None:
    complete(acme, now)
    join_peers(acting(acme.actor("executive"), now=now, today=now.date()))
    publish(now)
    found = caller(acme).get(URL).json()
    assert found["group"] == {
        "sector": None,
        "size": "small",
        "at_least": 10,
        "period": "2026Q3",
    }
    assert found["lines"][1] == {
        "dimension": "PIL",
        "own": 25,
        "median": 45,
        "low": None,
        "high": None,
        "difference": -20,
        "code": "below",
    }
    assert found["public_statistics"] == []


@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_key_neither_joins_nor_leaves(acme: Cast, method: str) -> None:
    now = timezone.now()
    if method == "delete":
        join_peers(acting(acme.actor("executive"), now=now, today=now.date()))
    client = caller(acme, "executive", ("read", "write", "decide"))
    answer = getattr(client, method)(f"{URL}consent/")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_for_keys")
    assert Consent.objects.count() == (method == "delete")
