"""The public page: what Capitaine is, shown on three invented priorities."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portfolio.charts.rules.bullet import BulletChart, bullet_chart
from portfolio.charts.rules.track import TrackChart, track_chart
from portfolio.forecast.choices import Course
from portfolio.money.rules import closing
from portfolio.standing.selectors.standing import CourseLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One invented priority as a card shows it."""

    health: str
    title: Promise
    captain: str
    beneficiaries: Promise
    kpi: Promise
    track: TrackChart
    course: CourseLine
    money: BulletChart
    sums: Mapping[str, Decimal]
    tone: str
    icon: str
    fact: Promise


def _sums(*, spent: int, ordered: int, budget: int) -> dict[str, Decimal]:
    """Where the sample's money is, under the names that cards have."""
    found = closing(
        approved=Decimal(budget), spent=Decimal(spent), ordered=Decimal(ordered), goes_on=True
    )
    return {
        "budget": found.approved,
        "spent": found.spent,
        "committed": found.ordered,
        "to_commit": found.to_commit,
        "given_back": found.given_back,
    }


def _course(
    code: Course, *, percent: int, now: float = 0, needed: float = 0, unit: str = ""
) -> CourseLine:
    """The sentence of an invented objective."""
    return CourseLine(
        code=code,
        objective_id=UUID(int=0),
        kpi="",
        is_main=True,
        unit=unit,
        now=now,
        needed=needed,
        left=3,
        count=6,
        word=None,
        percent=percent,
        stale_since=None,
    )


def samples() -> tuple[Sample, ...]:
    """The three priorities of the invented company, one on course, one drifting, one stuck."""
    return (
        Sample(
            health="on_course",
            title=_("Price a quote in three days"),
            captain="Sophie Lambert",
            beneficiaries=_("For: 4 people in the sales office"),
            kpi=_("Average time to answer a request for a quote"),
            track=track_chart(
                baseline=9, current=4.6, target=3, band=(2, 3.3), unit=pgettext("unit of days", "d")
            ),
            course=_course(Course.ON_PACE_LIKELY, percent=75),
            money=bullet_chart(spent=11_400, budget=18_000, elapsed_share=0.71),
            sums=_sums(spent=11_400, ordered=1_200, budget=18_000),
            tone="ok",
            icon="on-course",
            fact=_("Last measurement four days ago, better for six weeks."),
        ),
        Sample(
            health="drifting",
            title=_("Check parts with a camera"),
            captain="Thomas Perrin",
            beneficiaries=_("For: 6 inspectors"),
            kpi=_("Scrap found after machining"),
            track=track_chart(baseline=2.4, current=1.9, target=1.2, band=(0.95, 1.5), unit="%"),
            course=_course(Course.BEHIND_UNCERTAIN, percent=45, now=-0.1, needed=-0.2, unit="%"),
            money=bullet_chart(spent=26_200, budget=32_000, elapsed_share=0.55),
            sums=_sums(spent=26_200, ordered=1_500, budget=32_000),
            tone="warn",
            icon="drifting",
            fact=_("More than four fifths of the budget for less than half of the gain."),
        ),
        Sample(
            health="stalled",
            title=_("Find a routing sheet on the shop floor"),
            captain="Nadia Benali",
            beneficiaries=_("For: 18 operators"),
            kpi=_("Time to find an instruction sheet"),
            track=track_chart(baseline=14, current=13, target=5, band=(4.8, 13.4), unit="min"),
            course=_course(Course.LOST, percent=10, now=-0.2, needed=-2, unit="min"),
            money=bullet_chart(spent=3_100, budget=9_000, elapsed_share=0.62),
            sums=_sums(spent=3_100, ordered=0, budget=9_000),
            tone="bad",
            icon="stuck",
            fact=_("No measurement for 61 days, and the captain changed jobs on 14 October."),
        ),
    )


def landing(request: HttpRequest) -> HttpResponse:
    """What Capitaine is, an example, and the two ways in."""
    return render(request, "landing/page.html", {"samples": samples()})
