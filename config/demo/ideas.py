"""How an idea of a story comes, is qualified and gets its file ready."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from config.demo.scene import Scene
from governance.access.rules.authority import SubjectFacts
from governance.law.rules.taps import STAFF, short_way
from governance.law.selectors import law
from governance.mandates.choices import MandateKind
from governance.mandates.rules import proposed_terms
from governance.mandates.services import accept_mandate, write_mandate
from portfolio.criteria.choices import PortfolioComparison, StopMetric
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
from portfolio.money.services.budget import set_budget
from portfolio.objectives.choices import Benefit, Direction
from portfolio.objectives.services.objectives import ObjectiveInput, set_objective
from portfolio.obligations.selectors import tasks_by_code
from portfolio.obligations.services import TaskInput, change_task
from portfolio.triage.services import answer_triage, confirm_triage, provide_evidence

# What the companies of the demo show for a duty of the law.
PROOFS = {
    "gdpr_check": "Fiche ajoutée au registre RGPD",
    "gdpr_inform": "Mention ajoutée à la notice d’information",
    "gdpr_processor": "Contrat de sous-traitance signé, entraînement refusé",
    "gdpr_transfer": "Clauses types jointes au contrat",
    "notice_accessible": "Bandeau dès le premier message",
    "staff_told": "Note remise à chaque salarié concerné",
    "candidates_told": "Paragraphe ajouté aux offres d’emploi",
}
HIRING = frozenset({"A7a", "D1", "D10"})


def propose(scene: Scene, key: str, idea: dict[str, Any]) -> None:
    """The idea stands in the portfolio."""
    benefit = idea.get("objective", {}).get("benefit")
    row = propose_initiative(
        scene.act(scene.actor(idea["proposed"][0])),
        title=idea["title"],
        summary=idea.get("summary", ""),
        benefit=Benefit(benefit) if benefit else None,
        use_case_id=idea.get("use_case", ""),
        confirmed=True,
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
    """The legal check is done by the taps, or by the whole tree for what has no short way.

    Where the works council comes first, its consultation ended that day.
    """
    subject = SubjectFacts(initiative_id=scene.initiatives[key], captain_id=None)
    act, use = scene.act(scene.lead), idea.get("use_case", "")
    way = short_way(law=law(), use_case=use, staff_known=True)
    if way is None:
        facts = answer_triage(act, subject=subject, answers=_whole_tree(idea))
    else:
        meets = idea["triage"][0] == "transparency"
        facts = confirm_triage(
            act,
            subject=subject,
            use_case_id=use,
            taps={tap.id: "yes" if meets and tap.id == "public" else "no" for tap in way.taps},
            answers={one: _single(one, idea) for one in way.singles},
        )
    if facts.open:
        left = {one: "yes" if one == "A11a" else "no" for one in facts.open}
        facts = answer_triage(act, subject=subject, answers=left)
    if facts.council:
        references = {facts.council[0]: scene.day.isoformat()}
        provide_evidence(act, subject=subject, references=references)


def _single(question: str, idea: dict[str, Any]) -> str:
    """What the story answers to a question asked by itself."""
    if question == "A12":
        return "deployer"
    if question == "D0":
        return "no" if idea["triage"][-1] == "none" else "yes"
    return "yes" if question in ("A1", "W0") else "no"


def _whole_tree(idea: dict[str, Any]) -> dict[str, str]:
    """Every question answered, as for what judges applicants where the story says so."""
    yes = HIRING if idea["triage"] == ["high_risk"] else frozenset()
    ids = (question.id for question in law().every_question if question.id != STAFF)
    return {one: "yes" if one in yes else _single(one, idea) for one in ids}


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
    _see_to_the_law(scene, key)


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
        comparison=PortfolioComparison.BELOW,
        value=Decimal(str(share)),
        by_date=scene.day_of(by_date),
    )


def _see_to_the_law(scene: Scene, key: str) -> None:
    """What the law asks is done before it starts, but for what the story has no proof of."""
    for code, row in tasks_by_code(scene.initiatives[key]).items():
        if code in PROOFS:
            done = TaskInput(owner_id=None, due_on=None, done=True, proof=PROOFS[code])
            change_task(scene.act(scene.lead), task_id=row.id, given=done)


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
