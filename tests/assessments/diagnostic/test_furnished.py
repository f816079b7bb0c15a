"""What the pages cost in a company that has everything: no part is paid for by a query each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.again.services import AGAIN_AFTER, propose_assessment
from assessments.answers.models import Assessment, ObservedFact
from assessments.diagnostic.services import carry_answers, complete_assessment, start_assessment
from assessments.peers.services import join_peers
from assessments.roadmap.services import complete_action, take_action
from tenants.contributions.models import Snapshot
from tests.assessments.finished import STORED, finished
from tests.assessments.peers.peer_companies import DIMENSIONS
from tests.assessments.voices.scene import answer, link, voice
from tests.conftest import Cast, acting
from tests.portfolio.scene import qualified

pytestmark = pytest.mark.django_db
FACTS = {
    "ideas.ranged": 6,
    "ideas.count": 9,
    "uses.known": 2,
    "active.with_target": {"met": 0, "all": 2},
}


@pytest.fixture
def furnished(acme: Cast) -> Assessment:
    """Two older results, one of a version that kept no voices; a renewed one of several people.

    Its facts contradict and confirm, actions are taken, late and done, and peers are compared.
    """
    join(acme)
    oldest = finished(acme, days_ago=400, anchor=1)
    Assessment.objects.filter(id=oldest.id).update(voices=None)
    finished(acme, days_ago=200, anchor=1, without=("N1",))
    for key, value in FACTS.items():
        ObservedFact.objects.create(key=key, value=value, at=timezone.now())
    steps(acme)
    one = renewed(acme)
    compared()
    return one


def join(cast: Cast) -> None:
    now = timezone.now()
    join_peers(acting(cast.actor("executive"), now=now, today=now.date()))


def compared() -> None:
    spread = {"median": 30, "low": 20, "high": 40}
    values = dict.fromkeys(("overall", *DIMENSIONS), spread)
    everybody = {"at_least": 10, "period": "2026Q3", "values": values}
    Snapshot.objects.create(
        kind="peers",
        period="2026Q3",
        document={"major": 2, "cells": {"*/*": everybody}},
        basis={"salt": "", "cells": {}},
        frozen_at=timezone.now(),
    )


def steps(cast: Cast) -> None:
    """One action is done since, one is taken and late, one is taken."""
    at = timezone.now() - timedelta(days=60)
    who = {"actor": cast.actor("executive"), "today": at.date(), "now": at}
    newest = Assessment.objects.order_by("-completed_at")[0]
    ids = [one.recommendation.action_id for one in newest.advice.roadmap.steps]
    open_ids = [one for one in ids if one != "CHO-01"][:3]
    owner = cast.members["lead"].id
    for place, action_id in enumerate(open_ids):
        due = at.date() + timedelta(days=30 * (place + 1))
        take_action(acting(**who), action_id=action_id, owner_id=owner, due_on=due)
    complete_action(acting(**who), action_id=open_ids[0], proof_text="Seen by all.")


def renewed(cast: Cast) -> Assessment:
    now = timezone.now()
    who = {"actor": cast.actor("lead"), "today": now.date(), "now": now}
    one = start_assessment(acting(**who))
    assert one.plan
    token = link(cast, one, now)[1]
    for _ in range(5):
        voice(token, now, dict.fromkeys(("P1", "P4", "K1", "R1"), 4))
    for part in ("lead", "executive"):
        for item in one.plan.first:
            answer(cast, one, now, by=part, **{item: STORED.get(item, 2)})
    answer(cast, one, now, by="executive", C3=4)
    carry_answers(acting(**who), assessment_id=one.id)
    return complete_assessment(acting(**who), assessment_id=one.id)


def cost(client: Client, url: str) -> int:
    """Statements of a warm page, without those that choose the company."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    told = [one["sql"] for one in captured if not one["sql"].startswith("SET ")]
    return len(told)


def test_the_company_has_everything(acme: Cast, furnished: Assessment) -> None:
    page = (
        acme.client("lead")
        .get(f"/diagnostic/{furnished.id}/result/", headers={"accept-language": "en"})
        .text
    )
    for part in (
        "What others answered",
        "Declared and observed",
        "Done in between:",
        "Contradicted",
    ):
        assert part in page, part


@pytest.mark.parametrize("part", ["executive", "lead", "viewer"])
def test_every_result_takes_twelve_queries_at_most(acme: Cast, furnished, part: str) -> None:
    for one in Assessment.objects.all():
        assert cost(acme.client(part), f"/diagnostic/{one.id}/result/") <= 12


def test_the_home_page_takes_twelve_queries_at_most_whatever_is_under_way(
    acme: Cast, furnished
) -> None:
    client = acme.client("lead")
    assert cost(client, "/diagnostic/") <= 12
    propose_assessment(now=(furnished.completed_at or timezone.now()) + AGAIN_AFTER)
    assert cost(client, "/diagnostic/") <= 12
    client.post("/diagnostic/start/")
    one = Assessment.objects.get(state="open")
    link(acme, one, timezone.now())
    answer(acme, one, timezone.now(), by="lead", G1=2)
    assert cost(client, "/diagnostic/") <= 12


def test_the_roadmap_and_the_skills_take_twelve_queries_at_most(acme: Cast, furnished) -> None:
    for page in ("/roadmap/", "/skills/", "/diagnostic/peers/"):
        assert cost(acme.client("lead"), page) <= 12, page


def test_the_dashboard_is_paid_for_by_its_own_parts(acme: Cast, furnished) -> None:
    qualified(acme, "Une")
    assert cost(acme.client("lead"), "/") <= 27
