from decimal import Decimal
from uuid import UUID

from django.db.models import DecimalField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from governance.choices import MandateKind
from governance.models import Decision, Mandate
from governance.rules.authority import MandateFacts


def mandate_facts() -> list[MandateFacts]:
    """Every mandate that was not revoked, with what its holder has already spent on it (euros)."""
    mandates = list(Mandate.objects.filter(revoked_at__isnull=True))
    spent = spent_by_mandate([mandate.id for mandate in mandates])
    return [_facts(mandate, spent.get(mandate.id, Decimal(0))) for mandate in mandates]


def spent_by_mandate(mandate_ids: list[UUID]) -> dict[UUID, Decimal]:
    """The euros that decisions taken on each mandate have engaged so far."""
    amount = Cast(
        KeyTextTransform("amount", "facts"), DecimalField(max_digits=14, decimal_places=2)
    )
    rows = (
        Decision.objects.filter(mandate_id__in=mandate_ids, facts__has_key="amount")
        .values_list("mandate_id")
        .annotate(total=Sum(amount))
    )
    return {mandate_id: total or Decimal(0) for mandate_id, total in rows if mandate_id}


def _facts(mandate: Mandate, spent: Decimal) -> MandateFacts:
    return MandateFacts(
        id=mandate.id,
        holder_id=mandate.holder_id,
        deputy_id=mandate.deputy_id,
        kind=MandateKind(mandate.kind),
        initiative_id=mandate.initiative_id,
        verdicts=frozenset(mandate.verdicts),
        ceiling_per_decision=Decimal(mandate.ceiling_per_decision),
        ceiling_total=Decimal(mandate.ceiling_total),
        spent_total=spent,
        starts=mandate.starts,
        ends=mandate.ends,
        accepted=mandate.accepted_at is not None,
        revoked=mandate.revoked_at is not None,
    )
