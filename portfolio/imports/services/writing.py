"""The rows of a table that was tried become initiatives, under the rules of the page."""

from collections.abc import Callable, Sequence
from typing import Any

from governance.access.rules.actors import Act
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.decisions import decide
from portfolio.estimates.services import estimated
from portfolio.imports.choices import InitiativeColumn as Column
from portfolio.imports.services.plans import NewInitiative
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import add_proposals
from portfolio.life.choices import Verdict
from portfolio.money.models import Tranche
from portfolio.money.services.budget import instalments, proposed_parts
from portfolio.objectives.models import Objective
from portfolio.objectives.services.objectives import objective_values
from tenants.transactions import use_case

BATCH = 500
WORDS = {
    "title": Column.TITLE,
    "external_ref": Column.REFERENCE,
    "summary": Column.SUMMARY,
    "situation": Column.SITUATION,
    "benefit": Column.BENEFIT,
    "beneficiaries": Column.BENEFICIARIES,
}


def write_initiatives(
    act: Act, *, new: Sequence[NewInitiative], told: Callable[[int], None]
) -> list[Initiative]:
    """Each of them stands as an idea with its objective and its budget, or where a verdict puts it.

    `told` is given how many stand so far. Raises what `decide` raises.
    """
    written: list[Initiative] = []
    with use_case():
        portfolio = lock_portfolio()
        for start in range(0, len(new), BATCH):
            part = new[start : start + BATCH]
            ideas = [
                _idea(act, one) | estimated(one.estimates, size=portfolio.assumed_size)
                for one in part
            ]
            rows = add_proposals(act, portfolio, ideas)
            pairs = list(zip(rows, part, strict=True))
            Objective.objects.bulk_create(
                _objective(act, row, one) for row, one in pairs if one.objective is not None
            )
            Tranche.objects.bulk_create(
                tranche
                for row, _ in pairs
                if row.budget is not None
                for tranche in instalments(row, proposed_parts(row.budget))
            )
            written += rows
            told(len(written))
        for row, one in zip(written, new, strict=True):
            if one.verdict is not None:
                adopted = one.row.state if one.verdict is Verdict.ADOPT else None
                decide(act, initiative_id=row.id, verdict=one.verdict, adopted_as=adopted)
    return written


def _idea(act: Act, one: NewInitiative) -> dict[str, Any]:
    """What the columns say of one initiative."""
    return {
        **{name: one.row.text(column) for name, column in WORDS.items()},
        "budget": one.row.values.get(Column.BUDGET),
        "live_expected_on": one.row.live_on,
        "captain_id": one.captain_id,
        "captain_since": act.today if one.captain_id else None,
        "proposed_by_id": act.actor.member_id,
    }


def _objective(act: Act, row: Initiative, one: NewInitiative) -> Objective:
    if one.objective is None:
        raise TypeError("it says nothing of an objective")
    made = Objective(initiative=row, position=1)
    values = objective_values(given=one.objective, objective=made, today=act.today)
    for name, value in values.items():
        setattr(made, name, value)
    return made
