"""The register in a story: its uses, tools and agents, and the software that is looked through."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from config.demo.scene import Scene
from config.demo.steps import StoryStep
from governance.law.selectors import law
from governance.register.choices import Found, SwitchedOn
from governance.register.services.entries import (
    Declaration,
    change_entry,
    declare_use,
    record_entry,
)
from governance.register.services.sweep import Look, add_software, answer_sweep
from portfolio.obligations.models import LegalTask
from portfolio.obligations.services import TaskInput, change_task, classify_use

PEOPLE = {"owner": "owner_id", "contact": "contact_id", "checker": "checker_id"}
DAYS = ("contract_ends", "notice_on", "vendor_assessed_on", "access_reviewed_on", "stop_tried_on")


def register_of(scene: Scene, told: Mapping[str, Any]) -> Iterator[StoryStep]:
    """Every entry, its class, and every look through software."""
    for entry in told.get("entries", ()):
        yield StoryStep(scene.moment_of(entry["at"]), partial(_entry, scene, entry))
        if "classified" in entry:
            at = scene.moment_of(entry["classified"][0])
            yield StoryStep(at, partial(_classified, scene, entry))
        for later in entry.get("then", ()):
            yield StoryStep(
                scene.moment_of(later["at"]), partial(_changed, scene, entry, later["is"])
            )
    for software in told.get("software", ()):
        yield StoryStep(scene.moment_of(software["at"]), partial(_software, scene, software))
        for look in software.get("looks", ()):
            yield StoryStep(scene.moment_of(look["at"]), partial(_look, scene, software, look))


def _entry(scene: Scene, told: dict[str, Any]) -> None:
    values = _values(scene, told["is"])
    if "declared_by" in told:
        given = Declaration(
            tool=values["tool"], purpose=values.get("purpose", ""), nameless=told["nameless"]
        )
        act = scene.act(scene.actor(told["declared_by"]))
        row = declare_use(act, given=given)
        scene.advance(scene.now)
        keeper = scene.act(scene.actor(told["by"]))
        row = change_entry(keeper, entry_id=row.id, values=values)
    else:
        row = record_entry(scene.act(scene.actor(told["by"])), values=values)
    scene.found[f"entry:{values['tool']}"] = row.id


def _changed(scene: Scene, told: dict[str, Any], values: dict[str, Any]) -> None:
    entry_id = scene.found[f"entry:{told['is']['tool']}"]
    act = scene.act(scene.actor(told["by"]))
    change_entry(act, entry_id=entry_id, values=_values(scene, values))


def _values(scene: Scene, told: Mapping[str, Any]) -> dict[str, Any]:
    """The entry's terms: people by their short name, days as moments of the story."""
    found = {name: value for name, value in told.items() if name not in PEOPLE}
    found |= {PEOPLE[one]: scene.members[told[one]].id for one in PEOPLE if one in told}
    found |= {name: scene.day_of(told[name]) for name in DAYS if name in told}
    if "stop_by" in found:
        found["stop_by_id"] = scene.members[found.pop("stop_by")].id
    if "users" in found:
        count, of, on = found.pop("users")
        found |= {"users_count": count, "users_of": of, "users_on": scene.day_of(on)}
    return found | ({"data": tuple(found["data"])} if "data" in found else {})


def _classified(scene: Scene, told: dict[str, Any]) -> None:
    yes = told["classified"][1]
    harmless = dict.fromkeys((one.id for one in law().every_question), "no")
    answers = {**harmless, "A1": "yes", "A12": "deployer", **dict.fromkeys(yes, "yes")}
    entry_id = scene.found[f"entry:{told['is']['tool']}"]
    act = scene.act(scene.actor(told["by"]))
    classify_use(act, entry_id=entry_id, answers=answers)
    for task in LegalTask.objects.filter(entry_id=entry_id, code__in=told.get("done", ())):
        proof = told["done"][task.code]
        done = TaskInput(owner_id=None, due_on=None, done=True, proof=proof)
        change_task(act, task_id=task.id, given=done)


def _software(scene: Scene, told: dict[str, Any]) -> None:
    row = add_software(scene.act(scene.actor(told["by"])), name=told["name"], vendor=told["vendor"])
    scene.found[f"software:{told['name']}"] = row.id


def _look(scene: Scene, told: dict[str, Any], look: dict[str, Any]) -> None:
    answer_sweep(
        scene.act(scene.actor(told["by"])),
        software_id=scene.found[f"software:{told['name']}"],
        look=Look(
            found=Found(look["found"]),
            data=tuple(look.get("data", ())),
            switched_on=SwitchedOn(look.get("switched_on", "")),
        ),
    )
