"""What an action is, and a checked catalogue of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assessments.questionnaire.rules.checks import in_cycles, repeated_ids
from assessments.questionnaire.rules.document import parse_conditions, version_of
from assessments.questionnaire.rules.documents import BadDocument, Node, Problem, Text
from assessments.questionnaire.rules.questionnaire import ANCHORED, Condition, Questionnaire

SCHEMA = "capitaine/actions/1"
FOUNDATIONS = ("PIL-01", "PIL-02", "CHO-03", "CHO-05", "MES-01")
CORE = frozenset({*FOUNDATIONS, "RIS-01", "RIS-02"})
DUTIES = frozenset({"COM-01", "RIS-02", "RIS-03", "DON-04"})
_ACTION_KEYS = frozenset(["id", "up", "days", "cost", "needs", "when", "ev", "t", "h", "y", "kpi"])


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a company can do: what it lifts, what it takes, when it is advised.

    Uplifts are points of 100 per dimension, days are low, likely and high person-days, cost is
    low and high in euros; one rule of *when* is enough, all conditions of a rule must hold.
    """

    id: str
    uplifts: Mapping[str, float]
    days: tuple[float, ...]
    cost: tuple[float, ...]
    needs: tuple[str, ...]
    when: tuple[tuple[Condition, ...], ...]
    evidence: tuple[str, ...]
    title: Text
    how: Text
    why: Text
    proof: str

    @property
    def likely_days(self) -> float:
        """The likely person-days."""
        return self.days[1]


@dataclass(frozen=True, slots=True)
class ActionCatalogue:
    """One published version of the actions, by id."""

    version: str
    actions: Mapping[str, Action]
    evidence: Mapping[str, str]


def parse_actions(root: Node) -> ActionCatalogue:
    """The actions of a document; BadDocument where the schema or a check fails."""
    top = root.mapping(required={"schema", "version", "actions", "evidence"})
    top["schema"].choice({SCHEMA})
    actions = [_action(node) for node in top["actions"].sequence()]
    evidence = {key: node.text() for key, node in top["evidence"].table().items()}
    problems = tuple(_problems(actions, evidence))
    if problems:
        raise BadDocument(problems)
    by_id = MappingProxyType({action.id: action for action in actions})
    return ActionCatalogue(version_of(top["version"]), by_id, MappingProxyType(evidence))


def check_actions_fit(catalogue: ActionCatalogue, questionnaire: Questionnaire) -> None:
    """Nothing if every item and dimension named exists, else BadDocument."""
    anchored = {item.id for item in questionnaire.items if item.kind in ANCHORED}
    dimensions = {dimension.id for dimension in questionnaire.dimensions}
    problems = []
    for action in catalogue.actions.values():
        asked = {condition.item_id for rule in action.when for condition in rule}
        problems += [Problem("unknown_item", f"{action.id}.{i}") for i in asked - anchored]
        strange = action.uplifts.keys() - dimensions
        problems += [Problem("unknown_dimension", f"{action.id}.{d}") for d in strange]
    if problems:
        raise BadDocument(tuple(problems))


def _action(node: Node) -> Action:
    keys = node.mapping(required=_ACTION_KEYS)
    uplifts = {dimension: points.number() for dimension, points in keys["up"].table().items()}
    return Action(
        id=keys["id"].text(),
        uplifts=MappingProxyType(uplifts),
        days=keys["days"].ascending(length=3),
        cost=keys["cost"].ascending(length=2),
        needs=keys["needs"].texts(),
        when=tuple(parse_conditions(rule) for rule in keys["when"].sequence()),
        evidence=keys["ev"].texts(),
        title=keys["t"].bilingual(),
        how=keys["h"].bilingual(),
        why=keys["y"].bilingual(),
        proof=keys["kpi"].text(),
    )


def _problems(actions: list[Action], evidence: Mapping[str, str]) -> Iterator[Problem]:
    known = {action.id for action in actions}
    yield from repeated_ids((action.id for action in actions), "actions")
    for action in actions:
        for need in set(action.needs) - known:
            yield Problem("unknown_need", f"{action.id}.{need}")
        for key in set(action.evidence) - evidence.keys():
            yield Problem("unknown_evidence", f"{action.id}.{key}")
        if not action.uplifts or not action.when:
            yield Problem("never_of_use", action.id)
    for action_id in in_cycles({action.id: set(action.needs) for action in actions}):
        yield Problem("needs_cycle", action_id)
    for action_id in {*FOUNDATIONS, *CORE, *DUTIES} - known:
        yield Problem("missing_action", action_id)
