"""A story is played from its first day to today: every step through a service, in its time."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from config.demo.diagnostics import play_diagnostic
from config.demo.events import play_event
from config.demo.ideas import prepare, propose, qualify
from config.demo.register import register_of
from config.demo.reviews import reviews_of
from config.demo.roadmap import play_action
from config.demo.scene import Scene
from config.demo.skills import skills_of
from config.demo.steps import Step
from config.demo.work import work_of
from portfolio.reviews.services.due import keep_rhythm


def play(*, scene: Scene, story: Mapping[str, Any], until: datetime) -> None:
    """Everything that the story tells up to that moment has happened."""
    for step in sorted(_steps(scene, story), key=lambda step: step.at):
        if step.at > until:
            break
        scene.advance(step.at)
        step.play()
    scene.now = max(scene.now, until)
    keep_rhythm(now=scene.now, today=scene.day)


def _steps(scene: Scene, story: Mapping[str, Any]) -> Iterator[Step]:
    for diagnostic in story.get("diagnostics", ()):
        at = scene.moment_of(diagnostic["at"])
        yield Step(at, partial(play_diagnostic, scene, diagnostic))
    for event in story.get("roadmap", ()):
        yield Step(scene.moment_of(event["at"]), partial(play_action, scene, event))
    for key, idea in story.get("initiatives", {}).items():
        yield Step(scene.moment_of(idea["proposed"][1]), partial(propose, scene, key, idea))
        for name, happens in (("qualified", qualify), ("mandated", prepare)):
            if name in idea:
                yield Step(scene.moment_of(idea[name]), partial(happens, scene, key, idea))
        yield from work_of(scene, key, idea)
    yield from skills_of(scene, story.get("skills", {}))
    yield from register_of(scene, story.get("register", {}))
    if "reviews" in story:
        yield from reviews_of(scene, story["reviews"])
    for event in story.get("events", ()):
        yield Step(scene.moment_of(event["at"]), partial(play_event, scene, event))
