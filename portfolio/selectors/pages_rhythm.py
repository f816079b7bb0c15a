"""The dashboard page: the five answers with their charts, what awaits, and where one begins."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.text import Truncator

from assessments.selectors.history import Standing as Maturity
from assessments.selectors.history import standing as maturity_standing
from governance.rules.actors import Actor
from governance.selectors.letters import company_seat_is_vacant
from portfolio.choices import Health, State, ValueState
from portfolio.models import Initiative, Review, Slot
from portfolio.rules.charts import (
    BulletChart,
    CumulativeChart,
    MapItem,
    PortfolioMap,
    Total,
    bullet_chart,
    cumulative_chart,
    portfolio_map,
)
from portfolio.selectors.awaiting import Awaiting, awaiting, open_review
from portfolio.selectors.dashboard import Dashboard, MapPoint, MonthSums, dashboard

LISTED = 7
LONGEST_NAME = 60
SUREST = (ValueState.CONFIRMED, ValueState.MEASURED, ValueState.DECLARED)


@dataclass(frozen=True, kw_only=True)
class DashboardPage:
    """The five answers, their charts, and what the page shows beside them."""

    answers: Dashboard
    is_empty: bool
    exception_until: date | None
    awaiting: tuple[Awaiting, ...]
    review: Review | None
    cumulative: CumulativeChart
    budget: BulletChart
    map: PortfolioMap
    maturity: Maturity
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
    def gained(self) -> Decimal:
        """Euros that measurements show so far."""
        return self.answers.series[-1].gained

    @property
    def net(self) -> Decimal:
        """The net gain: what measurements show so far minus what is spent."""
        return self.gained - self.answers.spent

    @property
    def more_awaiting(self) -> int:
        """How many decisions are not in the short list."""
        return max(0, len(self.awaiting) - LISTED)


def dashboard_page(*, actor: Actor, today: date, now: datetime, language: str) -> DashboardPage:
    """The company's dashboard that day; its queries do not grow with the rows."""
    answers = dashboard(today=today, actor=actor)
    review = open_review()
    until = Slot.objects.filter(exception_until__isnull=False).values_list(
        "exception_until", flat=True
    )
    return DashboardPage(
        answers=answers,
        is_empty=not Initiative.objects.exists(),
        exception_until=until.first(),
        awaiting=awaiting(pending=answers.pending, today=today, reader_id=actor.member_id),
        review=review,
        cumulative=_cumulative(answers.series, today=today),
        budget=bullet_chart(spent=float(answers.spent), budget=float(answers.budget)),
        map=portfolio_map([_placed(point) for point in answers.points]),
        maturity=maturity_standing(now=now, language=language),
        has_captain=not company_seat_is_vacant(today=today),
    )


def _cumulative(series: tuple[MonthSums, ...], *, today: date) -> CumulativeChart:
    """Both running totals at each month's end, from the last month without any."""
    spent = [Total(_end(one.month, today=today), float(one.spent)) for one in series]
    gained = [Total(_end(one.month, today=today), float(one.gained)) for one in series]
    return cumulative_chart(spent=_begun(spent), gained=_begun(gained), today=today)


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
        value=point.value,
        effort=point.days,
        budget=point.budget,
        health=str(point.health) if point.state is State.ACTIVE else "",
        url=reverse("initiative", args=[point.initiative_id]),
    )
