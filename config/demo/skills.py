"""The map of skills in a story: who can do what, the plans, the literacy measures."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from assessments.skills.choices import PlanWay
from assessments.skills.services import (
    Completion,
    PlanInput,
    complete_plan,
    plan_skill,
    record_literacy,
    set_levels,
)
from config.demo.scene import Scene
from config.demo.steps import StoryStep
from governance.access.choices import Role
from governance.literacy.choices import MeasureKind
from governance.literacy.services import MeasureInput


def skills_of(scene: Scene, told: Mapping[str, Any]) -> Iterator[StoryStep]:
    """Every line, plan and measure of the story."""
    for line in told.get("lines", ()):
        yield StoryStep(scene.moment_of(line["at"]), partial(_line, scene, line))
    for plan in told.get("plans", ()):
        yield StoryStep(scene.moment_of(plan["at"]), partial(_plan, scene, plan))
        if "done" in plan:
            yield StoryStep(scene.moment_of(plan["done"]["at"]), partial(_done, scene, plan))
    for measure in told.get("measures", ()):
        yield StoryStep(scene.moment_of(measure["at"]), partial(_measure, scene, measure))


def _line(scene: Scene, line: dict[str, Any]) -> None:
    set_levels(
        scene.act(scene.actor(line["by"])),
        member_id=scene.members[line["who"]].id,
        levels=line["levels"],
    )


def _plan(scene: Scene, plan: dict[str, Any]) -> None:
    given = PlanInput(
        way=PlanWay(plan["way"]),
        owner_id=scene.members[plan["owner"]].id,
        by_on=scene.day_of(plan["by_on"]),
        note=plan["note"],
    )
    made = plan_skill(scene.act(scene.actor(plan["by"])), skill=plan["skill"], given=given)
    scene.found[f"plan:{plan['skill']}"] = made.id


def _done(scene: Scene, plan: dict[str, Any]) -> None:
    told = plan["done"]
    done = Completion(
        done_on=scene.day,
        person_ids=tuple(scene.members[who].id for who in told["persons"]),
        duration_min=told["minutes"],
        evidence=told["evidence"],
        raises=True,
    )
    plan_id = scene.found[f"plan:{plan['skill']}"]
    complete_plan(scene.act(scene.actor(plan["by"])), plan_id=plan_id, done=done)


def _measure(scene: Scene, told: dict[str, Any]) -> None:
    given = MeasureInput(
        kind=MeasureKind(told["kind"]),
        held_on=scene.day,
        audience=tuple(Role(role) for role in told["audience"]),
        duration_min=told["minutes"],
        evidence=told["evidence"],
    )
    record_literacy(scene.act(scene.actor(told["by"])), given=given)
