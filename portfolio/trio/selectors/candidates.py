"""What of one initiative is compared, or why it is not; no query but for the diagnostic."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from assessments.uses.rules import UseCase, chance_kept, gaps_of, readiness_of
from assessments.voices.selectors.voices import answers_of
from governance.law.rules.laws import TriageClass
from portfolio.estimates.rules import Range, expected_value
from portfolio.life.choices import State
from portfolio.standing.choices import Health, SignalCode
from portfolio.standing.selectors.cards import Card, Person, Triple
from portfolio.start.rules import LEGAL_LINES
from portfolio.trio.rules.drawing import Candidate

MONTHS = 24
DATA = "DON"
LEAST_FIGURE = 0.01
CHECK_FIRST = frozenset({"high_check", "prohibited_check"})


class Why(StrEnum):
    """Why one is not among the names."""

    CAP = "cap"
    VACANT = "vacant"
    CRITERION = "criterion"
    UNFINISHED = "unfinished"
    STUCK = "stuck"
    OVER_BUDGET = "over_budget"
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
    until `until`, and cost and days are what is left. `lacks` is what the diagnostic says is not
    there yet for an idea: *data* or *prerequisite*; its chance is counted lower for that.
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
    lacks: Why | None
    tenths: int | None


class Other(Struct, frozen=True, kw_only=True):
    """One that is not named and why; `instead` is the named one it collides with or follows.

    `missing` are lines of the readiness list; `since` is from when it is so, `until` when its trial
    answers; `is_next` takes the next open slot. `keeps_place` holds its slot whatever is advised:
    too little is known of it yet.
    """

    one: Compared
    why: Why
    instead: UUID | None = None
    missing: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    is_next: bool = False
    keeps_place: bool = False


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


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An initiative that may be compared, with what the diagnostic says of its use."""

    card: Card
    lacks: Why | None = None
    chance_kept: float = 1.0


def barred_of(card: Card, trials: Mapping[UUID, date], known: Known | None) -> Other | None:
    """Why this one is not compared, None where it is."""
    if card.state is State.ACTIVE:
        return _halted(card)
    line = line_of(Opened(card=card))
    missing = tuple(one for one in card.unmet if one in LEGAL_LINES)
    if card.triage_class is None and not _must_be_checked(card.use_case):
        missing = ()
    if card.triage_class is TriageClass.PROHIBITED:
        return Other(one=line, why=Why.LAW)
    if missing:
        return Other(one=line, why=Why.LAW, missing=missing)
    if card.id in trials:
        return Other(one=line, why=Why.TRIAL, until=trials[card.id])
    if _is_unskilled(card.use_case, known):
        return Other(one=line, why=Why.SKILL)
    if None in (card.value, card.cost, card.days):
        return Other(one=line, why=Why.UNESTIMATED)
    return None


def _halted(card: Card) -> Other | None:
    """Why what runs cannot be carried on as it is, the gravest first."""
    line = line_of(Opened(card=card))
    since = {one.code: one.since for one in card.signals}
    legal = tuple(one for one in card.unmet if one in LEGAL_LINES)
    if card.triage_class is TriageClass.PROHIBITED:
        return Other(one=line, why=Why.LAW)
    if card.captain is None or SignalCode.CAPTAIN_VACANT in since:
        return Other(one=line, why=Why.VACANT, since=since.get(SignalCode.CAPTAIN_VACANT))
    for code, why in HALTS.items():
        if code in since:
            missing = card.unmet if code is SignalCode.UNFINISHED else ()
            return Other(one=line, why=why, since=since[code], missing=missing)
    if card.health is Health.STALLED:
        return Other(one=line, why=Why.STUCK, since=min(since.values(), default=None))
    if legal:
        return Other(one=line, why=Why.LAW, missing=legal, keeps_place=True)
    if card.going_on is None:
        return Other(one=line, why=Why.UNESTIMATED, keeps_place=True)
    return None


HALTS = {
    SignalCode.CRITERION_MET: Why.CRITERION,
    SignalCode.UNFINISHED: Why.UNFINISHED,
    SignalCode.OVER_BUDGET: Why.OVER_BUDGET,
    SignalCode.SINKHOLE: Why.GAIN,
}


def _must_be_checked(use_case: str) -> bool:
    """Whether the catalogue says that a use may be of high risk or prohibited."""
    use = catalogue.find_use_case(use_case)
    return use is not None and use.ai_act in CHECK_FIRST


def _is_unskilled(use_case: str, known: Known | None) -> bool:
    """Whether nobody has a skill that a use of the catalogue needs."""
    use = _use_of(use_case, known)
    if use is None or known is None:
        return False
    able = {skill: LEAST[column] for skill, column in known.skills.items()}
    return any(skill in able and not able[skill] for skill in skills_needed(use))


def _use_of(use_case: str, known: Known | None) -> UseCase | None:
    if known is None:
        return None
    return catalogue.use_cases_for(known.assessment.questionnaire_version).use_cases.get(use_case)


def opened_of(card: Card, known: Known | None) -> Opened:
    """What is compared of it: an idea with the share of its chance that our readiness leaves."""
    use = _use_of(card.use_case, known)
    if card.state is State.ACTIVE or use is None or known is None:
        return Opened(card=card)
    gaps = gaps_of(use, known.assessment.result)
    if not gaps:
        return Opened(card=card)
    lacks = Why.DATA if any(gap.dimension == DATA for gap in gaps) else Why.PREREQUISITE
    return Opened(card=card, lacks=lacks, chance_kept=chance_kept(readiness_of(gaps)))


def claims_of(card: Card) -> frozenset[str]:
    """What it takes for itself alone: its captain's time, and its use."""
    found = {f"captain {card.captain.id}"} if card.captain else set()
    return frozenset(found | ({f"use {card.use_case}"} if card.use_case else set()))


def candidate_of(opened: Opened) -> Candidate | None:
    """What is compared of it, None where a figure is missing; what is spent never counts."""
    card, going = opened.card, opened.card.going_on
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
            claims=claims_of(card),
        )
    value, cost, days = card.value, card.cost, card.days
    if value is None or cost is None or days is None:
        return None
    years = MONTHS // 12
    return Candidate(
        id=card.id,
        value=_range(value.low * years, value.likely * years, value.high * years),
        success_chance=card.success_chance * opened.chance_kept,
        chance_if_ready=None if opened.lacks is None else card.success_chance,
        cost=_range(cost.low, cost.likely, cost.high),
        days=_range(days.low, days.likely, days.high),
        claims=claims_of(card),
    )


def line_of(opened: Opened, *, tenths: int | None = None) -> Compared:
    """The initiative as it is told."""
    card = opened.card
    going = card.going_on if card.state is State.ACTIVE else None
    cost = None if card.cost is None else float(card.cost.likely)
    days = None if card.days is None else float(card.days.likely)
    return Compared(
        id=card.id,
        title=card.title,
        is_active=card.state is State.ACTIVE,
        health=card.health,
        captain=card.captain,
        gain=_gain(opened),
        until=None if going is None else going.until,
        cost=cost if going is None else float(going.cash),
        days=days if going is None else going.days,
        lacks=opened.lacks,
        tenths=tenths,
    )


def _gain(opened: Opened) -> Triple | None:
    card = opened.card
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
        success_chance=Decimal(str(card.success_chance * opened.chance_kept)),
        months=MONTHS,
    )
    return Triple(low=round(low), likely=round(likely), high=round(high))


def _range(low: float, likely: float, high: float) -> Range:
    """The range; what is nothing is next to nothing."""
    first = max(LEAST_FIGURE, low)
    middle = max(first, likely)
    return Range(p10=first, p50=middle, p90=max(middle, high))
