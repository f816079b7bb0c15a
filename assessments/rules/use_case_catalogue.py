"""What a use case is, and a checked catalogue of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assessments.rules.documents import BadDocument, Node, Problem, Text, bad, bilingual
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.questionnaire_checks import repeated_ids
from assessments.rules.questionnaire_document import version_of

SCHEMA = "capitaine/use_cases/1"
ANY = "*"
ANY_FUNCTION = "any"
BENEFITS = frozenset({"time", "quality", "cost", "satisfaction"})
AI_ACT_CLASSES = frozenset({"minimal", "transparency", "high_check", "prohibited_check"})
GDPR_CLASSES = frozenset({"none", "standard", "dpia_check"})

_KEYS = frozenset(
    {
        "id",
        "fn",
        "task",
        "nace",
        "ben",
        "t",
        "kpi",
        "data",
        "min",
        "days",
        "cost",
        "ps",
        "act",
        "gdpr",
        "fail",
    }
)


@dataclass(frozen=True, slots=True)
class Kpi:
    """The measure of a use case: its name, unit and good direction (*up* or *down*)."""

    name: Text
    unit: str
    direction: str


@dataclass(frozen=True, slots=True)
class UseCase:
    """One use of AI: where it helps, what it needs (days and euros of a first year), its risk.

    *minimum* is the score of 100 needed per dimension; *success* the prior chance of its target.
    """

    id: str
    function: str
    task: str
    nace: tuple[str, ...]
    benefit: str
    title: Text
    kpi: Kpi
    data: Text
    minimum: Mapping[str, float]
    days: tuple[float, ...]
    cost: tuple[float, ...]
    success: float
    ai_act: str
    gdpr: str
    classic_failure: Text


@dataclass(frozen=True, slots=True)
class UseCaseCatalogue:
    """One published version of the use cases, by id."""

    version: str
    nace_revision: str
    use_cases: Mapping[str, UseCase]


def parse_use_cases(root: Node) -> UseCaseCatalogue:
    """The use cases of a document; BadDocument where the schema or a check fails."""
    top = root.mapping(required={"schema", "version", "nace_revision", "use_cases"})
    top["schema"].choice({SCHEMA})
    use_cases = [_use_case(node) for node in top["use_cases"].sequence()]
    problems = tuple(repeated_ids((use_case.id for use_case in use_cases), "use_cases"))
    if problems:
        raise BadDocument(problems)
    return UseCaseCatalogue(
        version_of(top["version"]),
        top["nace_revision"].text(),
        MappingProxyType({use_case.id: use_case for use_case in use_cases}),
    )


def check_use_cases_fit(catalogue: UseCaseCatalogue, questionnaire: Questionnaire) -> None:
    """Nothing if every function, task and dimension named exists, else BadDocument."""
    functions = {*questionnaire.item("J1").option_ids, ANY_FUNCTION}
    tasks = set(questionnaire.item("J2").option_ids)
    dimensions = {dimension.id for dimension in questionnaire.dimensions}
    problems = []
    for use_case in catalogue.use_cases.values():
        if use_case.function not in functions:
            problems.append(Problem("unknown_function", use_case.id))
        if use_case.task not in tasks:
            problems.append(Problem("unknown_task", use_case.id))
        if use_case.minimum.keys() - dimensions:
            problems.append(Problem("unknown_dimension", use_case.id))
    if problems:
        raise BadDocument(tuple(problems))


def _use_case(node: Node) -> UseCase:
    keys = node.mapping(required=_KEYS)
    if not 0 < keys["ps"].number() < 1:
        raise bad("not_a_chance", keys["ps"].where)
    return UseCase(
        id=keys["id"].text(),
        function=keys["fn"].text(),
        task=keys["task"].text(),
        nace=keys["nace"].texts(),
        benefit=keys["ben"].choice(BENEFITS),
        title=keys["t"].bilingual(),
        kpi=_kpi(keys["kpi"]),
        data=keys["data"].bilingual(),
        minimum=MappingProxyType({d: n.number() for d, n in keys["min"].table().items()}),
        days=_positive(keys["days"]),
        cost=_positive(keys["cost"]),
        success=keys["ps"].number(),
        ai_act=keys["act"].choice(AI_ACT_CLASSES),
        gdpr=keys["gdpr"].choice(GDPR_CLASSES),
        classic_failure=keys["fail"].bilingual(),
    )


def _kpi(node: Node) -> Kpi:
    keys = node.mapping(required={"unit", "dir"}, optional={"fr", "en"})
    direction = keys["dir"].choice({"up", "down"})
    return Kpi(bilingual(keys, node.where), keys["unit"].text(), direction)


def _positive(node: Node) -> tuple[float, ...]:
    numbers = node.ascending(length=3)
    if numbers[1] <= 0:
        raise bad("not_positive", node.where)
    return numbers
