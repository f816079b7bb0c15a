"""Several changes of one initiative in one step, as the programming interface sends them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from governance.rules.actors import Actor
from portfolio.choices import Benefit, SizeTap
from portfolio.models import Initiative
from portfolio.selectors.initiative_page import get_initiative
from portfolio.selectors.portfolio_row import lock_portfolio
from portfolio.services.budget import set_budget
from portfolio.services.estimates import Estimates, set_estimates
from portfolio.services.initiatives import assign_captain, edit_initiative, set_next_step
from tenants.transactions import use_case

WORDS = ("title", "summary", "benefit", "beneficiaries")
TAPS = ("value_tap", "effort_tap", "cost_tap")


def patch_initiative(
    *,
    actor: Actor,
    initiative_id: UUID,
    given: Mapping[str, Any],
    now: datetime,
    today: date,
    expected_version: int | None = None,
) -> Initiative:
    """Everything given is changed, or nothing.

    `given` holds any of title, summary, benefit, beneficiaries, captain, estimates, next_step,
    budget (with `tranches` that add up to it). Raises what each of those services raises.
    """
    who: dict[str, Any] = {"actor": actor, "initiative_id": initiative_id, "today": today}
    with use_case():
        lock_portfolio()
        words = {name: given[name] for name in WORDS if name in given}
        if "benefit" in words:
            words["benefit"] = Benefit(words["benefit"])
        edit_initiative(**who, **words, expected_version=expected_version)
        if "estimates" in given:
            set_estimates(**who, estimates=_estimates(given["estimates"]), now=now)
        if "captain" in given:
            assign_captain(**who, captain_id=given["captain"])
        if "budget" in given:
            set_budget(**who, budget=given["budget"], tranches=given.get("tranches"))
        if "next_step" in given:
            step = given["next_step"]
            set_next_step(**who, text=step["text"], member_id=step.get("by"), due_on=step.get("on"))
        return get_initiative(initiative_id)


def _estimates(given: Mapping[str, Any]) -> Estimates:
    values: dict[str, Any] = dict(given)
    for name in TAPS:
        if name in values:
            values[name] = SizeTap(values[name])
    for name in ("value", "days", "cost"):
        if name in values:
            values[name] = tuple(values[name])
    return Estimates(**values)
