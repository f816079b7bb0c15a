"""What an action is, and a checked catalogue of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from msgspec import field

from assessments.questionnaire.rules.checks import in_cycles, repeated_ids
from assessments.questionnaire.rules.documents import Number, Text, Version, check_ascending
from assessments.questionnaire.rules.questionnaire import ANCHORED, Questionnaire, Rule
from tenants.documents import BadDocument, DocumentFault, Part, Words, shaped

FOUNDATIONS = ("PIL-01", "PIL-02", "CHO-03", "CHO-05", "MES-01")
CORE = frozenset({*FOUNDATIONS, "RIS-01", "RIS-02"})
FIRST_HOUR = "COM-01"
# Of the catalogues of schema 1, which do not say it themselves.
FORMER_DUTIES = frozenset({FIRST_HOUR, "RIS-02", "RIS-03", "DON-04"})
FORMER, PRESENT = "capitaine/actions/1", "capitaine/actions/2"
TOLD = "told"
Seen = Literal[
    "today",
    "rows",
    "triage",
    "register",
    "charter",
    "incidents",
    "adoption",
    "reviews",
    "money",
    "told",
]


class Action(Part):
    """One thing a company can do: what it lifts, what it takes, when it is advised.

    Uplifts are points of 100 per dimension, days are low, likely and high person-days, cost is
    low and high in euros; one rule of *when* is enough, all conditions of a rule must hold.
    *seen* is since when the product can see its proof (*told*: a person says it in one sentence),
    *duty* whether it is planned as a duty by law or as good practice; *only* names the answers of a
    choice for which it is advised at all.
    """

    id: Words
    uplifts: Mapping[str, Number] = field(name="up")
    days: tuple[Number, Number, Number]
    cost: tuple[Number, Number]
    needs: tuple[Words, ...]
    when: tuple[Rule, ...]
    evidence: tuple[Words, ...] = field(name="ev")
    title: Text = field(name="t")
    how: Text = field(name="h")
    why: Text = field(name="y")
    proof: Words = field(name="kpi")
    seen: Seen | None = None
    duty: Literal["law", "practice"] | None = None
    only: Mapping[str, tuple[str, ...]] = {}

    def __post_init__(self) -> None:
        check_ascending(self.days)
        check_ascending(self.cost)

    @property
    def likely_days(self) -> float:
        """The likely person-days."""
        return self.days[1]


class ActionCatalogue(Part, dict=True):
    """One published version of the actions."""

    schema: Literal["capitaine/actions/1", "capitaine/actions/2"]
    version: Version
    every_action: tuple[Action, ...] = field(name="actions")
    evidence: Mapping[str, Words]

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """The actions by id."""
        return {action.id: action for action in self.every_action}

    @cached_property
    def duties(self) -> frozenset[str]:
        """The actions planned as duties, by law or as good practice."""
        if self.schema == FORMER:
            return FORMER_DUTIES
        return frozenset(action.id for action in self.every_action if action.duty)


def parse_actions(document: object) -> ActionCatalogue:
    """The actions of a document; BadDocument where its shape or a check fails."""
    catalogue = shaped(document, ActionCatalogue, name="actions")
    problems = tuple(_problems(catalogue.every_action, catalogue.evidence))
    if catalogue.schema == PRESENT:
        problems += tuple(_proof_problems(catalogue.every_action))
    if problems:
        raise BadDocument(problems)
    return catalogue


def check_actions_fit(catalogue: ActionCatalogue, questionnaire: Questionnaire) -> None:
    """Nothing if every item and dimension named exists, else BadDocument."""
    anchored = {item.id for item in questionnaire.items if item.kind in ANCHORED}
    dimensions = {dimension.id for dimension in questionnaire.dimensions}
    problems = []
    for action in catalogue.actions.values():
        asked = {item_id for rule in action.when for item_id in rule}
        problems += [DocumentFault("unknown_item", f"{action.id}.{i}") for i in asked - anchored]
        for item_id, options in action.only.items():
            item = questionnaire.find(item_id)
            if item is None or item.kind != "choice":
                problems.append(DocumentFault("unknown_choice", f"{action.id}.{item_id}"))
            elif {*options} - {*item.option_ids}:
                problems.append(DocumentFault("unknown_option", f"{action.id}.{item_id}"))
        strange = action.uplifts.keys() - dimensions
        problems += [DocumentFault("unknown_dimension", f"{action.id}.{d}") for d in strange]
    if problems:
        raise BadDocument(tuple(problems))


def _problems(actions: tuple[Action, ...], evidence: Mapping[str, str]) -> Iterator[DocumentFault]:
    known = {action.id for action in actions}
    yield from repeated_ids((action.id for action in actions), "actions")
    for action in actions:
        for need in set(action.needs) - known:
            yield DocumentFault("unknown_need", f"{action.id}.{need}")
        for key in set(action.evidence) - evidence.keys():
            yield DocumentFault("unknown_evidence", f"{action.id}.{key}")
        if not action.uplifts or not action.when:
            yield DocumentFault("never_of_use", action.id)
    for action_id in in_cycles({action.id: set(action.needs) for action in actions}):
        yield DocumentFault("needs_cycle", action_id)
    for action_id in {*FOUNDATIONS, *CORE, FIRST_HOUR} - known:
        yield DocumentFault("missing_action", action_id)


def _proof_problems(actions: tuple[Action, ...]) -> Iterator[DocumentFault]:
    """Refuse an action that does not say where its proof is seen, or says it wrongly."""
    for action in actions:
        if action.seen is None:
            yield DocumentFault("seen_missing", action.id)
        elif (action.seen == TOLD) != action.proof.startswith(f"{TOLD}."):
            yield DocumentFault("told_or_seen", action.id)
