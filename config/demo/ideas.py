"""How an idea of a story comes, is qualified and gets its file ready."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from config.demo.scene import Scene
from governance.access.rules.authority import SubjectFacts
from governance.law.rules.taps import Tap
from governance.law.services import answer_triage, confirm_triage
from governance.mandates.choices import MandateKind
from governance.mandates.rules import proposed_terms
from governance.mandates.services import accept_mandate, write_mandate
from portfolio.criteria.choices import Comparison, StopMetric
from portfolio.criteria.services import CriterionInput, propose_criteria, set_criteria
from portfolio.decisions.services.decisions import decide
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.choices import LiveTap
from portfolio.initiatives.services import (
    assign_captain,
    go_live_of,
    propose_initiative,
    set_go_live,
)
from portfolio.life.choices import Verdict
from portfolio.money.services import set_budget
from portfolio.objectives.choices import Benefit, Direction
from portfolio.objectives.services.objectives import ObjectiveInput, set_objective

NO_TAPS = {str(tap): "no" for tap in Tap}
HIRING = {
    **{f"A{number}": "no" for number in range(2, 12)},
    **{f"D{number}": "no" for number in range(2, 10)},
    "A1": "yes",
    "A7": "yes",
    "A12": "deployer",
    "D0": "yes",
    "D1": "yes",
    "D10": "yes",
}


def propose(scene: Scene, key: str, idea: dict[str, Any]) -> None:
    """The idea stands in the portfolio."""
    benefit = idea.get("objective", {}).get("benefit")
    row = propose_initiative(
        scene.act(scene.actor(idea["proposed"][0])),
        title=idea["title"],
        summary=idea.get("summary", ""),
        benefit=Benefit(benefit) if benefit else None,
        use_case_id=idea.get("use_case", ""),
    )
    scene.initiatives[key] = row.id


def qualify(scene: Scene, key: str, idea: dict[str, Any]) -> None:
    """The idea waits in the pool with its objective, estimates and triage."""
    lead, initiative_id = scene.lead, scene.initiatives[key]
    scene.objectives[key] = set_objective(
        scene.act(lead),
        initiative_id=initiative_id,
        given=objective_of(scene, idea, complete=False),
    ).id
    figures: dict[str, Any] = {name: tuple(three) for name, three in idea["estimates"].items()}
    if "chance" in idea:
        figures["success_chance"] = Decimal(str(idea["chance"]))
    set_estimates(scene.act(lead), initiative_id=initiative_id, estimates=Estimates(**figures))
    triage(scene, key, idea)
    decide(scene.act(lead), initiative_id=initiative_id, verdict=Verdict.QUALIFY)


def triage(scene: Scene, key: str, idea: dict[str, Any]) -> None:
    """The legal triage is done: three taps, or the whole tree for what judges applicants."""
    subject = SubjectFacts(initiative_id=scene.initiatives[key], captain_id=None)
    if idea["triage"] == ["high_risk"]:
        answer_triage(scene.act(scene.lead), subject=subject, answers=HIRING)
        return
    hint_class, hint_data = idea["triage"]
    confirm_triage(
        scene.act(scene.lead),
        subject=subject,
        hint_class=hint_class,
        hint_data=hint_data,
        taps=NO_TAPS,
    )


def prepare(scene: Scene, key: str, idea: dict[str, Any]) -> None:
    """The file is ready to start: promise, budget, criterion, captain and his or her letter."""
    boss, initiative_id = scene.boss, scene.initiatives[key]
    set_objective(
        scene.act(boss),
        initiative_id=initiative_id,
        objective_id=scene.objectives[key],
        given=objective_of(scene, idea, complete=True),
    )
    set_budget(scene.act(boss), initiative_id=initiative_id, budget=Decimal(idea["budget"]))
    live = scene.day_of(idea["live"]) if "live" in idea else scene.day
    set_go_live(
        scene.act(boss),
        initiative_id=initiative_id,
        given=go_live_of(tap=LiveTap.DAY, day=live, today=scene.day),
    )
    if "criterion" in idea:
        set_criteria(
            scene.act(boss), initiative_id=initiative_id, criteria=[_criterion(scene, idea)]
        )
    else:
        propose_criteria(scene.act(boss), initiative_id=initiative_id)
    captain = scene.members[idea["captain"]]
    assign_captain(scene.act(boss), initiative_id=initiative_id, captain_id=captain.id)
    _write_letter(scene, key, idea)


def objective_of(scene: Scene, idea: dict[str, Any], *, complete: bool) -> ObjectiveInput:
    """What the idea wants to change; its baseline, target and date once the file is complete."""
    given: dict[str, Any] = dict(idea["objective"])
    for name in ("baseline", "target"):
        number = given.pop(name, None)
        if complete:
            given[name] = Decimal(str(number))
    for name in ("baseline_on", "target_on"):
        moment = given.pop(name, None)
        if complete:
            given[name] = scene.day_of(moment)
    given["benefit"], given["direction"] = Benefit(given["benefit"]), Direction(given["direction"])
    return ObjectiveInput(**given)


def _criterion(scene: Scene, idea: dict[str, Any]) -> CriterionInput:
    share, by_date = idea["criterion"]
    return CriterionInput(
        metric=StopMetric.GAIN_SHARE,
        comparison=Comparison.BELOW,
        value=Decimal(str(share)),
        by_date=scene.day_of(by_date),
    )


def _write_letter(scene: Scene, key: str, idea: dict[str, Any]) -> None:
    """The captain's letter is written; signed at once unless the story says otherwise."""
    terms = proposed_terms(
        kind=MandateKind.INITIATIVE,
        today=scene.day,
        budget=Decimal(idea["budget"]),
        scope_text=idea["title"],
    )
    ceiling = min(idea["budget"], idea.get("ceiling", terms.ceiling_per_decision))
    mandate = write_mandate(
        scene.act(scene.boss),
        kind=MandateKind.INITIATIVE,
        holder_id=scene.members[idea["captain"]].id,
        initiative_id=scene.initiatives[key],
        terms=replace(terms, ceiling_per_decision=ceiling),
    )
    scene.found[f"mandate:{key}"] = mandate.id
    if idea.get("signed", True):
        scene.advance(scene.now)
        accept_mandate(scene.act(scene.actor(idea["captain"])), mandate_id=mandate.id)
