"""Literacy measures: recorded as taken, for people or roles; never anybody's score."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from governance.access.choices import Role
from governance.literacy.choices import LiteracyFactor, MeasureKind
from governance.literacy.models import LiteracyMeasure
from governance.literacy.rules import Held, Learner, coverage
from governance.literacy.selectors import literacy_coverage, measures_of_the_year
from governance.literacy.services import MeasureInput, record_measure
from governance.members.selectors import present_members
from tenants.ids import uuid7
from tests.conftest import acting
from tests.refusals import refused

TODAY = date(2026, 11, 22)
LONG_AGO = TODAY - timedelta(days=700)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def learner(one: UUID, role: str = "contributor", joined: date = LONG_AGO) -> Learner:
    return Learner(one, role, joined)


def held(*people: UUID, roles: tuple[str, ...] = (), days_ago: int = 10) -> Held:
    return Held(TODAY - timedelta(days=days_ago), frozenset(people), frozenset(roles))


def test_somebody_is_reached_by_name_or_by_role() -> None:
    learners = [learner(A), learner(B), learner(C, "viewer")]
    found = coverage(learners=learners, measures=[held(A), held(roles=("viewer",))], today=TODAY)
    assert (found.reached, found.members, found.share) == ({A, C}, 3, 2 / 3)


def test_a_role_reaches_only_who_was_there_that_day() -> None:
    learners = [learner(A, joined=TODAY - timedelta(days=3))]
    assert (
        coverage(learners=learners, measures=[held(roles=("contributor",))], today=TODAY).share == 0
    )
    assert coverage(learners=learners, measures=[held(A)], today=TODAY).share == 1


@pytest.mark.parametrize(("days_ago", "share"), [(0, 1), (364, 1), (365, 0), (-1, 0)])
def test_a_measure_counts_for_twelve_months(days_ago, share) -> None:
    found = coverage(learners=[learner(A)], measures=[held(A, days_ago=days_ago)], today=TODAY)
    assert found.share == share


def test_a_role_is_met_when_half_of_its_people_are_reached() -> None:
    learners = [learner(A), learner(B), learner(C, "executive")]
    found = coverage(learners=learners, measures=[held(A)], today=TODAY)
    assert (found.roles_met, found.roles_all) == (1, 2)
    assert coverage(learners=[], measures=[], today=TODAY).share == 0


def given(cast, **more) -> MeasureInput:
    people = (cast.members["contributor"].id, cast.members["viewer"].id)
    told = {
        "kind": MeasureKind.TRAINING,
        "held_on": TODAY,
        "person_ids": people,
        "duration_min": 90,
    }
    return MeasureInput(**{**told, **more})


@pytest.mark.parametrize("part", ["executive", "lead"])
def test_a_measure_is_recorded(acme, now, part) -> None:
    measure = given(acme, factors=(LiteracyFactor.CONTEXT,), evidence=" Feuille ")
    one = record_measure(acting(acme.actor(part), now=now, today=TODAY), given=measure)
    one.refresh_from_db()
    assert (one.kind, one.duration_min, one.evidence) == ("training", 90, "Feuille")
    assert one.recorded_by == acme.members[part]
    assert one.factors_considered == ["context"]
    assert len(one.persons) == 2
    year, members = measures_of_the_year(today=TODAY), present_members()
    assert literacy_coverage(members=members, measures=year, today=TODAY).share == 2 / 5


@pytest.mark.parametrize("part", ["captain", "contributor", "viewer"])
def test_others_record_nothing(acme, now, part) -> None:
    with refused("not_in_role"):
        record_measure(acting(acme.actor(part), now=now, today=TODAY), given=given(acme))
    assert not LiteracyMeasure.objects.exists()


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, {"held_on": ["in_future"]}),
        ({"person_ids": ()}, {"persons": ["required"]}),
        ({"person_ids": (uuid7(),)}, {"persons": ["unknown"]}),
        ({"duration_min": 0}, {"duration_min": ["minutes_out_of_range"]}),
        ({"duration_min": 6001}, {"duration_min": ["minutes_out_of_range"]}),
        ({"evidence": "a\0b"}, {"evidence": ["unreadable_characters"]}),
    ],
)
def test_what_does_not_fit_is_named(acme, now, more, fields) -> None:
    measure = given(acme, **more)
    with refused("invalid_fields") as told:
        record_measure(acting(acme.actor("lead"), now=now, today=TODAY), given=measure)
    assert told.fields == fields
    assert not LiteracyMeasure.objects.exists()


def test_a_measure_for_a_role_needs_no_names(acme, now) -> None:
    measure = given(acme, person_ids=(), audience=(Role.VIEWER, Role.VIEWER))
    one = record_measure(acting(acme.actor("lead"), now=now, today=TODAY), given=measure)
    assert (one.audience, one.persons) == (["viewer"], [])


@pytest.mark.parametrize("bad", [{"kind": "lecture"}, {"duration_min": 0}])
def test_the_database_refuses_an_impossible_measure(acme, now, bad) -> None:
    told = {"kind": "training", "held_on": TODAY, "recorded_at": now, **bad}
    with pytest.raises(IntegrityError), transaction.atomic():
        LiteracyMeasure.objects.create(recorded_by=acme.members["lead"], **told)


def test_two_hours_are_made_of_several_measures_of_the_year() -> None:
    ada, bob = (Learner(uuid7(), "viewer", TODAY - timedelta(days=900)) for _ in range(2))
    taken = [
        Held(TODAY - timedelta(days=days), frozenset(people), frozenset(), minutes)
        for days, people, minutes in (
            (10, {ada.id, bob.id}, 60),
            (20, {ada.id}, 60),
            (30, {bob.id}, 59),
            (400, {bob.id}, 600),
            (5, {bob.id}, 0),
        )
    ]
    found = coverage(learners=[ada, bob], measures=taken, today=TODAY)
    assert (found.two_hours, found.two_hours_share) == ({ada.id}, 0.5)
