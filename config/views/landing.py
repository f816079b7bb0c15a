"""The public page: what Capitaine is, shown on three invented priorities."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portfolio.charts.rules.bullet import BulletChart, bullet_chart
from portfolio.charts.rules.track import TrackChart, track_chart
from portfolio.money.rules import closing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One invented priority as a card shows it."""

    health: str
    title: Promise
    captain: str
    beneficiaries: Promise
    kpi: Promise
    track: TrackChart
    word: str
    percent: int
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
            word="likely",
            percent=75,
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
            word="uncertain",
            percent=45,
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
            word="unlikely",
            percent=10,
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
