"""Value, effort and cost of an initiative: three taps or figures become ranges."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from governance.access.rules.actors import Act
from portfolio.cap.selectors import lock_portfolio
from portfolio.estimates.choices import CompanySize, SizeTap
from portfolio.estimates.rules import Range, from_taps
from portfolio.initiatives.models import Initiative
from portfolio.life.services import lock_to_edit, write
from portfolio.observed.services import observe_portfolio
from tenants.bounds import Estimate, Share
from tenants.columns import check_columns
from tenants.errors import Invalid
from tenants.transactions import use_case

Given = Annotated[tuple[Estimate, ...], Meta(min_length=3, max_length=3)]


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """Three taps, or figures as (low, likely, high): yearly euros, person-days, euros."""

    value_tap: SizeTap | None = None
    effort_tap: SizeTap | None = None
    cost_tap: SizeTap | None = None
    value: Given | None = None
    days: Given | None = None
    cost: Given | None = None
    success_chance: Share | None = None


def set_estimates(
    act: Act, *, initiative_id: UUID, estimates: Estimates, expected_version: int | None = None
) -> Initiative:
    """Value, effort and cost are ranges: from figures where given, else from the taps.

    Raises NotFound, NotAllowed, Invalid `range_not_ordered`, Refused `stale_version`.
    """
    with use_case():
        size = lock_portfolio().assumed_size
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        write(row=row, values=estimated(estimates, size=size))
        observe_portfolio(act)
    return row


def estimated(estimates: Estimates, *, size: CompanySize) -> dict[str, Any]:
    """The changed fields: taps give orders of magnitude at that size, figures win over them.

    Raises Invalid `range_not_ordered`, `not_a_chance`.
    """
    values: dict[str, Any] = {}
    taps = {"value": estimates.value_tap, "days": estimates.effort_tap}
    taps["cost"] = estimates.cost_tap or estimates.effort_tap
    for name, figures in (
        ("value", estimates.value),
        ("days", estimates.days),
        ("cost", estimates.cost),
    ):
        tap = taps[name]
        triple = figures or (None if tap is None else _from_tap(name, tap, size))
        if triple is None:
            continue
        if not 0 <= triple[0] <= triple[1] <= triple[2]:
            raise Invalid("range_not_ordered", fields={name: ["not_ordered"]})
        values |= dict(zip(_names(name), triple, strict=True))
        field = {"value": "value_tap", "days": "effort_tap", "cost": "cost_tap"}[name]
        values[field] = "" if figures or tap is None else tap.value
    chance = {"success_chance": estimates.success_chance}
    check_columns(model=Initiative, values=chance)
    if estimates.success_chance is not None:
        if not 0 < estimates.success_chance < 1:
            raise Invalid("not_a_chance", fields={"success_chance": ["not_a_chance"]})
        values["success_chance"] = estimates.success_chance
    return values


def _from_tap(name: str, tap: SizeTap, size: CompanySize) -> tuple[int, int, int]:
    estimate = from_taps(company_size=size, value=tap, effort=tap, cost=tap)
    found: Range = {"value": estimate.value, "days": estimate.effort, "cost": estimate.cost}[name]
    return round(found.p10), round(found.p50), round(found.p90)


def _names(name: str) -> tuple[str, str, str]:
    return f"{name}_low", f"{name}_likely", f"{name}_high"


def whole_range(figures: Sequence[float]) -> tuple[int, int, int]:
    """Low, likely and high as whole numbers."""
    low, likely, high = (round(figure) for figure in figures)
    return low, likely, high
