"""What an instalment waits for, in words."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.translation import gettext

from portfolio.life.words import proof_text
from portfolio.money.choices import ProofKind
from portfolio.money.models import Tranche
from portfolio.objectives.choices import Direction
from portfolio.objectives.models import Objective
from tenants.display import quantity

register = template.Library()


@register.simple_tag
def proof_of(tranche: Tranche, objectives: Sequence[Objective]) -> str:
    """What it waits for: “Scrap rate: 1.6% or less”, or as it was typed."""
    return _said(tranche.proof, tranche.proof_value, objectives)


@register.simple_tag
def proof_asked(tranche: Tranche, objectives: Sequence[Objective]) -> str:
    """What it is asked to wait for instead."""
    return _said(tranche.asked_proof, tranche.asked_value, objectives)


def _said(proof: str, value: Decimal | None, objectives: Sequence[Objective]) -> str:
    if proof != ProofKind.VALUE or value is None or not objectives:
        return str(proof_text(proof))
    main = objectives[0]
    is_up = main.direction == Direction.UP
    text = gettext("%(kpi)s: %(value)s or more") if is_up else gettext("%(kpi)s: %(value)s or less")
    return text % {"kpi": main.kpi, "value": quantity(value, main.unit)}
