"""The promising uses in the reader's words: what pages and the API answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.selectors import in_words
from assessments.uses.rules import Cost, Gap, Suggestion, UseCase, UseCaseAdvice, Worth

DATA = "DON"


@dataclass(frozen=True, slots=True)
class GapLine:
    """A dimension below what a use needs, of 100; *id* is its code."""

    id: str
    dimension: str
    now: int
    needed: int


@dataclass(frozen=True, slots=True)
class Means:
    """Days and euros of a first year: low, high, likely, and what the company has.

    *code* is affordable, days_short, budget_short or both_short.
    """

    code: str
    days_low: float
    days_high: float
    days_likely: float
    days_available: float
    euros_low: float
    euros_high: float
    euros_likely: float
    euros_available: float

    @property
    def days_missing(self) -> float:
        """The likely days that the company does not have."""
        return max(0.0, self.days_likely - self.days_available)

    @property
    def euros_missing(self) -> float:
        """The likely euros that the company does not have."""
        return max(0.0, self.euros_likely - self.euros_available)


@dataclass(frozen=True, slots=True)
class UseLine:
    """One use with a fact for each of its sentences.

    *fit* is function_and_task, function or task; *function* is empty where it serves them all;
    *unit* is the catalogue's code, *direction* up or down; *chance* is likely, uncertain or
    unlikely; *agent* the authority it starts with where it acts by itself, *outside* an event that
    changes its object until that day; both empty where there is none.
    """

    id: str
    number: int
    title: str
    fit: str
    function: str
    task: str
    benefit: str
    gaps: tuple[GapLine, ...]
    means: Means
    ai_act: str
    gdpr: str
    failure: str
    data: str
    kpi: str
    unit: str
    direction: str
    worth: Worth | None
    chance: str
    agent: str
    outside: str
    outside_until: date | None

    @property
    def lacks(self) -> str:
        """What is missing first: data, a dimension (readiness), days, budget, or nothing."""
        if any(gap.id == DATA for gap in self.gaps):
            return "data"
        if self.gaps:
            return "readiness"
        return {"affordable": "", "budget_short": "budget"}.get(self.means.code, "days")

    @property
    def data_counted(self) -> bool:
        """Whether the data needed begin with a number: “500 images per defect”."""
        return self.data[:1].isdigit()

    @property
    def data_inside(self) -> str:
        """The data needed as they stand inside a sentence."""
        return self.data[:1].lower() + self.data[1:]


@dataclass(frozen=True, slots=True)
class UsesPage:
    """Up to five uses in order, up to two that must wait, up to two useful everywhere."""

    shortlist: tuple[UseLine, ...]
    not_yet: tuple[UseLine, ...]
    everywhere: tuple[UseLine, ...]


def uses_page(*, questionnaire: Questionnaire, uses: UseCaseAdvice, language: str) -> UsesPage:
    """The uses advised, in the words of the catalogue they are from."""
    use_cases = catalogue.use_cases(uses.catalogue_version).use_cases

    def lines(suggestions: tuple[Suggestion, ...]) -> tuple[UseLine, ...]:
        return tuple(
            _use(questionnaire, use_cases[one.use_case_id], number, one, language)
            for number, one in enumerate(suggestions, start=1)
        )

    return UsesPage(lines(uses.shortlist), lines(uses.not_yet), lines(uses.everywhere))


LIKELY, UNLIKELY = 0.60, 0.23


def _chance(success: float) -> str:
    """A prior chance in one of three words, at the thresholds of the forecast."""
    return "likely" if success > LIKELY else "unlikely" if success < UNLIKELY else "uncertain"


def _use(
    questionnaire: Questionnaire,
    use_case: UseCase,
    number: int,
    one: Suggestion,
    language: str,
) -> UseLine:
    return UseLine(
        id=use_case.id,
        number=number,
        title=in_words(use_case.title, language),
        fit=one.fit.code,
        function=_option(questionnaire, "J1", use_case.function, language),
        task=_option(questionnaire, "J2", use_case.task, language),
        benefit=use_case.benefit,
        gaps=tuple(_gap(questionnaire, gap, language) for gap in one.gaps),
        means=_means(use_case, one.cost),
        ai_act=one.risk.ai_act,
        gdpr=one.risk.gdpr,
        failure=in_words(use_case.classic_failure, language),
        data=in_words(use_case.data, language),
        kpi=in_words(use_case.kpi.name, language),
        unit=use_case.kpi.unit,
        direction=use_case.kpi.direction,
        worth=one.worth,
        chance=_chance(use_case.success),
        agent=in_words(use_case.agent, language) if use_case.agent else "",
        outside=in_words(use_case.outside.name, language) if use_case.outside else "",
        outside_until=use_case.outside.until if use_case.outside else None,
    )


def _option(questionnaire: Questionnaire, item_id: str, option_id: str, language: str) -> str:
    options = questionnaire.item(item_id).options
    return next((one.name.in_language(language) for one in options if one.id == option_id), "")


def _gap(questionnaire: Questionnaire, gap: Gap, language: str) -> GapLine:
    name = questionnaire.dimension(gap.dimension).name.in_language(language)
    return GapLine(gap.dimension, name, int(gap.score), ceil(gap.needed))


def _means(use_case: UseCase, cost: Cost) -> Means:
    return Means(
        code=cost.code,
        days_low=use_case.days[0],
        days_high=use_case.days[2],
        days_likely=cost.days,
        days_available=cost.days_available,
        euros_low=use_case.cost[0],
        euros_high=use_case.cost[2],
        euros_likely=cost.euros,
        euros_available=cost.euros_available,
    )
