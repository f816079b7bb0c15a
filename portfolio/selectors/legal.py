"""The legal triage of initiatives, as far as a start depends on it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from governance.choices import Dpia as DpiaSettled
from governance.models import Triage
from governance.rules.laws import TriageClass
from governance.rules.triage import Dpia


@dataclass(frozen=True, kw_only=True)
class LegalFacts:
    """The latest triage of one initiative; `evidence_missing` are codes still without a proof."""

    triage_class: TriageClass
    evidence_missing: tuple[str, ...] = ()
    dpia: Dpia = Dpia.NONE
    has_dpia_reference: bool = False
    has_dpia_waiver: bool = False


def legal_facts(initiative_ids: Collection[UUID]) -> dict[UUID, LegalFacts]:
    """The latest triage of each of those initiatives that has one; one query."""
    rows = (
        Triage.objects.filter(initiative_id__in=initiative_ids)
        .order_by("initiative_id", "-number")
        .distinct("initiative_id")
    )
    return {row.initiative_id: _facts(row) for row in rows}


def _facts(row: Triage) -> LegalFacts:
    needs = row.result.get("needs", [])
    gdpr = row.result.get("gdpr", {})
    return LegalFacts(
        triage_class=TriageClass(row.result["triage_class"]),
        evidence_missing=tuple(code for code in needs if not row.evidence.get(code)),
        dpia=Dpia(gdpr.get("dpia", Dpia.NONE)),
        has_dpia_reference=row.dpia == DpiaSettled.REFERENCED,
        has_dpia_waiver=row.dpia == DpiaSettled.WAIVED,
    )
