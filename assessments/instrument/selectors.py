"""The health of the questionnaire, from what consenting companies lend and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import stdev

from assessments.instrument.rules import (
    LEAST_FOR_ALPHA,
    LEAST_PAIRS,
    Drift,
    Repeatability,
    alpha,
    alpha_interval,
    drift,
    read_alpha,
    repeatability,
    smallest_detectable_change,
    weighted_kappa,
)
from assessments.peers.rules.contributions import KIND, LONGEST_PATH, OVERALL, Lending, is_retest
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import visible_items
from assessments.questionnaire.rules.questionnaire import USAGE_ITEM, Questionnaire
from tenants.contributions.selectors import lent


@dataclass(frozen=True, slots=True)
class AlphaLine:
    """One dimension on the way most companies took; None where fewer than *needed* are complete."""

    dimension: str
    path: int
    items: int
    complete: int
    needed: int
    alpha: float | None
    low: float | None
    high: float | None
    reading: str | None


@dataclass(frozen=True, slots=True)
class RetestLine:
    """One score taken twice; None where there are fewer than *needed* pairs. SDC in points."""

    measure: str
    pairs: int
    needed: int
    icc: float | None
    sem: float | None
    sdc: float | None


@dataclass(frozen=True, slots=True)
class KappaLine:
    """One item answered twice, None where there are fewer than *needed* pairs."""

    item: str
    pairs: int
    needed: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class InstrumentHealth:
    """All of it, for the questionnaire in force; items carry their revision."""

    questionnaire: str
    companies: int
    alphas: tuple[AlphaLine, ...]
    retests: tuple[RetestLine, ...]
    kappas: tuple[KappaLine, ...]
    drifts: tuple[Drift, ...]

    @property
    def drifting(self) -> tuple[Drift, ...]:
        """The items that no longer tell companies apart, or that many cannot answer."""
        return tuple(one for one in self.drifts if one.flag)


def instrument_health(*, today: date) -> InstrumentHealth:
    """The health of today's questionnaire, in one query on public tables."""
    questionnaire = catalogue.current_questionnaire(today=today)
    by_company = _lendings(questionnaire.major)
    newest = [own[-1] for own in by_company.values()]
    pairs = [
        (one, two)
        for own in by_company.values()
        for one, two in pairwise(own)
        if is_retest(one.at, two.at)
    ]
    keys = [f"{item.id}/{item.revision}" for item in questionnaire.items if item.anchors]
    measures = [OVERALL, *(one.id for one in questionnaire.dimensions)]
    return InstrumentHealth(
        questionnaire=questionnaire.version,
        companies=len(newest),
        alphas=tuple(_alpha(one.id, questionnaire, newest) for one in questionnaire.dimensions),
        retests=tuple(_retest(name, pairs, newest) for name in measures),
        kappas=tuple(_kappa(key, pairs) for key in keys),
        drifts=tuple(
            drift(key, [one.answers[key] for one in newest if key in one.answers]) for key in keys
        ),
    )


def _lendings(major: int) -> dict[str, list[Lending]]:
    """What each company lent of that major version, the oldest first."""
    found: dict[str, list[Lending]] = defaultdict(list)
    for one in lent(kind=KIND):
        lending = Lending.from_dict(one.document, company=str(one.organization_id), at=one.at)
        if lending.major == major:
            found[lending.company].append(lending)
    return found


def _alpha(dimension: str, questionnaire: Questionnaire, newest: Iterable[Lending]) -> AlphaLine:
    """Alpha of the complete cases of one way through the questionnaire: the most frequent one."""
    cases = {
        path: _complete(_asked(questionnaire, dimension, path), path, newest)
        for path in range(LONGEST_PATH + 1)
    }
    path = max(cases, key=lambda one: (len(cases[one]), one))
    rows = cases[path]
    items = len(_asked(questionnaire, dimension, path))
    value = alpha(rows) if len(rows) >= LEAST_FOR_ALPHA else None
    low, high = (None, None)
    if value is not None and value < 1:
        low, high = alpha_interval(value, items=items, cases=len(rows))
    reading = None if value is None else read_alpha(value)
    return AlphaLine(dimension, path, items, len(rows), LEAST_FOR_ALPHA, value, low, high, reading)


def _asked(questionnaire: Questionnaire, dimension: str, path: int) -> tuple[str, ...]:
    """The items of a dimension that are asked on that way."""
    shown = visible_items(questionnaire, {USAGE_ITEM: path})
    return tuple(f"{one.id}/{one.revision}" for one in shown if one.dimension == dimension)


def _complete(keys: Sequence[str], path: int, newest: Iterable[Lending]) -> list[list[float]]:
    """The anchors of those who went that way and knew every answer, a row for each company."""
    rows = ([one.answers.get(key) for key in keys] for one in newest if one.path == path)
    return [[value for value in row if value is not None] for row in rows if None not in row]


def _retest(
    measure: str, pairs: Sequence[tuple[Lending, Lending]], newest: Sequence[Lending]
) -> RetestLine:
    scores = [(one.values[measure], two.values[measure]) for one, two in pairs]
    found: Repeatability | None = repeatability(scores) if len(scores) >= LEAST_PAIRS else None
    if found is None:
        return RetestLine(measure, len(scores), LEAST_PAIRS, None, None, None)
    spread = stdev(one.values[measure] for one in newest)
    change = smallest_detectable_change(deviation=spread, icc=min(1.0, found.icc))
    return RetestLine(measure, len(scores), LEAST_PAIRS, found.icc, found.sem, change)


def _kappa(key: str, pairs: Sequence[tuple[Lending, Lending]]) -> KappaLine:
    both = [
        (before, after)
        for one, two in pairs
        if (before := one.answers.get(key)) is not None
        and (after := two.answers.get(key)) is not None
    ]
    enough = len(both) >= LEAST_PAIRS
    kappa = weighted_kappa([a for a, _ in both], [b for _, b in both]) if enough else None
    return KappaLine(key, len(both), LEAST_PAIRS, kappa)
