"""What happens while an initiative runs: measurements, money, its next step."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from config.demo.moments import months_and_day
from config.demo.scene import Scene
from config.demo.steps import StoryStep
from portfolio.adoption.services import tell_adoption
from portfolio.guards.services import GuardInput, set_guard, tell_guard
from portfolio.initiatives.services import set_next_step
from portfolio.money.services.lines import commit_money, log_days, record_expense
from portfolio.money.services.running import RunningInput, set_running
from portfolio.objectives.choices import Verification
from portfolio.objectives.rules import Ratio
from portfolio.objectives.services.measurements import add_measurement
from portfolio.objectives.services.objectives import verify_gain

MEASURED_AT, PAID_AT = 16, 17


def work_of(scene: Scene, key: str, idea: dict[str, Any]) -> Iterator[StoryStep]:
    """Every step of its work."""
    for when, measured in idea.get("measures", {}).items():
        moment = [*months_and_day(when), MEASURED_AT]
        yield StoryStep(scene.moment_of(moment), partial(_measure, scene, key, idea, *measured))
    if "guard" in idea:
        yield StoryStep(scene.moment_of(idea["guard"]["set"]), partial(_guard, scene, key, idea))
    for when, counted in idea.get("guarded", {}).items():
        moment = [*months_and_day(when), MEASURED_AT]
        yield StoryStep(scene.moment_of(moment), partial(_guarded, scene, key, idea, *counted))
    for when, (using, concerned) in idea.get("users", {}).items():
        moment = [*months_and_day(when), MEASURED_AT]
        yield StoryStep(scene.moment_of(moment), partial(_used, scene, key, idea, using, concerned))
    kinds = (("expenses", _spend), ("commitments", _commit), ("settlements", _settle))
    for kind, pay in (*kinds, ("worked", _work)):
        for when, (amount, label) in idea.get(kind, {}).items():
            moment = [*months_and_day(when), PAID_AT]
            yield StoryStep(scene.moment_of(moment), partial(pay, scene, key, idea, amount, label))
    if "seen" in idea:
        who, where, used_for, moment = idea["seen"]
        yield StoryStep(scene.moment_of(moment), partial(_seen, scene, key, who, where, used_for))
    if "running" in idea:
        costs, moment = idea["running"]
        yield StoryStep(scene.moment_of(moment), partial(_running, scene, key, costs))
    if "next_step" in idea:
        who, text, moment, due = idea["next_step"]
        yield StoryStep(
            scene.moment_of(moment), partial(_next_step, scene, key, idea, who, text, due)
        )


def _running(scene: Scene, key: str, costs: dict[str, int]) -> None:
    act = scene.act(scene.actor("claire"))
    set_running(
        act, initiative_id=scene.initiatives[key], given=msgspec.convert(costs, RunningInput)
    )


def _used(scene: Scene, key: str, idea: dict[str, Any], using: int, concerned: int) -> None:
    tell_adoption(
        scene.act(scene.actor(idea["captain"])),
        initiative_id=scene.initiatives[key],
        using=using,
        concerned=concerned,
        on=scene.day,
    )


def _guard(scene: Scene, key: str, idea: dict[str, Any]) -> None:
    told = {name: one for name, one in idea["guard"].items() if name != "set"}
    set_guard(
        scene.act(scene.lead),
        initiative_id=scene.initiatives[key],
        given=msgspec.convert(told, GuardInput),
    )


def _guarded(scene: Scene, key: str, idea: dict[str, Any], part: int, whole: int) -> None:
    tell_guard(
        scene.act(scene.actor(idea["captain"])),
        initiative_id=scene.initiatives[key],
        value=Ratio(part=Decimal(part), whole=Decimal(whole)),
        on=scene.day,
    )


def _measure(
    scene: Scene, key: str, idea: dict[str, Any], value: float, by: str | None = None
) -> None:
    add_measurement(
        scene.act(scene.actor(by or idea["captain"])),
        objective_id=scene.objectives[key],
        value=Decimal(str(value)),
        on=scene.day,
    )


def _seen(scene: Scene, key: str, who: str, where: str, used_for: str) -> None:
    verify_gain(
        scene.act(scene.actor(who)),
        objective_id=scene.objectives[key],
        verification=Verification(where),
        hours_used_for=used_for,
    )


def _spend(
    scene: Scene,
    key: str,
    idea: dict[str, Any],
    amount: int,
    label: str,
    settles_id: UUID | None = None,
) -> None:
    record_expense(
        scene.act(scene.actor(idea["captain"])),
        initiative_id=scene.initiatives[key],
        amount=Decimal(amount),
        label=label,
        on=scene.day,
        settles_id=settles_id,
    )


def _commit(scene: Scene, key: str, idea: dict[str, Any], amount: int, label: str) -> None:
    scene.found[f"commitment:{key}"] = commit_money(
        scene.act(scene.actor(idea["captain"])),
        initiative_id=scene.initiatives[key],
        amount=Decimal(amount),
        label=label,
        on=scene.day,
    ).id


def _work(scene: Scene, key: str, idea: dict[str, Any], days: float, label: str) -> None:
    log_days(
        scene.act(scene.actor(idea["captain"])),
        initiative_id=scene.initiatives[key],
        days=Decimal(str(days)),
        label=label,
        on=scene.day,
    )


def _settle(scene: Scene, key: str, idea: dict[str, Any], amount: int, label: str) -> None:
    _spend(scene, key, idea, amount, label, scene.found[f"commitment:{key}"])


def _next_step(
    scene: Scene, key: str, idea: dict[str, Any], who: str, text: str, due: list[int]
) -> None:
    set_next_step(
        scene.act(scene.actor(idea["captain"])),
        initiative_id=scene.initiatives[key],
        text=text,
        member_id=scene.members[who].id,
        due_on=scene.day_of(due),
    )
