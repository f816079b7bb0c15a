"""Stop criteria: written before the spending; afterwards a new one follows, none is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from governance.access.rules.actors import Act
from portfolio.cap.selectors import lock_portfolio
from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.estimates import rules as estimates
from portfolio.initiatives.models import Initiative
from portfolio.life.services import check_day, lock_to_edit, write
from portfolio.observed.services import observe_portfolio
from tenants.bounds import Figure
from tenants.columns import check_columns
from tenants.errors import Invalid, NotAllowed, NotFound
from tenants.transactions import use_case

UNKNOWN_LENGTH = timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class CriterionInput:
    """*We stop if* `metric` is below or above `value`, looked at on `by_date` (None: always)."""

    metric: StopMetric
    comparison: PortfolioComparison
    value: Figure | None = None
    by_date: date | None = None


def proposed_criteria(*, initiative: Initiative, today: date) -> list[CriterionInput]:
    """The proposal: too little gain at two thirds of the time, or a cost far past the budget."""
    dates = [o.target_on for o in initiative.objectives.all() if o.target_on is not None]
    target_date = max(dates, default=today + UNKNOWN_LENGTH)
    proposed = estimates.proposed_stop_criteria(
        starts_on=initiative.live_on
        or initiative.live_expected_on
        or initiative.started_on
        or today,
        target_date=target_date,
    )
    return [
        CriterionInput(
            metric=one.metric,
            comparison=one.comparison,
            value=None if one.value is None else round(one.value, 3),
            by_date=one.by_date,
        )
        for one in proposed
    ]


def set_criteria(
    act: Act,
    *,
    initiative_id: UUID,
    criteria: Sequence[CriterionInput],
    expected_version: int | None = None,
) -> list[StopCriterion]:
    """These criteria are in force; what was in force before stays readable as superseded.

    Raises NotFound, NotAllowed, Invalid `criterion_invalid`, Refused.
    """
    for criterion in criteria:
        check_day(day=criterion.by_date, today=act.today, field="by_date")
        check_columns(model=StopCriterion, values={"value": criterion.value})
    if not criteria or not all(map(_is_complete, criteria)):
        raise Invalid("criterion_invalid", fields={"criteria": ["incomplete"]})
    if act.actor.member_id is None:
        raise NotAllowed("not_in_role", permission="initiative.edit")
    with use_case():
        lock_portfolio()
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        in_force = row.criteria.filter(superseded_at=None)
        if row.started_on is None:
            in_force.delete()
        else:
            in_force.update(superseded_at=act.now)
        written = StopCriterion.objects.bulk_create(
            StopCriterion(
                initiative=row, set_by_id=act.actor.member_id, set_at=act.now, **vars(criterion)
            )
            for criterion in criteria
        )
        write(row=row, values={})
        observe_portfolio(act)
    return written


def propose_criteria(act: Act, *, initiative_id: UUID) -> list[StopCriterion]:
    """The proposal is in force as it stands. Raises NotFound, NotAllowed."""
    row = Initiative.objects.filter(id=initiative_id).first()
    if row is None:
        raise NotFound("initiative_not_found")
    return set_criteria(
        act,
        initiative_id=initiative_id,
        criteria=proposed_criteria(initiative=row, today=act.today),
    )


def _is_complete(criterion: CriterionInput) -> bool:
    if criterion.metric is StopMetric.DATE:
        return criterion.by_date is not None
    return criterion.value is not None and criterion.value >= 0
