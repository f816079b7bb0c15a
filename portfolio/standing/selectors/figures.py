"""What each initiative makes of the company's figures: the lines that open below a sum."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from portfolio.decisions.rules.verdicts import OPEN_STATES
from portfolio.forecast.choices import Counting, ValueState
from portfolio.forecast.rules.year_end import Expected, gain_until, joined, spent_until
from portfolio.life.choices import State
from portfolio.money.rules import Closing, closing
from portfolio.standing.selectors.company import Engaged
from portfolio.standing.selectors.stored import GOING, SoFarThisYear, Sums
from tenants.amounts import exact

LISTED = 12
NONE = dict.fromkeys(ValueState, Decimal(0))


class Told(Struct, frozen=True, kw_only=True):
    """One engaged initiative with what is summed of it, in all and of the fiscal year."""

    row: Engaged
    sums: Sums
    year: SoFarThisYear

    @property
    def money(self) -> Closing:
        """Where its money is."""
        return closing(
            approved=self.row.budget,
            spent=self.row.spent,
            ordered=self.row.committed,
            goes_on=self.row.state in OPEN_STATES,
        )


class Sum(Struct, frozen=True, kw_only=True):
    """Whole euros: what is likely, and what one chance in ten lies below or above."""

    low: int
    likely: int
    high: int


class FigureLine(Struct, frozen=True, kw_only=True):
    """What one initiative makes of the company's sums, in euros; `count` others have no `id`.

    `gain` is a month in states that are never added up, of what was stopped nothing, last measured
    `measured_on`. approved = spent + ordered + to_commit + given_back. Of the fiscal year:
    `year_confirmed`, `year_measured` and `year_spent` until today, `ahead` and `to_spend` expected
    until its end; `counting` says whether its gain counts in that.
    """

    id: UUID | None
    title: str
    state: State | None
    count: int
    gain: dict[ValueState, Decimal]
    measured_on: date | None
    approved: Decimal
    spent: Decimal
    ordered: Decimal
    to_commit: Decimal
    given_back: Decimal
    counting: Counting | None
    year_confirmed: int
    year_measured: int
    ahead: Sum
    year_spent: Decimal
    to_spend: Sum

    @property
    def shows_gain(self) -> bool:
        """Whether it makes any gain a month, lapsed or not."""
        return any(self.gain.values())

    @property
    def year_paid(self) -> Decimal:
        """What is spent in the year, or ordered."""
        return self.year_spent + self.ordered


class MeasuredIn(Struct, frozen=True, kw_only=True):
    """On how many initiatives of how many a sum rests, the last of them measured that day."""

    counted: int
    of: int
    on: date | None


def measured_in(lines: Sequence[FigureLine]) -> MeasuredIn:
    """Which of those that were not stopped show a gain that is measured or confirmed today."""
    there = [one for one in lines if one.state is not State.STOPPED]
    shown = [one for one in there if any(one.gain[state] for state in SHOWN)]
    days = [one.measured_on for one in shown if one.measured_on is not None]
    return MeasuredIn(counted=len(shown), of=len(there), on=max(days, default=None))


SHOWN = (ValueState.MEASURED, ValueState.CONFIRMED)
MONEY = ("approved", "spent", "ordered", "to_commit", "given_back", "year_spent")


def figure_line(one: Told, *, months: float) -> FigureLine:
    """What one initiative makes of the sums, `months` before the end of the year."""
    ahead, left = gain_until(one.sums.prospect, months), spent_until(one.sums.prospect, months)
    money = one.money
    return FigureLine(
        id=one.row.id,
        title=one.row.title,
        state=one.row.state,
        count=1,
        gain=NONE if one.row.state is State.STOPPED else one.sums.gain,
        measured_on=one.row.measured_on,
        approved=exact(money.approved),
        spent=exact(money.spent),
        ordered=exact(money.ordered),
        to_commit=exact(money.to_commit),
        given_back=exact(money.given_back),
        counting=one.sums.counting,
        year_confirmed=round(one.year.confirmed),
        year_measured=round(one.year.measured),
        ahead=whole(ahead, likely=round(ahead.likely)),
        year_spent=exact(one.year.spent),
        to_spend=whole(left, likely=round(left.likely)),
    )


def by_weight(lines: Sequence[FigureLine]) -> list[FigureLine]:
    """What goes on first, then what moves most euros."""

    def weight(line: FigureLine) -> Decimal:
        gains = abs(line.year_confirmed) + abs(line.year_measured) + abs(line.ahead.likely)
        return gains + abs(line.spent) + line.ordered

    return sorted(lines, key=lambda one: (one.state not in GOING, -weight(one), str(one.id)))


def shortened(lines: list[FigureLine]) -> tuple[FigureLine, ...]:
    """Those that go on and the first others; the rest are one line, so that all still add up."""
    most = max(LISTED, sum(line.state in GOING for line in lines))
    if len(lines) <= most + 1:
        return tuple(lines)
    return (*lines[:most], _rest(lines[most:]))


def _rest(lines: list[FigureLine]) -> FigureLine:
    euros = {name: exact(sum((getattr(one, name) for one in lines), Decimal(0))) for name in MONEY}
    return FigureLine(
        id=None,
        title="",
        state=None,
        count=len(lines),
        gain={state: sum((one.gain[state] for one in lines), Decimal(0)) for state in ValueState},
        measured_on=max((one.measured_on for one in lines if one.measured_on), default=None),
        counting=None,
        year_confirmed=sum(one.year_confirmed for one in lines),
        year_measured=sum(one.year_measured for one in lines),
        ahead=added([one.ahead for one in lines]),
        to_spend=added([one.to_spend for one in lines]),
        **euros,
    )


def whole(figure: Expected, *, likely: int) -> Sum:
    """The figure in whole euros; `likely` as the lines add up to it."""
    return Sum(
        low=min(round(figure.low), likely), likely=likely, high=max(round(figure.high), likely)
    )


def added(each: Sequence[Sum]) -> Sum:
    """Their sum as of independent figures: what is likely adds up, the ends do not."""
    every = joined(Expected(low=one.low, likely=one.likely, high=one.high) for one in each)
    return whole(every, likely=sum(one.likely for one in each))
