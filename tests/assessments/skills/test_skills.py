"""The map of skills and its plans, through the services."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments.answers.models import ObservedFact
from assessments.skills.choices import PlanWay
from assessments.skills.models import SkillLevel, SkillPlan
from assessments.skills.selectors import person_line, skill_facts
from assessments.skills.services import (
    Completion,
    PlanInput,
    change_plan,
    complete_plan,
    drop_plan,
    plan_skill,
    record_literacy,
    set_levels,
)
from governance.access.choices import Role
from governance.literacy.choices import MeasureKind
from governance.literacy.models import LiteracyMeasure
from governance.literacy.services import MeasureInput
from governance.members.models import Member
from tenants.ids import uuid7
from tests.cast import NOW
from tests.conftest import acting
from tests.refusals import refused

TODAY: date = NOW.date()
TIME = {"today": TODAY, "now": NOW}


def levels(cast, part: str, *, by: str = "lead", version: int | None = None, **given: str):
    return set_levels(
        acting(cast.actor(by), **TIME),
        member_id=cast.members[part].id,
        levels=given,
        expected_version=version,
    )


def plan(cast, skill: str = "sk_integ", *, by: str = "lead", **more) -> SkillPlan:
    told = {
        "way": PlanWay.TRAIN,
        "owner_id": cast.members["lead"].id,
        "by_on": TODAY + timedelta(days=30),
        **more,
    }
    return plan_skill(acting(cast.actor(by), **TIME), skill=skill, given=PlanInput(**told))


def finish(cast, one: SkillPlan, *, by: str = "lead", **more) -> SkillPlan:
    told = {
        "done_on": TODAY,
        "person_ids": (cast.members["contributor"].id,),
        "duration_min": 90,
        **more,
    }
    return complete_plan(acting(cast.actor(by), **TIME), plan_id=one.id, done=Completion(**told))


def facts() -> dict:
    return dict(ObservedFact.objects.values_list("key", "value"))


# --- the map
def test_a_line_holds_every_skill_and_replaces_the_one_before(acme) -> None:
    assert levels(acme, "captain", sk_use="able", sk_data="learning").version == 1
    line = levels(acme, "captain", sk_use="teacher", version=1)
    assert line.levels == {
        "sk_use": "teacher",
        "sk_proc": "none",
        "sk_data": "none",
        "sk_integ": "none",
        "sk_law": "none",
    }
    assert line.version == 2
    assert SkillLevel.objects.count() == 5


def test_one_corrects_ones_own_line_and_nobody_elses(acme) -> None:
    assert levels(acme, "contributor", by="contributor", sk_use="able").version == 1
    with refused("not_in_role"):
        levels(acme, "captain", by="contributor", sk_use="able")
    with refused("not_in_role"):
        levels(acme, "viewer", by="viewer", sk_use="able")
    assert set(SkillLevel.objects.values_list("member", flat=True)) == {
        acme.members["contributor"].id
    }


def test_a_change_seen_too_late_changes_nothing(acme) -> None:
    levels(acme, "captain", sk_use="able")
    with refused("stale_version"):
        levels(acme, "captain", version=0, sk_use="none")
    assert person_line(acme.members["captain"], today=TODAY).levels["sk_use"] == "able"


@pytest.mark.parametrize("given", [{"sk_fly": "able"}, {"sk_use": "genius"}, {"sk_use": ""}])
def test_an_unknown_skill_or_level_is_refused(acme, given) -> None:
    with refused("invalid_fields"):
        levels(acme, "captain", **given)
    assert not SkillLevel.objects.exists()


def test_nobody_is_put_on_the_map_after_leaving(acme) -> None:
    Member.objects.filter(id=acme.members["captain"].id).update(left_at=NOW)
    with refused("member_left"):
        levels(acme, "captain", sk_use="able")
    with refused("member_not_found"):
        set_levels(acting(acme.actor("lead"), **TIME), member_id=uuid7(), levels={})


def test_the_facts_count_those_who_are_there(acme) -> None:
    assert skill_facts(**TIME) == {}
    for part in ("captain", "contributor"):
        levels(acme, part, sk_integ="able")
    assert (facts()["skills.sk_integ"], facts()["skills.map.done"]) == (2, False)
    for part in ("executive", "lead", "viewer"):
        levels(acme, part)
    assert facts()["skills.map.done"] is True
    Member.objects.filter(id=acme.members["captain"].id).update(left_at=NOW)
    now = skill_facts(**TIME)
    assert (now["skills.sk_integ"].value, now["skills.map.done"].value) == (1, True)
    assert now["skills.sk_integ"].at == NOW


def test_a_measure_is_observed(acme) -> None:
    told = MeasureInput(
        kind=MeasureKind.BRIEFING, held_on=TODAY, audience=(Role.EXECUTIVE, Role.CONTRIBUTOR)
    )
    Member.objects.update(joined_at=NOW - timedelta(days=9))
    record_literacy(acting(acme.actor("lead"), **TIME), given=told)
    assert facts() == {
        "literacy.share": 0.6,
        "literacy.two_hours.share": 0,
        "literacy.roles_covered": {"met": 2, "all": 4},
    }


# --- plans
def test_a_skill_has_one_open_plan(acme) -> None:
    one = plan(acme)
    with refused("skill_plan_open"):
        plan(acme)
    finish(acme, one)
    assert plan(acme).id != one.id
    with pytest.raises(IntegrityError), transaction.atomic():
        SkillPlan.objects.create(
            skill="sk_integ", way="buy", owner=acme.members["lead"], by_on=TODAY
        )


@pytest.mark.parametrize("part", ["captain", "contributor", "viewer"])
def test_only_who_edits_skills_plans(acme, part) -> None:
    one = plan(acme)
    given = PlanInput(way=PlanWay.BUY, owner_id=acme.members["lead"].id, by_on=TODAY)
    with refused("not_in_role"):
        plan(acme, "sk_law", by=part)
    with refused("not_in_role"):
        change_plan(acting(acme.actor(part), **TIME), plan_id=one.id, given=given)
    with refused("not_in_role"):
        finish(acme, one, by=part)
    with refused("not_in_role"):
        drop_plan(acting(acme.actor(part), today=TODAY), plan_id=one.id)
    assert list(SkillPlan.objects.values_list("way", "done_on")) == [("train", None)]


@pytest.mark.parametrize(
    ("skill", "more", "fields"),
    [
        ("sk_fly", {}, {"skill": ["unknown"]}),
        ("sk_law", {"by_on": TODAY - timedelta(days=1)}, {"by_on": ["in_past"]}),
        ("sk_law", {"note": "a\0b"}, {"note": ["unreadable_characters"]}),
    ],
)
def test_a_plan_that_does_not_fit_is_not_made(acme, skill, more, fields) -> None:
    with refused("invalid_fields") as told:
        plan(acme, skill, **more)
    assert told.fields == fields
    assert not SkillPlan.objects.exists()


def test_a_late_plan_can_be_changed_without_a_new_date(acme) -> None:
    one = plan(acme)
    SkillPlan.objects.update(by_on=TODAY - timedelta(days=9))
    owner = acme.members["executive"].id
    given = PlanInput(way=PlanWay.BUY, owner_id=owner, by_on=TODAY - timedelta(days=9))
    changed = change_plan(
        acting(acme.actor("lead"), **TIME), plan_id=one.id, given=given, expected_version=1
    )
    assert (changed.way, changed.owner_id, changed.version) == ("buy", owner, 2)
    with refused("stale_version"):
        change_plan(
            acting(acme.actor("lead"), **TIME), plan_id=one.id, given=given, expected_version=1
        )


def test_a_training_that_is_done_is_a_literacy_measure_in_the_same_step(acme) -> None:
    done = finish(acme, plan(acme), raises=True)
    measure = LiteracyMeasure.objects.get()
    assert (done.done_on, done.measure) == (TODAY, measure)
    assert (measure.kind, measure.duration_min) == ("training", 90)
    assert measure.persons == [acme.members["contributor"].id]
    line = person_line(acme.members["contributor"], today=TODAY)
    assert line.levels["sk_integ"] == "learning"
    assert facts()["literacy.share"] == 0.2
    assert facts()["skills.sk_integ"] == 0


def test_levels_rise_only_when_ticked(acme) -> None:
    levels(acme, "contributor", sk_integ="learning")
    finish(acme, plan(acme))
    assert person_line(acme.members["contributor"], today=TODAY).levels["sk_integ"] == "learning"
    finish(acme, plan(acme), raises=True)
    assert person_line(acme.members["contributor"], today=TODAY).levels["sk_integ"] == "able"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"person_ids": ()}, "persons"),
        ({"duration_min": None}, "duration_min"),
        ({"done_on": TODAY + timedelta(days=1)}, "done_on"),
        ({"person_ids": (uuid7(),)}, "persons"),
    ],
)
def test_a_training_half_told_is_not_done(acme, more, field) -> None:
    one = plan(acme)
    with refused("invalid_fields") as told:
        finish(acme, one, raises=True, **more)
    assert field in told.fields
    assert not LiteracyMeasure.objects.exists()
    assert not SkillLevel.objects.exists()
    assert SkillPlan.objects.get().done_on is None


def test_what_is_bought_records_no_measure(acme) -> None:
    done = finish(acme, plan(acme, way=PlanWay.BUY), person_ids=(), duration_min=None)
    assert (done.done_on, done.measure) == (TODAY, None)
    assert not LiteracyMeasure.objects.exists()


def test_what_is_done_stays(acme) -> None:
    one = finish(acme, plan(acme))
    for again in (
        lambda: finish(acme, one),
        lambda: drop_plan(acting(acme.actor("lead"), today=TODAY), plan_id=one.id),
    ):
        with refused("skill_plan_done"):
            again()
    assert LiteracyMeasure.objects.count() == 1


def test_a_plan_given_up_leaves_the_skill_free(acme) -> None:
    one = plan(acme)
    drop_plan(acting(acme.actor("lead"), today=TODAY), plan_id=one.id, expected_version=1)
    assert not SkillPlan.objects.exists()
    with refused("skill_plan_not_found"):
        drop_plan(acting(acme.actor("lead"), today=TODAY), plan_id=one.id)


@pytest.mark.parametrize(
    "bad", [{"way": "pray"}, {"measure": True}, {"measure": True, "done_on": TODAY, "way": "buy"}]
)
def test_the_database_refuses_an_impossible_plan(acme, bad) -> None:
    told = {"skill": "sk_law", "way": "train", "owner": acme.members["lead"], "by_on": TODAY, **bad}
    if "measure" in told:
        told["measure"] = LiteracyMeasure.objects.create(
            kind="training", held_on=TODAY, recorded_by=acme.members["lead"], recorded_at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        SkillPlan.objects.create(**told)


def test_the_database_knows_the_levels(acme) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SkillLevel.objects.create(
            member=acme.members["lead"], skill="sk_use", level="genius", updated_at=NOW
        )
