"""A trial takes no slot: thirty days, five days of work and 500 euros at most."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from governance.law.rules.laws import TriageClass
from portfolio.life.rules import Refusal
from portfolio.trials.choices import Rating

TRIAL_LENGTH = timedelta(days=30)
TRIAL_DAYS_OF_WORK = Decimal(5)
TRIAL_MONEY = Decimal(500)
MOST_TRIALS = 2
SMALL_COST, SMALL_DAYS = Decimal(1000), Decimal(2)
SMALL_CLASSES = frozenset({TriageClass.MINIMAL, TriageClass.TRANSPARENCY})
# Fewer answers would show who gave which.
SHOWN_FROM = 3


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many are asked what they think of it, and have said so; how many said what from three on.

    Below three the last three are None: they would show who gave which answer.
    """

    asked: int
    rated: int
    useful: int | None
    mixed: int | None
    useless: int | None


def tally(ratings: Iterable[str]) -> Tally:
    """Return what those answers add up to, one for each who was asked, empty where not given."""
    given = Counter(ratings)
    asked = given.total()
    rated = asked - given[""]
    shown = given if rated >= SHOWN_FROM else None
    return Tally(
        asked=asked,
        rated=rated,
        useful=None if shown is None else shown[Rating.USEFUL],
        mixed=None if shown is None else shown[Rating.MIXED],
        useless=None if shown is None else shown[Rating.USELESS],
    )


def trial_refusal(
    *, running: int, is_by_executive: bool, question: str, days: Decimal, money: Decimal
) -> Refusal | None:
    """Return why a trial cannot begin, or None; one at a time, a second by an executive."""
    refused = running_refusal(running=running, is_by_executive=is_by_executive)
    if refused is not None:
        return refused
    if not question.strip():
        return Refusal(code="question_required")
    if days > TRIAL_DAYS_OF_WORK or money > TRIAL_MONEY:
        limits = {"days": TRIAL_DAYS_OF_WORK, "money": TRIAL_MONEY}
        return Refusal(code="trial_too_large", facts=limits)
    return None


def running_refusal(*, running: int, is_by_executive: bool) -> Refusal | None:
    """Return why what runs leaves no room for another trial, or None."""
    if running >= MOST_TRIALS:
        return Refusal(code="trials_full", facts={"running": running})
    if running and not is_by_executive:
        return Refusal(code="trial_runs", facts={"running": running})
    return None


def law_refusal(*, blockers: tuple[str, ...] | None) -> Refusal | None:
    """Return why the law refuses a trial, a first use like any other; None: it may begin.

    `blockers` are the codes of its legal triage, None where nobody has answered it.
    """
    if blockers is None:
        return Refusal(code="trial_triage_needed")
    if blockers:
        return Refusal(code=blockers[0], facts={"blockers": blockers})
    return None


def law_ends(*, blockers: tuple[str, ...]) -> str:
    """Return the code for which the law ends a running trial, empty where it goes on.

    While a triage is still being answered only what is prohibited ends it.
    """
    if "triage_prohibited" in blockers:
        return "triage_prohibited"
    return "" if not blockers or "triage_open" in blockers else blockers[0]


def small_use_refusal(
    *, triage_class: TriageClass | None, cost_year: Decimal, days: Decimal, conclusive: bool
) -> Refusal | None:
    """Return why a use that was tried does not go straight to the register, or None."""
    is_small = cost_year <= SMALL_COST and days <= SMALL_DAYS
    if conclusive and triage_class in SMALL_CLASSES and is_small:
        return None
    facts = {"cost_year": SMALL_COST, "days": SMALL_DAYS, "classes": sorted(SMALL_CLASSES)}
    return Refusal(code="use_not_small", facts=facts)


def trial_ends_on(*, started_on: date) -> date:
    """Return the day the trial ends by itself."""
    return started_on + TRIAL_LENGTH
