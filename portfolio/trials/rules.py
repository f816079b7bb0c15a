"""A trial takes no slot: thirty days, five days of work and 500 euros at most."""

from datetime import date, timedelta
from decimal import Decimal

from portfolio.life.rules import Refusal

TRIAL_LENGTH = timedelta(days=30)
TRIAL_DAYS_OF_WORK = Decimal(5)
TRIAL_MONEY = Decimal(500)


def trial_refusal(
    *, running: int, cap: int, question: str, days: Decimal, money: Decimal
) -> Refusal | None:
    """Return why a trial cannot begin, or None; as many at a time as the cap."""
    if running >= cap:
        return Refusal(code="trials_full", facts={"running": running, "cap": cap})
    if not question.strip():
        return Refusal(code="question_required")
    if days > TRIAL_DAYS_OF_WORK or money > TRIAL_MONEY:
        limits = {"days": TRIAL_DAYS_OF_WORK, "money": TRIAL_MONEY}
        return Refusal(code="trial_too_large", facts=limits)
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


def trial_ends_on(*, started_on: date) -> date:
    """Return the day the trial ends by itself."""
    return started_on + TRIAL_LENGTH
