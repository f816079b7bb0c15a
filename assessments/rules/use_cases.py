"""Which uses of AI suit a company, and why: ranks and reasons, never a start by itself.

Score = 100 · (0.15 + 0.85 fit) · readiness · √affordability · risk · chance, where a missing point
of readiness costs exponentially and the prior chance shrinks with readiness. All multipliers are
expert priors. The stored form is `UseCaseAdvice.as_dict()`: the fields below, lists for tuples.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp, sqrt
from typing import Any

from assessments.rules.answers import Answers
from assessments.rules.profile import ANY_SECTION, Profile, profile_of
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.results import Result, plain
from assessments.rules.use_case_catalogue import ANY, ANY_FUNCTION, UseCase, UseCaseCatalogue

SHORTLIST = 5
MOST_PER_FUNCTION = 2
MOST_NOT_YET = 2
BASE, FIT_SHARE = 0.15, 0.85
FUNCTION_FIT, TASK_FIT = 0.55, 0.45
GAP_SCALE = 40.0
DAYS_SHARE, BUDGET_SHARE = 0.4, 0.7
AI_ACT_FACTOR = {"minimal": 1.0, "transparency": 0.92, "prohibited_check": 0.5, "high_check": 0.35}
GDPR_FACTOR = {"none": 1.0, "standard": 0.97, "dpia_check": 0.85}
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Fit:
    """*code* is function_and_task, function or task; *function* any where it serves them all."""

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

    @property
    def has_all(self) -> bool:
        """Whether neither readiness nor means are missing."""
        return not self.gaps and self.cost.code == "affordable"


@dataclass(frozen=True, slots=True)
class UseCaseAdvice:
    """Up to five uses in order, and up to two perfect matches that must wait.

    *assumed* names what of the company was not answered.
    """

    catalogue_version: str
    shortlist: tuple[Suggestion, ...]
    not_yet: tuple[Suggestion, ...]
    assumed: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The stored form, see the module."""
        stored: dict[str, Any] = plain(self)
        return stored


def rank_use_cases(
    *,
    catalogue: UseCaseCatalogue,
    questionnaire: Questionnaire,
    answers: Answers,
    result: Result,
) -> UseCaseAdvice:
    """The uses that suit this company, ties by id, at most two of the five from one function."""
    profile = profile_of(questionnaire=questionnaire, answers=answers)
    suggestions = [
        suggestion
        for use_case in catalogue.use_cases.values()
        if _in_sector(use_case, profile)
        and (suggestion := suggest(use_case=use_case, profile=profile, result=result))
    ]
    suggestions.sort(key=lambda one: (-one.score, one.use_case_id))
    shortlist = _diverse(suggestions, catalogue)
    waiting = [
        one
        for one in suggestions
        if one.fit.code == "function_and_task" and one not in shortlist and not one.has_all
    ]
    return UseCaseAdvice(
        catalogue.version, shortlist, tuple(waiting[:MOST_NOT_YET]), profile.assumed
    )


def suggest(*, use_case: UseCase, profile: Profile, result: Result) -> Suggestion | None:
    """The use case as it suits this company, or None if neither function nor task matches."""
    function = use_case.function == ANY_FUNCTION or use_case.function in profile.functions
    task = use_case.task in profile.tasks
    fit = FUNCTION_FIT * function + TASK_FIT * task
    if not fit:
        return None
    gaps = _gaps(use_case, result)
    ready = exp(-sum(gap.needed - gap.score for gap in gaps) / GAP_SCALE)
    cost, affordable = _cost(use_case, profile)
    risk = AI_ACT_FACTOR[use_case.ai_act] * GDPR_FACTOR[use_case.gdpr]
    chance = use_case.success * (0.6 + 0.4 * ready)
    code = "function_and_task" if function and task else "function" if function else "task"
    return Suggestion(
        use_case_id=use_case.id,
        score=100 * (BASE + FIT_SHARE * fit) * ready * sqrt(affordable) * risk * chance,
        fit=Fit(code, use_case.function, use_case.task),
        readiness="gap" if gaps else "ready",
        gaps=gaps,
        cost=cost,
        risk=Risk(use_case.ai_act, use_case.gdpr),
    )


def _in_sector(use_case: UseCase, profile: Profile) -> bool:
    sections = set(use_case.nace)
    return ANY in sections or ANY_SECTION in profile.sections or bool(sections & profile.sections)


def _gaps(use_case: UseCase, result: Result) -> tuple[Gap, ...]:
    scores = {one: result.dimension(one).current for one in use_case.minimum}
    gaps = [
        Gap(one, scores[one], needed)
        for one, needed in use_case.minimum.items()
        if scores[one] < needed - TOLERANCE
    ]
    return tuple(sorted(gaps, key=lambda gap: (gap.score - gap.needed, gap.dimension)))


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
