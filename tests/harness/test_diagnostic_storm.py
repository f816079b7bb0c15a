"""Whoever presses at the same moment: an action is decided once, a diagnostic completed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django_tenants.utils import tenant_context

from assessments.answers.models import (
    Answer,
    Assessment,
    Invitation,
    Respondent,
)
from assessments.diagnostic.services import (
    carry_answers,
    complete_assessment,
    save_answer,
    start_assessment,
)
from assessments.roadmap.models import RoadmapStep
from assessments.roadmap.services import refuse_action, reopen_action, take_action
from assessments.voices.selectors.voices import answers_of
from assessments.voices.services import (
    close_invitation,
    enter_by_invitation,
    invite_by_email,
    save_voice_answer,
)
from tenants.errors import NotAllowed, Refused
from tests.assessments.finished import STORED
from tests.assessments.roadmap.scene import advised, planned
from tests.assessments.voices.scene import answer, link, started
from tests.cast import NOW
from tests.committed import CommittedDatabase
from tests.conftest import Cast, acting

ROUNDS = 4
LEADERS = ("executive", "lead")
Act = Callable[[], object]


@pytest.fixture
def cast(committed_database: CommittedDatabase) -> Iterator[Cast]:
    yield committed_database.cast("acme")
    connections.close_all()


def at_once(cast: Cast, acts: Sequence[Act]) -> Counter[str]:
    """All begin at the same moment, each by a connection of its own; what each was told."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> str:
        try:
            with tenant_context(cast.company):
                barrier.wait(10)
                act()
            return "done"
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def who(cast: Cast, part: str) -> dict[str, Any]:
    return {"actor": cast.actor(part), "today": NOW.date(), "now": NOW}


def test_an_action_taken_and_refused_at_once_is_decided_once(cast: Cast) -> None:
    with tenant_context(cast.company):
        ids = planned(advised(cast))[:ROUNDS]
    owner, due = cast.members["lead"].id, NOW.date() + timedelta(days=30)

    def take(part: str, first: dict[str, Any]) -> Act:
        return lambda: take_action(acting(**who(cast, part)), owner_id=owner, due_on=due, **first)

    def refuse(part: str, first: dict[str, Any]) -> Act:
        return lambda: refuse_action(acting(**who(cast, part)), reason="No time.", **first)

    for action_id in ids:
        for version in (0, 2):
            first = {"action_id": action_id, "expected_version": version}
            acts = [act(part, first) for part in LEADERS for act in (take, refuse)]
            told = at_once(cast, acts)
            assert told == {"done": 1, "stale_version": 3}, told
            with tenant_context(cast.company):
                step = RoadmapStep.objects.get(action_id=action_id)
                assert step.version == version + 1
                assert (step.owner_id == owner) == (step.state == "taken")
                if version == 0:
                    reopen_action(acting(**who(cast, "lead")), action_id=action_id)


def test_an_assessment_completed_by_several_at_once_has_one_result(cast: Cast) -> None:
    with tenant_context(cast.company):
        one = started(cast, NOW, G1=1, P1=2)
        token = link(cast, one, NOW)[1]
        own = enter_by_invitation(token=token, now=NOW)

    def complete(part: str) -> Act:
        return lambda: complete_assessment(acting(**who(cast, part)), assessment_id=one.id)

    def late() -> None:
        save_voice_answer(token=own, item_id="P1", raw=0, now=NOW)

    told = at_once(cast, [complete("lead"), complete("executive"), complete("lead"), late])
    assert told["assessment_completed"] == 2
    assert told["done"] + told["voice_completed"] == 2
    with tenant_context(cast.company):
        done = Assessment.objects.get()
        assert (done.state, done.version) == ("completed", 4)
        assert answers_of(done) == {"G1": 1, "P1": 2}


def test_two_who_start_at_once_share_one_assessment(cast: Cast) -> None:
    parts = ("executive", "lead", "contributor")
    told = at_once(
        cast, [lambda part=part: start_assessment(acting(**who(cast, part))) for part in parts]
    )
    assert told == {"done": 3}
    with tenant_context(cast.company):
        assert Assessment.objects.count() == 1


def test_the_rest_confirmed_while_others_answer_covers_no_answer(cast: Cast) -> None:
    with tenant_context(cast.company):
        old = advised(cast, at=NOW - timedelta(days=200), anchor=2)
        one = start_assessment(acting(**who(cast, "lead")))
        answer(cast, one, NOW, by="lead", **{k: STORED.get(k, 1) for k in one.plan.first})
    rest = [item for item in one.plan.rest if item[0] in "PCK"]
    assert len(rest) >= 4

    def carry(part: str) -> Act:
        return lambda: carry_answers(acting(**who(cast, part)), assessment_id=one.id)

    def save(item: str) -> Act:
        call = {"assessment_id": one.id, "item_id": item, "raw": 4}
        return lambda: save_answer(acting(**who(cast, "contributor")), **call)

    fresh = rest[:4]
    told = at_once(cast, [carry("executive"), carry("lead"), *map(save, fresh)])
    assert told == {"done": 5, "nothing_to_carry": 1}
    with tenant_context(cast.company):
        assert Answer.objects.filter(carried=True).values("respondent").distinct().count() == 1
        kept = Answer.objects.filter(respondent__role="manager", value=4)
        assert sorted(kept.values_list("item", flat=True)) == sorted(fresh)
        answers = answers_of(one)
        assert answers.keys() == answers_of(old).keys()
        assert {answers[item] for item in fresh} == {4}


def test_a_place_that_is_freed_while_its_member_answers_loses_no_answer(cast: Cast) -> None:
    viewer = cast.members["viewer"]
    with tenant_context(cast.company):
        one = started(cast, NOW, G1=1)
    for _ in range(ROUNDS):
        with tenant_context(cast.company):
            Respondent.objects.filter(member=viewer).delete()
            Invitation.objects.all().delete()
            email = {"role": "manager", "email": viewer.email}
            made = invite_by_email(acting(**who(cast, "lead")), assessment_id=one.id, **email)
        call = {"assessment_id": one.id, "item_id": "P1", "raw": 3}
        acts: list[Act] = [
            lambda made=made: close_invitation(acting(**who(cast, "lead")), invitation_id=made.id),
            lambda call=call: _answers(cast, call),
        ]
        at_once(cast, acts)
        with tenant_context(cast.company):
            seats = Respondent.objects.filter(member=viewer)
            assert Answer.objects.filter(respondent__in=seats).count() == seats.count()


def _answers(cast: Cast, call: dict[str, Any]) -> None:
    with suppress(NotAllowed):
        save_answer(acting(**who(cast, "viewer")), **call)
