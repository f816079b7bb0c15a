from collections.abc import Mapping
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.rules import canonical_text, plain
from governance.decisions.selectors import hashed_fields
from tenants.columns import check_columns
from tenants.ids import uuid7
from tenants.transactions import use_case


def record_decision(
    act: Act,
    *,
    grant: Grant,
    verdict: str,
    subject_kind: SubjectKind,
    subject_id: UUID,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    corrects_id: UUID | None = None,
) -> Decision:
    """The decision is the newest entry of the log, for ever.

    `facts` are what was known at that moment, ids and figures, never names; `amount` in them is
    what the decision engages in euros and counts against the mandate's ceilings. The head of the
    chain stays locked until the use case ends: record late. Raises Invalid `invalid_fields`.
    """
    check_columns(model=Decision, values={"reason": reason})
    decision = Decision(
        id=uuid7(),
        at=act.now,
        verdict=verdict,
        subject_kind=subject_kind,
        subject_id=subject_id,
        actor_kind=act.actor.kind,
        actor_id=act.actor.id,
        mandate_id=grant.mandate_id,
        reason=reason.strip(),
        facts=plain(facts or {}),
        corrects_id=corrects_id,
    )
    decision.canonical = canonical_text(hashed_fields(decision))
    with use_case():
        decision.save(force_insert=True)
        decision.refresh_from_db(fields=["seq", "previous_hash", "hash"])
    return decision
