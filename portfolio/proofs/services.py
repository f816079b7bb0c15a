"""What an instalment waits for is asked to be another, changed, and seen to be there."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant, SubjectFacts
from governance.access.services import decide_authority, require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from portfolio.initiatives.models import Initiative
from portfolio.life.services import lock_to_edit
from portfolio.money.choices import ProofKind
from portfolio.money.models import Tranche
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.transactions import use_case


@dataclass(frozen=True, kw_only=True)
class ProofInput:
    """What to wait for: the first progress, a value of the main KPI, or what is told in `text`."""

    kind: ProofKind
    value: Decimal | None = None
    text: str = ""

    @property
    def proof(self) -> str:
        """What the instalment keeps: a code, or the text itself."""
        return self.text.strip() if self.kind is ProofKind.TOLD else self.kind.value


def ask_proof(
    act: Act, *, initiative_id: UUID, position: int, given: ProofInput, reason: str
) -> Tranche:
    """Another proof is asked for, with why: an executive decides; an executive has decided by that.

    Before the start it is changed at once. Raises NotAllowed, NotFound `tranche_not_found`,
    Invalid `proof_invalid`, Refused `tranche_released`, `reason_required`, `initiative_closed`.
    """
    with use_case():
        row, tranche = _waiting(act, initiative_id, position, permission="proof.ask")
        _check(given, row=row)
        if not reason.strip():
            raise Refused("reason_required")
        if row.started_on is None or _may_change(act, row):
            return _change(act, row, tranche, given=given, reason=reason)
        check_columns(
            model=Tranche, values={"asked_proof": given.proof, "asked_reason": reason.strip()}
        )
        tranche.asked_proof, tranche.asked_value = given.proof, given.value
        tranche.asked_reason, tranche.asked_on = reason.strip(), act.today
        tranche.asked_by_id = act.actor.member_id
        tranche.save(update_fields=ASKED)
        return tranche


def answer_proof(
    act: Act, *, initiative_id: UUID, position: int, agrees: bool, reason: str = ""
) -> Tranche:
    """What was asked is what the instalment waits for, or is not and the log says why.

    Raises NotAllowed, NotFound `tranche_not_found`, Refused `proof_not_asked`, `reason_required`.
    """
    with use_case():
        row, tranche = _waiting(act, initiative_id, position, permission="proof.change")
        grant = require(act, permission="proof.change", subject=_subject(row))
        if tranche.asked_on is None:
            raise Refused("proof_not_asked")
        if agrees:
            given = given_of(tranche.asked_proof, tranche.asked_value)
            return _change(act, row, tranche, given=given, reason=reason or tranche.asked_reason)
        if not reason.strip():
            raise Refused("reason_required")
        _record(act, grant, row, "keep_proof", reason, position=position, asked=tranche.asked_proof)
        _forget_asked(tranche)
        tranche.save(update_fields=ASKED)
        return tranche


def note_proof(act: Act, *, initiative_id: UUID, position: int, sentence: str) -> Tranche:
    """A proof that is told is seen, by whom and what; its release is proposed from now on.

    Raises NotAllowed, NotFound `tranche_not_found`, Refused `proof_measured`, `reason_required`.
    """
    with use_case():
        _, tranche = _waiting(act, initiative_id, position, permission="proof.ask")
        if tranche.proof in ProofKind.measured():
            raise Refused("proof_measured")
        if not sentence.strip():
            raise Refused("reason_required")
        check_columns(model=Tranche, values={"seen_note": sentence.strip()})
        tranche.seen_note, tranche.seen_on = sentence.strip(), act.today
        tranche.seen_by_id = act.actor.member_id
        tranche.save(update_fields=["seen_note", "seen_on", "seen_by"])
        return tranche


def given_of(proof: str, value: Decimal | None) -> ProofInput:
    """A stored proof as it is given."""
    if proof in ProofKind.measured():
        return ProofInput(kind=ProofKind(proof), value=value)
    return ProofInput(kind=ProofKind.TOLD, text=proof)


ASKED = ["asked_proof", "asked_value", "asked_reason", "asked_on", "asked_by"]


def _waiting(
    act: Act, initiative_id: UUID, position: int, *, permission: str
) -> tuple[Initiative, Tranche]:
    """The instalment that waits, its initiative locked and touched."""
    row = lock_to_edit(act, initiative_id=initiative_id, permission=permission)
    tranche = row.tranches.select_for_update().filter(position=position).first()
    if tranche is None:
        raise NotFound("tranche_not_found")
    if tranche.released_on is not None:
        raise Refused("tranche_released", on=tranche.released_on)
    return row, tranche


def _check(given: ProofInput, *, row: Initiative) -> None:
    """Nothing if it can be waited for; raises Invalid `proof_invalid`."""
    is_value = given.kind is ProofKind.VALUE
    wrong: dict[str, list[str]] = {}
    if is_value and given.value is None:
        wrong["value"] = ["required"]
    if is_value and not row.objectives.exists():
        wrong["kind"] = ["objective_first"]
    if given.kind is ProofKind.TOLD and not given.text.strip():
        wrong["text"] = ["required"]
    if given.kind is ProofKind.TOLD and given.text.strip() in ProofKind.measured():
        wrong["text"] = ["required"]
    if wrong:
        raise Invalid("proof_invalid", fields=wrong)
    check_columns(model=Tranche, values={"proof": given.proof})


def _may_change(act: Act, row: Initiative) -> bool:
    answer = decide_authority(act, permission="proof.change", subject=_subject(row))
    return isinstance(answer, Grant)


def _change(
    act: Act, row: Initiative, tranche: Tranche, *, given: ProofInput, reason: str
) -> Tranche:
    """It waits for something else from now on; what was seen of the former proof is forgotten."""
    permission = "proof.ask" if row.started_on is None else "proof.change"
    grant = require(act, permission=permission, subject=_subject(row))
    changes = {"proof": {"old": tranche.proof, "new": given.proof}}
    facts: dict[str, Any] = {"position": tranche.position, "changes": changes}
    facts |= {} if given.value is None else {"value": given.value}
    _record(act, grant, row, "change_proof", reason, **facts)
    tranche.proof = given.proof
    tranche.proof_value = given.value if given.kind is ProofKind.VALUE else None
    tranche.seen_note, tranche.seen_on, tranche.seen_by = "", None, None
    _forget_asked(tranche)
    tranche.save(update_fields=["proof", "proof_value", "seen_note", "seen_on", "seen_by", *ASKED])
    return tranche


def _forget_asked(tranche: Tranche) -> None:
    tranche.asked_proof, tranche.asked_value, tranche.asked_reason = "", None, ""
    tranche.asked_on, tranche.asked_by = None, None


def _subject(row: Initiative) -> SubjectFacts:
    return SubjectFacts(initiative_id=row.id, captain_id=row.captain_id)


def _record(
    act: Act, grant: Grant, row: Initiative, verdict: str, reason: str, **facts: Any
) -> None:
    record_decision(
        act,
        grant=grant,
        verdict=verdict,
        subject_kind=SubjectKind.INITIATIVE,
        subject_id=row.id,
        reason=reason.strip(),
        facts=facts,
    )
