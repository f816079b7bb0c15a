"""The budget: in tranches, before the start."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from governance.access.rules.actors import Act
from portfolio.estimates.rules import proposed_tranches
from portfolio.initiatives.models import Initiative
from portfolio.life.services import lock_to_edit, write
from portfolio.money.choices import ProofKind
from portfolio.money.models import Tranche
from tenants.columns import check_columns
from tenants.errors import Invalid, Refused
from tenants.transactions import use_case


def set_budget(
    act: Act,
    *,
    initiative_id: UUID,
    budget: Decimal,
    tranches: Sequence[Decimal] | None = None,
    expected_version: int | None = None,
) -> Initiative:
    """The budget stands in euros, cut as proposed or as given; once started, see *adjust*.

    Under 10,000 € it is one tranche, above two halves. Raises NotFound, NotAllowed, Invalid
    `budget_invalid`, Refused `budget_changes_by_adjust`.
    """
    check_columns(model=Initiative, values={"budget": budget})
    parts = list(tranches or proposed_parts(budget))
    if budget <= 0 or any(part <= 0 for part in parts) or sum(parts) != budget:
        raise Invalid("budget_invalid", fields={"budget": ["not_the_sum_of_its_tranches"]})
    with use_case():
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        if row.started_on is not None:
            raise Refused("budget_changes_by_adjust")
        row.tranches.all().delete()
        Tranche.objects.bulk_create(instalments(row, parts))
        return write(row=row, values={"budget": budget})


def instalments(row: Initiative, parts: Sequence[Decimal]) -> list[Tranche]:
    """Those instalments of it, unsaved: the first at the start, each other against a proof."""
    return [
        Tranche(
            initiative=row,
            position=position,
            amount=amount,
            proof="" if position == 1 else ProofKind.PROGRESS.value,
        )
        for position, amount in enumerate(parts, start=1)
    ]


def proposed_parts(budget: Decimal) -> list[Decimal]:
    """The proposal in whole euros, what is left over in the last instalment."""
    parts = [Decimal(int(part)) for part in proposed_tranches(budget=Decimal(budget))]
    parts[-1] += budget - sum(parts)
    return parts
