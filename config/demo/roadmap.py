"""What people of a story do with the actions of their roadmap."""

from collections.abc import Callable, Mapping
from typing import Any

from assessments.roadmap.services import (
    complete_action,
    move_action,
    refuse_action,
    take_action,
)
from config.demo.scene import Scene

SERVICES: Mapping[str, Callable[..., object]] = {
    "take": take_action,
    "move": move_action,
    "refuse": refuse_action,
    "done": complete_action,
}
DAYS = ("due_on", "until")
WORDS = ("reason", "proof_text")


def play_action(scene: Scene, event: Mapping[str, Any]) -> None:
    """The action is taken, moved, refused or done as the story tells."""
    given: dict[str, Any] = {name: event[name] for name in WORDS if name in event}
    given |= {name: scene.day_of(event[name]) for name in DAYS if name in event}
    if "owner" in event:
        given["owner_id"] = scene.members[event["owner"]].id
    SERVICES[event["do"]](scene.act(scene.actor(event["by"])), action_id=event["action"], **given)
