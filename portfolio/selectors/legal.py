"""The legal triage of initiatives, as far as a start depends on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from governance.choices import Dpia as Settled
from governance.rules.laws import TriageClass
from governance.rules.triage import Dpia
from governance.selectors.triage import TriageFacts, latest_triage
from portfolio.models import Initiative

EVIDENCE_BLOCKS = "triage_evidence_missing"


@dataclass(frozen=True, kw_only=True)
class LegalFacts:
    """The latest triage of one initiative; `evidence_missing` are codes that hold a start back."""

    triage_class: TriageClass
    evidence_missing: tuple[str, ...] = ()
    dpia: Dpia = Dpia.NONE
    has_dpia_reference: bool = False
    has_dpia_waiver: bool = False


def legal_facts(initiatives: Iterable[Initiative], *, today: date) -> dict[UUID, LegalFacts]:
    """The latest triage of each of those initiatives that has one; one query."""
    rows = list(initiatives)
    running = {row.id for row in rows if row.started_on is not None}
    found = latest_triage([row.id for row in rows], as_of=today, running=running)
    return {key: _facts(triage) for key, triage in found.items()}


def _facts(triage: TriageFacts) -> LegalFacts:
    return LegalFacts(
        triage_class=triage.triage_class,
        evidence_missing=triage.missing if EVIDENCE_BLOCKS in triage.blockers else (),
        dpia=triage.dpia,
        has_dpia_reference=triage.dpia_settled == Settled.REFERENCED,
        has_dpia_waiver=triage.dpia_settled == Settled.WAIVED,
    )
