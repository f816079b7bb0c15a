from uuid import UUID

from portfolio.money.models import Expense


def open_commitments(initiative_id: UUID) -> tuple[Expense, ...]:
    """What is ordered there and not yet settled by an invoice; one query."""
    ordered = Expense.objects.filter(initiative_id=initiative_id, is_commitment=True)
    return tuple(ordered.filter(settled_by=None).order_by("on", "id"))
