"""What is decided in a story: mandates, verdicts, trials, the exception."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from config.demo.reviews import keep_morning
from config.demo.scene import Scene
from governance.mandates.choices import MandateKind
from governance.mandates.rules import proposed_terms
from governance.mandates.services import (
    accept_mandate,
    renew_mandate,
    revoke_mandate,
    write_mandate,
)
from portfolio.cap.services import change_pool_cap, grant_exception
from portfolio.decisions.services.decisions import decide
from portfolio.life.choices import Again, Verdict
from portfolio.life.rules import Changes
from portfolio.quarters.choices import AskAnswer
from portfolio.quarters.services import answer_ask, write_ask
from portfolio.trials.choices import Rating
from portfolio.trials.services import ask_users, end_trial, rate_trial, start_trial

Event = dict[str, Any]
SAID = ("reason", "lesson", "kept", "gained", "claims_success")


def play_event(scene: Scene, event: Event) -> None:
    """What the event says has happened."""
    kind = event["do"]
    if kind in set(Verdict):
        _decide(scene, event)
    else:
        PLAYED[kind](scene, event)


def _decide(scene: Scene, event: Event) -> None:
    said = {name: event[name] for name in SAID if name in event}
    if "again" in event:
        said["again"] = Again(event["again"])
    if "restart_on" in event:
        said["restart_on"] = scene.day_of(event["restart_on"])
    if "runs_on" in event:
        said["runs_on_id"] = scene.members[event["runs_on"]].id
    if "scope" in event:
        said["changes"] = Changes(scope=event["scope"])
    decide(
        scene.act(scene.actor(event["by"])),
        initiative_id=scene.initiatives[event["about"]],
        verdict=Verdict(event["do"]),
        **said,
    )


def _company_mandate(scene: Scene, event: Event) -> None:
    terms = proposed_terms(kind=MandateKind.COMPANY, today=scene.day)
    mandate = write_mandate(
        scene.act(scene.actor(event["by"])),
        kind=MandateKind.COMPANY,
        holder_id=scene.members[event["holder"]].id,
        terms=replace(terms, deputy_id=_deputy_id(scene, event)),
    )
    scene.found["mandate"] = mandate.id
    scene.advance(scene.now)
    accept_mandate(scene.act(scene.actor(event["holder"])), mandate_id=mandate.id)


def _deputy_id(scene: Scene, event: Event) -> UUID | None:
    return scene.members[event["deputy"]].id if "deputy" in event else None


def _renew_company_mandate(scene: Scene, event: Event) -> None:
    renew_mandate(scene.act(scene.actor(event["by"])), mandate_id=scene.found["mandate"])


def _revoke_mandate(scene: Scene, event: Event) -> None:
    revoke_mandate(
        scene.act(scene.actor(event["by"])),
        mandate_id=scene.found[f"mandate:{event['about']}"],
        reason=event["reason"],
    )


def _change_pool_cap(scene: Scene, event: Event) -> None:
    act = scene.act(scene.actor(event["by"]))
    change_pool_cap(act, pool_cap=event["to"], reason=event["reason"])


def _grant_exception(scene: Scene, event: Event) -> None:
    grant_exception(scene.act(scene.actor(event["by"])), reason=event["reason"])


def _keep_rhythm(scene: Scene, event: Event) -> None:
    keep_morning(scene)


def _start_trial(scene: Scene, event: Event) -> None:
    trial = start_trial(
        scene.act(scene.actor(event["by"])),
        initiative_id=scene.initiatives[event["about"]],
        question=event["question"],
        days=event["days"],
        money=event["money"],
    )
    scene.found[f"trial:{event['about']}"] = trial.id


def _end_trial(scene: Scene, event: Event) -> None:
    end_trial(
        scene.act(scene.actor(event["by"])),
        trial_id=scene.found[f"trial:{event['about']}"],
        answer=event["answer"],
        conclusive=event["conclusive"],
        spent=event["spent"],
    )


def _ask_users(scene: Scene, event: Event) -> None:
    people = [scene.members[one].id for one in event["users"]]
    trial_id = scene.found[f"trial:{event['about']}"]
    ask_users(scene.act(scene.actor(event["by"])), trial_id=trial_id, member_ids=people)


def _rate_trial(scene: Scene, event: Event) -> None:
    rating, trial_id = Rating(event["rating"]), scene.found[f"trial:{event['about']}"]
    rate_trial(scene.act(scene.actor(event["by"])), trial_id=trial_id, rating=rating)


def _ask(scene: Scene, event: Event) -> None:
    ask = write_ask(
        scene.act(scene.actor(event["by"])),
        text=event["text"],
        owner_id=scene.members[event["owner"]].id,
    )
    scene.found[f"ask:{event['as']}"] = ask.id


def _answer_ask(scene: Scene, event: Event) -> None:
    answer_ask(
        scene.act(scene.actor(event["by"])),
        ask_id=scene.found[f"ask:{event['about']}"],
        answer=AskAnswer(event["answer"]),
        sentence=event["sentence"],
    )


PLAYED: Mapping[str, Callable[[Scene, Event], None]] = {
    "company_mandate": _company_mandate,
    "renew_company_mandate": _renew_company_mandate,
    "revoke_mandate": _revoke_mandate,
    "change_pool_cap": _change_pool_cap,
    "grant_exception": _grant_exception,
    "keep_rhythm": _keep_rhythm,
    "start_trial": _start_trial,
    "ask_users": _ask_users,
    "rate_trial": _rate_trial,
    "end_trial": _end_trial,
    "ask": _ask,
    "answer_ask": _answer_ask,
}
