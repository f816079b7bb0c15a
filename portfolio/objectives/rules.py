"""How far: the share of the gain, the share of the time, and what it is worth a month."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil

from portfolio.forecast.choices import Promise, ValueState
from portfolio.life.rules import NEVER, open_until
from portfolio.objectives.choices import Direction

MONTHS_TO_CONFIRM = 3
CADENCES_HELD = 1.5
DAYS_PER_MONTH, YEAR = Decimal("30.44"), 12
NOTHING, WHOLE = Decimal(0), Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """A figure told by what was counted: so many among so many, or so much for so many."""

    part: Decimal
    whole: Decimal

    def value(self, unit: str) -> Decimal:
        """The figure in that unit: out of a hundred where it is %, else the quotient."""
        return _quotient(self.part, self.whole, unit)


Told = Decimal | Ratio
_DIGITS = "[^/a-zA-Z%€]*[0-9][^/a-zA-Z%€]*"
_COUNTED = re.compile(rf"(?P<part>{_DIGITS})(?:/|sur|of|out of)(?P<whole>{_DIGITS})")


def counted_in(text: str) -> tuple[str, str] | None:
    """Return both numbers, as typed, of *12 / 240*, *12 sur 240*; None where one stands alone."""
    found = _COUNTED.fullmatch(text.strip())
    return None if found is None else (found["part"], found["whole"])


def figure_of(told: Told, unit: str) -> Decimal:
    """Return the figure in that unit, three decimals."""
    return told.value(unit) if isinstance(told, Ratio) else told


def counts_of(told: Told) -> tuple[Decimal | None, Decimal | None]:
    """Return the part and the whole of what was counted; twice None where a figure was told."""
    return (told.part, told.whole) if isinstance(told, Ratio) else (None, None)


def _quotient(part: Decimal, whole: Decimal, unit: str) -> Decimal:
    scale = 100 if unit.strip() == "%" else 1
    return (part * scale / whole).quantize(Decimal("0.001"))


def gain_share(*, baseline: Decimal, target: Decimal, value: Decimal) -> Decimal | None:
    """Return the share of the gain reached, whatever the direction; None when no gain is set.

    Negative when it got worse, above 1 when the target is passed.
    """
    if target == baseline:
        return None
    return (value - baseline) / (target - baseline)


def starting_value(*, values: Sequence[Told], unit: str) -> Decimal:
    """Return the baseline that several values before go-live tell, in that unit.

    Their mean; where all were counted what they counted together, so that a month of few weighs
    little.
    """
    counted = [one for one in values if isinstance(one, Ratio)]
    if len(counted) == len(values):
        part = sum((one.part for one in counted), NOTHING)
        return _quotient(part, sum((one.whole for one in counted), NOTHING), unit)
    mean = sum((figure_of(one, unit) for one in values), NOTHING) / len(values)
    return mean.quantize(Decimal("0.001"))


def elapsed_share(*, starts_on: date, target_date: date, today: date) -> Decimal:
    """Return the share of the time gone, from 0 to 1."""
    length = (target_date - starts_on).days
    if length <= 0:
        return WHOLE if today >= target_date else NOTHING
    return min(WHOLE, max(NOTHING, Decimal((today - starts_on).days) / Decimal(length)))


def monthly_days(*, days: int, starts_on: date, target_date: date) -> Decimal:
    """Return the days a month that so many days make from one day to the other."""
    months = Decimal((target_date - starts_on).days) / DAYS_PER_MONTH
    return days / max(WHOLE, months)


def monthly_gain(
    *, monthly_value_at_target: Decimal, share: Decimal | None, has_destination: bool = True
) -> Decimal | None:
    """Return the measured value in euros a month; None when it counts for no euro.

    Never more than the value at target; a loss is told as one. `has_destination` is False for
    freed time that nothing reuses.
    """
    if share is None or not has_destination:
        return None
    return monthly_value_at_target * min(WHOLE, share)


def gained_until(
    *,
    readings: Sequence[tuple[date, Decimal]],
    monthly_value: Decimal,
    cadence_days: int,
    since: date,
    until: date,
) -> Decimal:
    """Return what measured shares were worth from one day to another, in euros.

    `readings` are days with their share of the gain, oldest first; `monthly_value` is euros a
    month at target. A gain counts only as far as it is measured: a reading holds until the next
    one, and no longer than one and a half cadence. Nothing counts before the first; a loss counts
    as one.
    """
    held = [*readings, (date.max, NOTHING)]
    total = NOTHING
    for (day, share), (following, _) in pairwise(held):
        last = min(following, day + holds_for(cadence_days), until)
        days = (last - max(day, since)).days
        total += max(0, days) * min(WHOLE, share) * monthly_value / DAYS_PER_MONTH
    return total


def following_month(number: int, *, closed: frozenset[int], told: Container[int]) -> int:
    """Return the month that is consecutive to it: closed ones are passed over, unless `told`."""
    number += 1
    while (number - 1) % YEAR + 1 in closed and number not in told:
        number += 1
    return number


def holds_for(cadence_days: int) -> timedelta:
    """Return how long a measurement speaks of the present."""
    return timedelta(days=ceil(CADENCES_HELD * cadence_days))


@dataclass(frozen=True, kw_only=True)
class Month:
    """A calendar month: the share of the gain it ended on, and whether somebody vouches for it."""

    share: Decimal
    is_attested: bool


def is_confirmed(*, months: Sequence[Month]) -> bool:
    """Return whether the last three months, consecutive and oldest first, are all attested."""
    last = months[-MONTHS_TO_CONFIRM:]
    return len(last) == MONTHS_TO_CONFIRM and all(month.is_attested for month in last)


def value_state(*, months: Sequence[Month]) -> ValueState:
    """Return how sure the value is, lapsed or not; `months` are consecutive, oldest first."""
    if not months:
        return ValueState.DECLARED
    return ValueState.CONFIRMED if is_confirmed(months=months) else ValueState.MEASURED


def is_lapsed(
    *, measured_on: date, today: date, cadence_days: int, closed: frozenset[int] = NEVER
) -> bool:
    """Return whether the last measurement is too old to speak of today."""
    held = holds_for(cadence_days).days
    return today > open_until(day=measured_on, days=held, closed=closed)


def confirmed_month(*, months: Sequence[Month], monthly_value: Decimal) -> Decimal:
    """Return the confirmed euros a month: the lowest share of the three, the target at most."""
    if not is_confirmed(months=months):
        return NOTHING
    return monthly_value * min(WHOLE, *(month.share for month in months[-MONTHS_TO_CONFIRM:]))


def confirmed_runs(*, months: Mapping[int, bool], closed: frozenset[int] = NEVER) -> frozenset[int]:
    """Return the months that belong to three attested ones in a row; months are numbered.

    Those that the company is closed in (1–12) stand between none.
    """
    runs = []
    for number in (number for number, is_attested in months.items() if is_attested):
        run = [number]
        while len(run) < MONTHS_TO_CONFIRM:
            run.append(following_month(run[-1], closed=closed, told=months))
        runs.append(run)
    return frozenset(n for run in runs if all(months.get(one) for one in run) for n in run)


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """One initiative's euros so far: gains apart by how sure they are, and everything it cost."""

    confirmed: Decimal
    measured: Decimal
    cash: Decimal
    days: Decimal
    running: Decimal = NOTHING

    def cost(self, day_price: Decimal) -> Decimal:
        """Cash, internal days at their price, and what running cost."""
        return self.cash + self.days * day_price + self.running


def net_gain(every: Iterable[SoFar], *, day_price: Decimal) -> tuple[Decimal, Decimal]:
    """Return the confirmed gains minus the full costs of all, and what is measured apart."""
    known = list(every)
    net = sum((one.confirmed - one.cost(day_price) for one in known), NOTHING)
    return net, sum((one.measured for one in known), NOTHING)


IN_PART_FROM, MONTHS_OF_GRACE = 0.80, 2


def promise(
    *,
    first_target_month: int,
    month: int,
    confirmed_first_at: int | None = None,
    confirmed_revised_at: int | None = None,
    is_over: bool = False,
    share: float | None = None,
    is_settled: bool = True,
) -> Promise:
    """Return what became of the first promise: its target, by its date.

    Months are numbered; `confirmed_first_at` is the first of three attested months at the first
    target, `confirmed_revised_at` at a revised one. `is_settled` says that it was closed because
    what was left was not worth its cost.
    """
    if confirmed_first_at is not None:
        return Promise.KEPT if confirmed_first_at <= first_target_month else Promise.KEPT_LATE
    if confirmed_revised_at is not None:
        return Promise.KEPT_AFTER_REVISION
    if is_over and is_settled and share is not None and IN_PART_FROM <= share < 1:
        return Promise.KEPT_IN_PART
    is_waiting = share is not None and share >= 1
    if month > first_target_month + MONTHS_OF_GRACE or (is_over and not is_waiting):
        return Promise.NOT_KEPT
    return Promise.PENDING


def confirmed_at(*, months: Mapping[int, Month], closed: frozenset[int] = NEVER) -> int | None:
    """Return the first of the first three attested months in a row at the target, by number."""
    held = {n: month.is_attested and month.share >= WHOLE for n, month in months.items()}
    return min(confirmed_runs(months=held, closed=closed), default=None)


def improves(baseline: Decimal | None, target: Decimal | None, direction: str) -> bool:
    """Whether the target is better than the baseline, or one of them is not known."""
    if baseline is None or target is None:
        return True
    return target > baseline if direction == Direction.UP else target < baseline
