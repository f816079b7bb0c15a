"""The five answers of the dashboard, with their charts, from the company's stored rollup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.text import Truncator

from assessments.diagnostic.selectors import DiagnosticStanding
from assessments.diagnostic.selectors import standing as maturity_standing
from governance.access.rules.actors import Actor
from governance.duties.rules import Duty
from governance.mandates.selectors import company_seat_is_vacant
from portfolio.charts.rules.bullet import BulletChart, bullet_chart
from portfolio.charts.rules.cumulative import CumulativeChart, Total, cumulative_chart
from portfolio.charts.rules.portfolio_map import MapItem, PortfolioMap, portfolio_map
from portfolio.decisions.selectors import Authority
from portfolio.forecast.choices import ValueState
from portfolio.life.choices import State
from portfolio.standing.choices import Health
from portfolio.standing.selectors.attention import Awaiting, awaiting
from portfolio.standing.selectors.map_points import MapPoint
from portfolio.standing.selectors.overview import MonthSums, Overview
from portfolio.standing.selectors.reading import Rolled

LISTED = 7
LONGEST_NAME = 60
SUREST = (ValueState.CONFIRMED, ValueState.MEASURED, ValueState.DECLARED)


@dataclass(frozen=True, kw_only=True)
class DashboardPage:
    """The five answers, their charts, and what the page shows beside them."""

    answers: Overview
    may_lead_review: bool
    may_take_over: bool
    may_issue_mandates: bool
    awaiting: tuple[Awaiting, ...]
    cumulative: CumulativeChart
    budget: BulletChart
    map: PortfolioMap
    maturity: DiagnosticStanding
    has_captain: bool

    @property
    def on_course(self) -> int:
        """How many priorities hold their course."""
        return self.answers.course[Health.ON_COURSE]

    @property
    def surest(self) -> ValueState | None:
        """The surest value state in which anything is worth something."""
        return next((state for state in SUREST if self.answers.gain[state]), None)

    @property
    def gained(self) -> int:
        """Euros that measurements show so far."""
        return self.answers.series[-1].gained

    @property
    def confirmed(self) -> int:
        """The euros of them that are confirmed."""
        return self.answers.series[-1].confirmed

    @property
    def more_awaiting(self) -> int:
        """How many decisions are not in the short list."""
        return max(0, len(self.awaiting) - LISTED)


def dashboard_page(
    *,
    known: Rolled,
    owed: Sequence[Duty],
    actor: Actor,
    today: date,
    now: datetime,
    language: str,
) -> DashboardPage:
    """The company's dashboard that day, from its rollup and what its reader owes."""
    answers = known.overview
    authority = Authority(actor=actor, today=today, mandates=known.letters)
    return DashboardPage(
        answers=answers,
        may_lead_review=authority.denial(permission="review.lead") is None,
        may_take_over=authority.denial(permission="takeover.name") is None,
        may_issue_mandates=authority.denial(permission="mandate.issue") is None,
        awaiting=awaiting(overview=answers, today=today, reader_id=actor.member_id, owed=owed),
        cumulative=_cumulative(answers.series, today=today),
        budget=bullet_chart(spent=float(answers.spent), budget=float(answers.budget)),
        map=portfolio_map([_placed(point) for point in answers.points]),
        maturity=maturity_standing(now=now, language=language),
        has_captain=not company_seat_is_vacant(today=today),
    )


def _cumulative(series: tuple[MonthSums, ...], *, today: date) -> CumulativeChart:
    """What was spent and what is confirmed at each month's end, from the last month without any.

    What is only measured stands apart, in words: the states of a gain are never added up.
    """
    spent = [Total(_end(one.month, today=today), float(one.spent)) for one in series]
    confirmed = [Total(_end(one.month, today=today), float(one.confirmed)) for one in series]
    return cumulative_chart(
        spent=_begun(spent), gained=_begun(confirmed), gain="confirmed", today=today
    )


def _begun(totals: list[Total]) -> list[Total]:
    """The totals from the last zero on; none when all are zero."""
    first = next((k for k, total in enumerate(totals) if total.amount), None)
    return [] if first is None else totals[max(0, first - 1) :]


def _end(month: date, *, today: date) -> date:
    following = (month + timedelta(days=32)).replace(day=1)
    return min(today, following - timedelta(days=1))


def _placed(point: MapPoint) -> MapItem:
    return MapItem(
        name=Truncator(point.title).chars(LONGEST_NAME),
        days=point.days,
        low=point.low,
        expected=point.expected,
        high=point.high,
        health=str(point.health) if point.state is State.ACTIVE else "",
        url=reverse("initiative", args=[point.initiative_id]),
    )
