"""What of one initiative is compared, or why it is not; no query but for the diagnostic."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from assessments.answers.models import Assessment
from assessments.answers.selectors import completed_assessments
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Profile, profile_of
from assessments.skills.rules import LEAST, declared_columns, skills_needed
from assessments.uses.rules import gaps_of
from assessments.voices.selectors.voices import answers_of
from governance.law.rules.laws import TriageClass
from portfolio.estimates.rules import Range, expected_value
from portfolio.life.choices import State
from portfolio.standing.choices import Health
from portfolio.standing.selectors.cards import Card, Person, Triple
from portfolio.trio.rules import (
    Candidate,
    TrioAdvice,
)

MONTHS = 24
DATA = "DON"
# So many points of 100 below what a use needs, a whole level of maturity, and it waits.
A_LEVEL = 20
LEAST_FIGURE = 0.01
LEGAL_LINES = frozenset({"evidence", "dpia", "works_council"})


class Why(StrEnum):
    """Why one is not among the names."""

    CAP = "cap"
    CAPTAIN = "captain"
    DUPLICATE = "duplicate"
    BUDGET = "budget"
    DAYS = "days"
    GAIN = "gain"
    RISK = "risk"
    LAW = "law"
    DATA = "data"
    PREREQUISITE = "prerequisite"
    SKILL = "skill"
    TRIAL = "trial"
    UNESTIMATED = "unestimated"
    BEYOND = "beyond"


class Compared(Struct, frozen=True, kw_only=True):
    """One initiative as it is compared: euros to gain, weighted by its chance, euros and days.

    `gain` is over 24 months; of what `is_active`, it is what going on brings over stopping now,
    until `until`, and cost and days are what is left.
    """

    id: UUID
    title: str
    is_active: bool
    health: Health
    captain: Person | None
    gain: Triple | None
    until: date | None
    cost: float | None
    days: float | None
    tenths: int | None


class Other(Struct, frozen=True, kw_only=True):
    """One that is not named and why; `instead` is the named one it collides with or follows.

    `missing` are legal lines of the readiness list; `until` is when its trial answers; `is_next`
    takes the next open slot.
    """

    one: Compared
    why: Why
    instead: UUID | None = None
    missing: tuple[str, ...] = ()
    until: date | None = None
    is_next: bool = False


class Known(Struct, frozen=True, kw_only=True):
    """What the newest diagnostic says, where there is one."""

    assessment: Assessment
    profile: Profile
    skills: Mapping[str, int]


def known_of_company() -> Known | None:
    """What the newest completed diagnostic says; at most three statements."""
    newest = next(iter(completed_assessments(most=1)), None)
    if newest is None or newest.result is None:
        return None
    questionnaire = catalogue.questionnaire(newest.questionnaire_version)
    answers = answers_of(newest)
    return Known(
        assessment=newest,
        profile=profile_of(questionnaire=questionnaire, answers=answers),
        skills=declared_columns(questionnaire, answers),
    )


def barred_of(card: Card, trials: Mapping[UUID, date], known: Known | None) -> Other | None:
    """Why this one is not compared, None where it is."""
    line = line_of(card, None)
    if card.state is not State.ACTIVE:
        missing = tuple(one for one in card.unmet if one in LEGAL_LINES)
        if missing or card.triage_class is TriageClass.PROHIBITED:
            return Other(one=line, why=Why.LAW, missing=missing)
        if card.id in trials:
            return Other(one=line, why=Why.TRIAL, until=trials[card.id])
        if (lacks := _lacks(card.use_case, known)) is not None:
            return Other(one=line, why=lacks)
    return Other(one=line, why=Why.UNESTIMATED) if candidate_of(card) is None else None


def _lacks(use_case: str, known: Known | None) -> Why | None:
    """What the diagnostic says is missing for a use of the catalogue."""
    if known is None or known.assessment.result is None:
        return None
    use = catalogue.use_cases_for(known.assessment.questionnaire_version).use_cases.get(use_case)
    if use is None:
        return None
    gaps = [
        gap for gap in gaps_of(use, known.assessment.result) if gap.needed - gap.score >= A_LEVEL
    ]
    if gaps:
        return Why.DATA if any(gap.dimension == DATA for gap in gaps) else Why.PREREQUISITE
    able = {skill: LEAST[column] for skill, column in known.skills.items()}
    short = any(skill in able and not able[skill] for skill in skills_needed(use))
    return Why.SKILL if short else None


def candidate_of(card: Card) -> Candidate | None:
    """What is compared of it, None where a figure is missing; what is spent never counts."""
    claims = {f"captain {card.captain.id}"} if card.captain else set()
    claims |= {f"use {card.use_case}"} if card.use_case else set()
    going = card.going_on
    if card.state is State.ACTIVE:
        if going is None:
            return None
        cash = float(going.cash)
        return Candidate(
            id=card.id,
            value=_range(going.gain_low, going.gain, going.gain_high),
            success_chance=1.0,
            cost=_range(cash, cash, cash),
            days=_range(going.days, going.days, going.days),
            claims=frozenset(claims),
        )
    value, cost, days = card.value, card.cost, card.days
    if value is None or cost is None or days is None:
        return None
    years = MONTHS // 12
    return Candidate(
        id=card.id,
        value=_range(value.low * years, value.likely * years, value.high * years),
        success_chance=card.success_chance,
        cost=_range(cost.low, cost.likely, cost.high),
        days=_range(days.low, days.likely, days.high),
        claims=frozenset(claims),
    )


def line_of(card: Card, found: TrioAdvice | None) -> Compared:
    going = card.going_on if card.state is State.ACTIVE else None
    cost = None if card.cost is None else float(card.cost.likely)
    days = None if card.days is None else float(card.days.likely)
    chance = None if found is None else found.chances.get(card.id)
    return Compared(
        id=card.id,
        title=card.title,
        is_active=card.state is State.ACTIVE,
        health=card.health,
        captain=card.captain,
        gain=_gain(card),
        until=None if going is None else going.until,
        cost=cost if going is None else float(going.cash),
        days=days if going is None else going.days,
        tenths=None if chance is None else round(chance * 10),
    )


def _gain(card: Card) -> Triple | None:
    going, value = card.going_on, card.value
    if card.state is State.ACTIVE:
        if going is None:
            return None
        return Triple(low=going.gain_low, likely=going.gain, high=going.gain_high)
    if value is None:
        return None
    low, likely, high = expected_value(
        low=value.low,
        likely=value.likely,
        high=value.high,
        success_chance=Decimal(str(card.success_chance)),
        months=MONTHS,
    )
    return Triple(low=round(low), likely=round(likely), high=round(high))


def _range(low: float, likely: float, high: float) -> Range:
    """The range; what is nothing is next to nothing."""
    first = max(LEAST_FIGURE, low)
    middle = max(first, likely)
    return Range(p10=first, p50=middle, p90=max(middle, high))
