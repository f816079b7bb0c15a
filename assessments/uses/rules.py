"""What a use case is, and a checked catalogue of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import exp, sqrt
from typing import Annotated, Literal

from msgspec import Meta, field

from assessments.questionnaire.rules.answers import ANY_SECTION, Answers, Profile, profile_of
from assessments.questionnaire.rules.checks import repeated_ids
from assessments.questionnaire.rules.documents import Named, Number, Text, Version, check_ascending
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.results import Result
from tenants.documents import BadDocument, DocumentFault, Part, Words, shaped

PRESENT = "capitaine/use_cases/2"
SIZES = frozenset({"micro", "small", "medium"})
ANY = "*"
ANY_FUNCTION = "any"


class Kpi(Named):
    """The measure of a use case: its name, unit and good direction."""

    unit: Words
    direction: Literal["up", "down"] = field(name="dir")


Size = Annotated[str, Meta(pattern=r"^(micro|small|medium)\Z")]


class Outside(Named):
    """An event outside the company that changes what a use is for, told until its day."""

    until: date


class UseCase(Part):
    """One use of AI: where it helps, what it needs (days and euros of a first year), its risk.

    Days and euros are low, likely and high: *cost* of a first year, *run* of each later one,
    *value* a year by the company's size once the target is met. *minimum* is the score of 100
    needed per dimension; *success* the prior chance of its target. *agent* is the authority that a
    use which acts by itself starts with, *outside* an event that changes its object.
    """

    id: Words
    function: Words = field(name="fn")
    task: Words
    nace: tuple[Words, ...]
    benefit: Literal["time", "quality", "cost", "satisfaction"] = field(name="ben")
    title: Text = field(name="t")
    kpi: Kpi
    data: Text
    minimum: Mapping[str, Number] = field(name="min")
    days: tuple[Number, Number, Number]
    cost: tuple[Number, Number, Number]
    success: Annotated[float, Meta(gt=0, lt=1)] = field(name="ps")
    ai_act: Literal["minimal", "transparency", "high_check", "prohibited_check"] = field(name="act")
    gdpr: Literal["none", "standard", "dpia_check"]
    classic_failure: Text = field(name="fail")
    run: tuple[Number, Number, Number] | None = None
    value: Mapping[Size, tuple[Number, Number, Number]] = {}
    src: Literal["time", "tap"] | None = None
    agent: Text | None = None
    outside: Outside | None = None

    def __post_init__(self) -> None:
        for numbers in (self.days, self.cost):
            check_ascending(numbers)
            if numbers[1] <= 0:
                raise ValueError("Expected a likely number above 0")
        for numbers in (*self.value.values(), *([self.run] if self.run else [])):
            check_ascending(numbers)


class UseCaseCatalogue(Part, dict=True):
    """One published version of the use cases."""

    schema: Literal["capitaine/use_cases/1", "capitaine/use_cases/2"]
    version: Version
    nace_revision: Words
    every_use_case: tuple[UseCase, ...] = field(name="use_cases")

    @cached_property
    def use_cases(self) -> Mapping[str, UseCase]:
        """The use cases by id."""
        return {use_case.id: use_case for use_case in self.every_use_case}


def parse_use_cases(document: object) -> UseCaseCatalogue:
    """The use cases of a document; BadDocument where its shape or a check fails."""
    catalogue = shaped(document, UseCaseCatalogue, name="use_cases")
    problems = tuple(repeated_ids((one.id for one in catalogue.every_use_case), "use_cases"))
    if catalogue.schema == PRESENT:
        problems += tuple(
            DocumentFault("worth_missing", one.id)
            for one in catalogue.every_use_case
            if one.run is None or one.src is None or set(one.value) != SIZES
        )
    if problems:
        raise BadDocument(problems)
    return catalogue


def check_use_cases_fit(catalogue: UseCaseCatalogue, questionnaire: Questionnaire) -> None:
    """Nothing if every function, task and dimension named exists, else BadDocument."""
    functions = {*questionnaire.item("J1").option_ids, ANY_FUNCTION}
    tasks = set(questionnaire.item("J2").option_ids)
    dimensions = {dimension.id for dimension in questionnaire.dimensions}
    problems = []
    for use_case in catalogue.use_cases.values():
        if use_case.function not in functions:
            problems.append(DocumentFault("unknown_function", use_case.id))
        if use_case.task not in tasks:
            problems.append(DocumentFault("unknown_task", use_case.id))
        if use_case.minimum.keys() - dimensions:
            problems.append(DocumentFault("unknown_dimension", use_case.id))
    if problems:
        raise BadDocument(tuple(problems))


SHORTLIST = 5
MOST_PER_FUNCTION = 2
MOST_NOT_YET = 2
BASE, FIT_SHARE = 0.15, 0.85
FUNCTION_FIT, TASK_FIT = 0.55, 0.45
LEAST_SCORE = 10.0
FEW, MOST_EVERYWHERE = 3, 2
GAP_SCALE = 40.0
DAYS_SHARE, BUDGET_SHARE = 0.4, 0.7
AI_ACT_FACTOR = {"minimal": 1.0, "transparency": 0.92, "high_check": 0.35, "prohibited_check": 0.25}
GDPR_FACTOR = {"none": 1.0, "standard": 0.97, "dpia_check": 0.85}
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Fit:
    """*code* is function_and_task, task or everywhere (its task was not ticked).

    *function* is any where it serves them all.
    """

    code: str
    function: str
    task: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A dimension below what the use needs, of 100."""

    dimension: str
    score: float
    needed: float


@dataclass(frozen=True, slots=True)
class Cost:
    """*code* is affordable, days_short, budget_short or both_short, with likely and available."""

    code: str
    days: float
    days_available: float
    euros: float
    euros_available: float


@dataclass(frozen=True, slots=True)
class Worth:
    """What a use brings and takes at the company's size: euros of value a year once its target is
    met, euros and days of the first year, and whether two years of it cover what they cost.
    """

    low: float
    high: float
    euros: float
    days: float
    pays: bool


@dataclass(frozen=True, slots=True)
class Risk:
    """What to check: classes of the AI Act and of the GDPR as the catalogue has them."""

    ai_act: str
    gdpr: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A use case with its score of 100 and a fact for each of its sentences.

    *readiness* is ready or gap; the classic failure and the data needed are the catalogue's texts
    of *use_case_id*.
    """

    use_case_id: str
    score: float
    fit: Fit
    readiness: str
    gaps: tuple[Gap, ...]
    cost: Cost
    risk: Risk
    worth: Worth | None = None

    @property
    def has_all(self) -> bool:
        """Whether neither readiness nor means are missing."""
        return not self.gaps and self.cost.code == "affordable"


@dataclass(frozen=True, slots=True)
class UseCaseAdvice:
    """Up to five uses in order, and up to two perfect matches that must wait.

    *everywhere* are up to two that serve any company, shown apart where fewer than three fit;
    *assumed* names what of the company was not answered.
    """

    catalogue_version: str
    shortlist: tuple[Suggestion, ...]
    not_yet: tuple[Suggestion, ...]
    assumed: tuple[str, ...]
    everywhere: tuple[Suggestion, ...] = ()


def rank_use_cases(
    *,
    catalogue: UseCaseCatalogue,
    questionnaire: Questionnaire,
    answers: Answers,
    result: Result,
) -> UseCaseAdvice:
    """The uses whose task was ticked, ties by id, at most two of the five from one function.

    Five is the most: fewer, or none, is a right answer.
    """
    profile = profile_of(questionnaire=questionnaire, answers=answers)
    allowed = [one for one in catalogue.use_cases.values() if _in_sector(one, profile)]
    every = [suggest(use_case=one, profile=profile, result=result) for one in allowed]
    every.sort(key=lambda one: (-one.score, one.use_case_id))
    suggestions = [one for one in every if one.fit.code != EVERYWHERE]
    worthy = [one for one in suggestions if one.score >= LEAST_SCORE]
    shortlist = _diverse(worthy, catalogue)
    general = [
        one
        for one in every
        if one.fit.code == EVERYWHERE
        and one.fit.function == ANY_FUNCTION
        and one.score >= LEAST_SCORE
    ]
    waiting = [
        one
        for one in suggestions
        if one.fit.code == "function_and_task" and one not in shortlist and not one.has_all
    ]
    return UseCaseAdvice(
        catalogue.version,
        shortlist,
        tuple(waiting[:MOST_NOT_YET]),
        profile.assumed,
        tuple(general[:MOST_EVERYWHERE]) if len(shortlist) < FEW else (),
    )


EVERYWHERE = "everywhere"


def suggest(*, use_case: UseCase, profile: Profile, result: Result) -> Suggestion:
    """The use case as it suits this company; promising only where its task was ticked."""
    function = use_case.function == ANY_FUNCTION or use_case.function in profile.functions
    task = use_case.task in profile.tasks
    fit = FUNCTION_FIT * function + TASK_FIT * task
    gaps = gaps_of(use_case, result)
    ready = readiness_of(gaps)
    cost, affordable = _cost(use_case, profile)
    risk = AI_ACT_FACTOR[use_case.ai_act] * GDPR_FACTOR[use_case.gdpr]
    chance = use_case.success * chance_kept(ready)
    code = ("function_and_task" if function else "task") if task else EVERYWHERE
    return Suggestion(
        use_case_id=use_case.id,
        score=100 * (BASE + FIT_SHARE * fit) * ready * sqrt(affordable) * risk * chance,
        fit=Fit(code, use_case.function, use_case.task),
        readiness="gap" if gaps else "ready",
        gaps=gaps,
        cost=cost,
        risk=Risk(use_case.ai_act, use_case.gdpr),
        worth=worth_of(use_case, profile.size),
    )


DAY_RATE = 350.0
YEARS = 2


def worth_of(use_case: UseCase, size: str) -> Worth | None:
    """What it brings and takes at that size; None where the catalogue gives no value.

    It pays where the likely value of 24 months, times its chance, covers the first year's cost, the
    second year's run cost and the days at 350 euros (domain §3).
    """
    if use_case.run is None or size not in use_case.value:
        return None
    value = use_case.value[size]
    euros, run = at_size(use_case.cost, size), at_size(use_case.run, size)
    days = at_size(use_case.days, size)
    gain = YEARS * value[1] * use_case.success
    pays = gain >= euros + (YEARS - 1) * run + DAY_RATE * days - TOLERANCE
    return Worth(value[0], value[2], euros, days, pays)


def at_size(range_: tuple[float, float, float], size: str) -> float:
    """Where in a range a company of that size stands: low for micro, likely for medium."""
    low, likely, _high = range_
    return {"micro": low, "small": (low + likely) / 2, "medium": likely}[size]


def _in_sector(use_case: UseCase, profile: Profile) -> bool:
    sections = set(use_case.nace)
    return ANY in sections or ANY_SECTION in profile.sections or bool(sections & profile.sections)


def gaps_of(use_case: UseCase, result: Result) -> tuple[Gap, ...]:
    """The dimensions in which the company stands below what this use needs, the widest first."""
    scores = {one: result.dimension(one).current for one in use_case.minimum}
    gaps = [
        Gap(one, scores[one], needed)
        for one, needed in use_case.minimum.items()
        if scores[one] < needed - TOLERANCE
    ]
    return tuple(sorted(gaps, key=lambda gap: (gap.score - gap.needed, gap.dimension)))


def readiness_of(gaps: Iterable[Gap]) -> float:
    """How ready the company is for a use with those gaps: 1 without any (domain §3)."""
    return exp(-sum(gap.needed - gap.score for gap in gaps) / GAP_SCALE)


def chance_kept(ready: float) -> float:
    """The share of its chance that a use keeps at that readiness (domain §3)."""
    return 0.6 + 0.4 * ready


def _cost(use_case: UseCase, profile: Profile) -> tuple[Cost, float]:
    days, euros = use_case.days[1], use_case.cost[1]
    days_available = DAYS_SHARE * 12 * profile.days_month
    euros_available = BUDGET_SHARE * profile.budget_year
    short_of_days = days_available < days - TOLERANCE
    short_of_euros = euros_available < euros - TOLERANCE
    code = {
        (False, False): "affordable",
        (True, False): "days_short",
        (False, True): "budget_short",
        (True, True): "both_short",
    }[short_of_days, short_of_euros]
    affordable = min(1.0, days_available / days) * min(1.0, euros_available / euros)
    return Cost(code, days, days_available, euros, euros_available), affordable


def _diverse(suggestions: list[Suggestion], catalogue: UseCaseCatalogue) -> tuple[Suggestion, ...]:
    chosen: list[Suggestion] = []
    taken: Counter[str] = Counter()
    for one in suggestions:
        function = catalogue.use_cases[one.use_case_id].function
        if len(chosen) < SHORTLIST and taken[function] < MOST_PER_FUNCTION:
            chosen.append(one)
            taken[function] += 1
    return tuple(chosen)
