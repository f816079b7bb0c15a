from datetime import date, datetime
from typing import Any
from uuid import UUID

from governance.access.choices import ActorKind, Role
from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant, SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import (
    MANDATE_HOLDERS,
    MandateState,
    MandateTerms,
    last_day,
    proposed_terms,
    term_problems,
)
from governance.mandates.selectors import state_of
from governance.members.models import Member
from governance.members.selectors import get_member
from governance.outbox.services import tell
from tenants.columns import check_columns
from tenants.errors import Invalid, NotAllowed, NotFound, Refused
from tenants.rows import locked
from tenants.transactions import touch, use_case


def write_mandate(
    act: Act,
    *,
    kind: MandateKind,
    holder_id: UUID,
    initiative_id: UUID | None = None,
    terms: MandateTerms | None = None,
) -> Mandate:
    """The letter is written, replaces the open one of the same scope, and waits for its holder.

    Without `terms` the proposed ones hold. Whoever writes a letter to himself or herself accepts
    it by that. For an initiative, `scope_text` is its title as the holder signs it.
    Raises Invalid `mandate_terms`, Refused `holder_role_too_low`, NotFound `member_left`.
    """
    grant = require(act, permission="mandate.issue")
    if act.actor.member_id is None:
        raise RuntimeError("a mandate is issued by a person")
    terms = terms or proposed_terms(kind=kind, today=act.today)
    sums = {name: getattr(terms, name) for name in ("ceiling_per_decision", "ceiling_total")}
    check_columns(model=Mandate, values=sums)
    problems = term_problems(kind=kind, terms=terms, today=act.today)
    if problems:
        raise Invalid("mandate_terms", fields=problems)
    check_columns(model=Mandate, values=_columns(terms, people=False))
    with use_case():
        holder = fit_holder(member_id=holder_id, kind=kind)
        if terms.deputy_id is not None:
            _fit_deputy(member_id=terms.deputy_id, kind=kind, holder=holder)
        replaced = _revoke_open(kind=kind, initiative_id=initiative_id, now=act.now)
        mandate = Mandate.objects.create(
            kind=kind,
            initiative_id=initiative_id,
            holder=holder,
            issued_by_id=act.actor.member_id,
            issued_at=act.now,
            accepted_at=act.now if holder.id == act.actor.member_id else None,
            **_columns(terms),
        )
        touch(act, SubjectKind.MANDATE, mandate.id, *([] if replaced is None else [replaced]))
        _record(act, grant, "write_mandate", mandate, replaces=replaced, **_facts(mandate))
        if mandate.accepted_at is None:
            _tell_holder(mandate, "mandate_written", act.now)
    return mandate


def accept_mandate(act: Act, *, mandate_id: UUID) -> Mandate:
    """The mandate carries decisions from its first day; accepting again changes nothing.

    Raises NotAllowed `not_the_holder`, `scope_missing`, Refused `mandate_revoked`,
    `mandate_declined`, `mandate_expired`.
    """
    grant = require(act, permission="read")
    with use_case():
        mandate = _locked(act, mandate_id)
        _check_signer(act, mandate)
        _check_open(act, mandate)
        if mandate.accepted_at is not None:
            return mandate
        mandate.accepted_at = act.now
        mandate.version += 1
        mandate.save(update_fields=["accepted_at", "version"])
        _record(act, grant, "accept_mandate", mandate)
        _tell_issuer(mandate, "mandate_accepted", act.now)
    return mandate


def decline_mandate(act: Act, *, mandate_id: UUID, reason: str) -> Mandate:
    """The letter is over before it began, and whoever wrote it knows why.

    Raises as `accept_mandate`, Refused `mandate_accepted`, Invalid `reason_missing`.
    """
    if not reason.strip():
        raise Invalid("reason_missing", fields={"reason": ["reason_missing"]})
    with use_case():
        mandate, grant = _waiting(act, mandate_id)
        mandate.declined_at = mandate.revoked_at = act.now
        mandate.version += 1
        mandate.save(update_fields=["declined_at", "revoked_at", "version"])
        _record(act, grant, "decline_mandate", mandate, reason=reason.strip())
        _tell_issuer(mandate, "mandate_declined", act.now, reason=reason.strip())
    return mandate


def discuss_mandate(act: Act, *, mandate_id: UUID, remark: str) -> Mandate:
    """The letter waits on, with what its holder wants to discuss; whoever wrote it is told.

    Raises as `accept_mandate`, Refused `mandate_accepted`, Invalid `remark_missing`.
    """
    if not remark.strip():
        raise Invalid("remark_missing", fields={"remark": ["remark_missing"]})
    check_columns(model=Mandate, values={"remark": remark.strip()})
    with use_case():
        mandate, _ = _waiting(act, mandate_id)
        mandate.remark, mandate.remarked_at = remark.strip(), act.now
        mandate.version += 1
        mandate.save(update_fields=["remark", "remarked_at", "version"])
        _tell_issuer(mandate, "mandate_discussed", act.now, remark=mandate.remark)
    return mandate


def revoke_mandate(
    act: Act, *, mandate_id: UUID, reason: str, expected_version: int | None = None
) -> Mandate:
    """The mandate carries nothing any more, its holder is told. Raises Invalid `reason_missing`."""
    grant = require(act, permission="mandate.issue")
    if not reason.strip():
        raise Invalid("reason_missing", fields={"reason": ["reason_missing"]})
    with use_case():
        mandate = _locked(act, mandate_id, expected_version)
        if mandate.revoked_at is not None:
            raise Refused("mandate_revoked", ends=mandate.ends)
        mandate.revoked_at = act.now
        mandate.version += 1
        mandate.save(update_fields=["revoked_at", "version"])
        _record(act, grant, "revoke_mandate", mandate, reason=reason)
        if mandate.holder_id != act.actor.member_id:
            _tell_holder(mandate, "mandate_revoked", act.now)
    return mandate


def renew_mandate(
    act: Act, *, mandate_id: UUID, ends: date | None = None, expected_version: int | None = None
) -> Mandate:
    """The same letter runs anew from today, its total ceiling untouched by what was engaged.

    An accepted letter stays accepted: nothing in it is wider. By default for twelve months.
    Raises Refused `mandate_revoked`, `holder_role_too_low`, Invalid `mandate_terms`.
    """
    grant = require(act, permission="mandate.issue")
    if act.actor.member_id is None:
        raise RuntimeError("a mandate is issued by a person")
    with use_case():
        old = _locked(act, mandate_id, expected_version)
        if old.revoked_at is not None:
            raise Refused("mandate_revoked", ends=old.ends)
        kind = MandateKind(old.kind)
        terms = _terms(old, starts=act.today, ends=ends or last_day(act.today))
        problems = term_problems(kind=kind, terms=terms, today=act.today)
        if problems:
            raise Invalid("mandate_terms", fields=problems)
        holder = fit_holder(member_id=old.holder_id, kind=kind)
        old.revoked_at = act.now
        old.version += 1
        old.save(update_fields=["revoked_at", "version"])
        new = Mandate.objects.create(
            kind=kind,
            initiative_id=old.initiative_id,
            holder=holder,
            issued_by_id=act.actor.member_id,
            issued_at=act.now,
            accepted_at=old.accepted_at,
            stand_in_id=old.stand_in_id,
            away_from=old.away_from,
            away_until=old.away_until,
            **_columns(terms),
        )
        touch(act, SubjectKind.MANDATE, new.id)
        _record(act, grant, "renew_mandate", new, replaces=old.id, **_facts(new))
    return new


def _locked(act: Act, mandate_id: UUID, expected_version: int | None = None) -> Mandate:
    """The letter, locked and touched."""
    mandate = locked(Mandate, mandate_id, expected_version)
    touch(act, SubjectKind.MANDATE, mandate.id)
    return mandate


def _waiting(act: Act, mandate_id: UUID) -> tuple[Mandate, Grant]:
    """The letter that waits for whoever acts, locked and touched, and the power to answer it."""
    mandate = _locked(act, mandate_id)
    _check_signer(act, mandate)
    subject = SubjectFacts(named_ids=frozenset({mandate.holder_id}))
    grant = require(act, permission="mandate.answer", subject=subject)
    _check_open(act, mandate)
    if mandate.accepted_at is not None:
        raise Refused("mandate_accepted")
    return mandate, grant


def _check_open(act: Act, mandate: Mandate) -> None:
    state = state_of(mandate, today=act.today)
    if state in {MandateState.REVOKED, MandateState.DECLINED, MandateState.EXPIRED}:
        raise Refused(f"mandate_{state}", ends=mandate.ends)


def _check_signer(act: Act, mandate: Mandate) -> None:
    """The holder signs, in person or with a key of his or her own that may decide."""
    if act.actor.is_system or act.actor.member_id != mandate.holder_id:
        holder = get_member(mandate.holder_id).display_name
        raise NotAllowed("not_the_holder", holders=(holder,), roles=())
    if act.actor.kind == ActorKind.KEY and "decide" not in act.actor.scopes:
        raise NotAllowed("scope_missing", permission="mandate.accept", scope="decide")


def fit_holder(*, member_id: UUID, kind: MandateKind) -> Member:
    """The member, who may hold a mandate of that kind.

    Raises NotFound `member_left`, Refused `holder_role_too_low`.
    """
    member = get_member(member_id)
    if not member.is_present:
        raise NotFound("member_left", named=member_id)
    if Role(member.role) not in MANDATE_HOLDERS[kind]:
        raise Refused("holder_role_too_low", name=member.display_name)
    return member


def _fit_deputy(*, member_id: UUID, kind: MandateKind, holder: Member) -> None:
    if fit_holder(member_id=member_id, kind=kind).id == holder.id:
        raise Invalid("mandate_terms", fields={"deputy": ["deputy_is_holder"]})


def _revoke_open(*, kind: MandateKind, initiative_id: UUID | None, now: datetime) -> UUID | None:
    """No mandate of that scope is open any more; returns the one that was."""
    same = Mandate.objects.select_for_update().filter(kind=kind, initiative_id=initiative_id)
    mandate = same.filter(revoked_at__isnull=True).first()
    if mandate is None:
        return None
    mandate.revoked_at = now
    mandate.version += 1
    mandate.save(update_fields=["revoked_at", "version"])
    return mandate.id


def _columns(terms: MandateTerms, *, people: bool = True) -> dict[str, Any]:
    return {
        **({"deputy_id": terms.deputy_id} if people else {}),
        "scope_text": terms.scope_text.strip(),
        "verdicts": list(terms.verdicts),
        "ceiling_per_decision": terms.ceiling_per_decision,
        "ceiling_total": terms.ceiling_total,
        "days_per_month": terms.days_per_month,
        "starts": terms.starts,
        "ends": terms.ends,
    }


def _terms(mandate: Mandate, *, starts: date, ends: date) -> MandateTerms:
    deputy = mandate.deputy
    return MandateTerms(
        verdicts=tuple(mandate.verdicts),
        ceiling_per_decision=mandate.ceiling_per_decision,
        ceiling_total=mandate.ceiling_total,
        days_per_month=float(mandate.days_per_month),
        starts=starts,
        ends=ends,
        scope_text=mandate.scope_text,
        deputy_id=deputy.id if deputy is not None and deputy.is_present else None,
    )


def _facts(mandate: Mandate) -> dict[str, Any]:
    """What the log keeps of a letter: ids and figures, never names."""
    return {
        "holder": mandate.holder_id,
        "deputy": mandate.deputy_id,
        "initiative": mandate.initiative_id,
        "verdicts": list(mandate.verdicts),
        "ceiling_per_decision": mandate.ceiling_per_decision,
        "ceiling_total": mandate.ceiling_total,
        "days_per_month": mandate.days_per_month,
        "starts": mandate.starts,
        "ends": mandate.ends,
    }


def _record(
    act: Act, grant: Grant, verdict: str, mandate: Mandate, reason: str = "", **facts: Any
) -> None:
    record_decision(
        act,
        grant=grant,
        verdict=verdict,
        subject_kind=SubjectKind.MANDATE,
        subject_id=mandate.id,
        reason=reason,
        facts={key: value for key, value in facts.items() if value not in (None, "")},
    )


def _tell_holder(mandate: Mandate, template: str, now: datetime) -> None:
    tell(
        member=mandate.holder,
        template=template,
        context={
            "mandate_id": mandate.id,
            "kind": mandate.kind,
            "scope": mandate.scope_text,
            "issuer": get_member(mandate.issued_by_id).display_name,
        },
        now=now,
        dedup_key=f"{template}:{mandate.id}",
    )


def _tell_issuer(mandate: Mandate, template: str, now: datetime, **said: str) -> None:
    issuer = get_member(mandate.issued_by_id)
    if issuer.id != mandate.holder_id and issuer.is_present:
        tell(
            member=issuer,
            template=template,
            context={
                "mandate_id": mandate.id,
                "kind": mandate.kind,
                "scope": mandate.scope_text,
                "holder": mandate.holder.display_name,
                **said,
            },
            now=now,
            dedup_key=f"{template}:{mandate.id}:{mandate.version}",
        )
