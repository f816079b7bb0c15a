"""Where what is active or waits stands on the map of the portfolio."""

from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct

from portfolio.estimates.rules import expected_value
from portfolio.life.choices import State
from portfolio.standing.choices import Health
from portfolio.standing.selectors.company import Engaged, Likeliest


class MapPoint(Struct, frozen=True, kw_only=True):
    """One initiative on the map: days, and expected euros over 24 months with their range."""

    initiative_id: UUID
    title: str
    days: int
    low: float
    expected: float
    high: float
    state: State
    health: Health


def map_points(
    one: Engaged | Likeliest, *, state: State, health: Health = Health.UNKNOWN
) -> Iterator[MapPoint]:
    """Its place on the map, where its value and its days are estimated."""
    value = one.value
    if one.days is None or value.low is None or value.likely is None or value.high is None:
        return
    low, expected, high = expected_value(
        low=value.low,
        likely=value.likely,
        high=value.high,
        success_chance=value.success_chance,
    )
    yield MapPoint(
        initiative_id=one.id,
        title=one.title,
        days=one.days,
        low=low,
        expected=expected,
        high=high,
        state=state,
        health=health,
    )
