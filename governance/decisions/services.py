from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F

from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant
from governance.decisions.choices import SubjectKind
from governance.decisions.models import ChainHead, Decision
from governance.decisions.rules import canonical_text, plain
from governance.decisions.selectors import hashed_fields
from governance.mandates.models import Mandate
from tenants.anchors.rules import Anchor
from tenants.anchors.selectors import anchored_on
from tenants.anchors.services import keep_anchor
from tenants.columns import check_columns
from tenants.connections import connection
from tenants.ids import uuid7
from tenants.jobs import read_each_company
from tenants.transactions import touch, use_case


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
        facts=plain({**(facts or {}), **_for(grant)}),
        corrects_id=corrects_id,
    )
    decision.canonical = canonical_text(hashed_fields(decision))
    with use_case():
        _engage(decision)
        _insert(decision)
        touch(act, SubjectKind.DECISION, decision.id)
    return decision


def _for(grant: Grant) -> dict[str, UUID]:
    """In whose place a stand-in decides."""
    return {} if grant.for_id is None else {"for": grant.for_id}


def _engage(decision: Decision) -> None:
    """The mandate says what it engaged; before the head of the chain is locked, as everywhere."""
    amount = decision.facts.get("amount")
    if decision.mandate_id is not None and amount is not None:
        held = Mandate.objects.filter(id=decision.mandate_id)
        held.update(engaged=F("engaged") + Decimal(str(amount)))


SET_BY_THE_DATABASE = ("seq", "previous_hash", "hash")
COLUMNS = [str(field.column) for field in Decision._meta.concrete_fields]
INSERTED = (
    f"INSERT INTO governance_decision ({', '.join(COLUMNS)})"
    f" VALUES ({', '.join(f'%({column})s' for column in COLUMNS)})"
    f" RETURNING {', '.join(SET_BY_THE_DATABASE)}"
)


def _insert(decision: Decision) -> None:
    """The row is in the log, and says what the database made of it."""
    values = {
        column: field.get_db_prep_save(getattr(decision, field.attname), connection)
        for column, field in zip(COLUMNS, Decision._meta.concrete_fields, strict=True)
    }
    ((decision.seq, decision.previous_hash, decision.hash),) = connection.prepared(INSERTED, values)
    decision._state.adding = False


def anchor_logs(*, today: date) -> int:
    """Each company whose log has an entry has its anchor of that day; how many were added.

    Raises OSError when the file of anchors cannot be written.
    """
    done = anchored_on(today)
    return sum(
        keep_anchor(Anchor(organization_id=company.id, on=today, seq=seq, hash=digest))
        for company, (seq, digest) in read_each_company(_newest)
        if seq and company.id not in done
    )


def _newest() -> tuple[int, bytes]:
    head = ChainHead.objects.get()
    return head.seq, bytes(head.hash)
