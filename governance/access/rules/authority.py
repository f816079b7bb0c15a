"""Who may do what, and on what authority: by role, or by a written mandate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from governance.access.rules.permissions import Cell, Column, PermissionTable
from governance.mandates.choices import MandateKind

BY_ROLE = frozenset({Cell.YES, Cell.STEP_UP})
KEY_SCOPES = {Cell.SCOPE_READ: "read", Cell.SCOPE_WRITE: "write", Cell.SCOPE_DECIDE: "decide"}
SYSTEM_PERMISSIONS = frozenset({"initiative.pause", "initiative.archive", "review.open"})


@dataclass(frozen=True, kw_only=True)
class MandateFacts:
    """A mandate as written; amounts in euros, `ends` is its last valid day."""

    id: UUID
    holder_id: UUID
    deputy_id: UUID | None
    kind: MandateKind
    initiative_id: UUID | None
    verdicts: frozenset[str]
    ceiling_per_decision: Decimal
    ceiling_total: Decimal
    spent_total: Decimal
    starts: date
    ends: date
    accepted: bool
    revoked: bool
    stand_in_id: UUID | None = None
    away_from: date | None = None
    away_until: date | None = None

    def is_stood_in(self, today: date) -> bool:
        """Return whether its holder is away that day, and somebody stands in."""
        if self.away_from is None or self.away_until is None:
            return False
        return self.stand_in_id is not None and self.away_from <= today <= self.away_until

    def is_held_by(self, member_id: UUID | None, today: date) -> bool:
        """Return whether the member holds it, is its deputy, or stands in that day."""
        if member_id is None:
            return False
        stands_in = member_id == self.stand_in_id and self.is_stood_in(today)
        return stands_in or member_id in (self.holder_id, self.deputy_id)


@dataclass(frozen=True, kw_only=True)
class ActorFacts:
    """Who acts: the member, the column of the role (or consultant's grant), a key's scopes."""

    member_id: UUID | None
    role: Column | None
    key_scopes: frozenset[str] | None = None
    is_system: bool = False


@dataclass(frozen=True, kw_only=True)
class SubjectFacts:
    """What is acted upon: an initiative and its captain, or nothing in particular."""

    initiative_id: UUID | None = None
    captain_id: UUID | None = None
    named_ids: frozenset[UUID] = frozenset()
    invited_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Grant:
    """The act is allowed: `by` is role, mandate or system; `step_up` asks a fresh sign-in.

    `for_id` is who is away where a stand-in acts.
    """

    by: str
    mandate_id: UUID | None = None
    step_up: bool = False
    for_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Denial:
    """The act is refused: a stable code and who holds what is missing."""

    code: str
    facts: Mapping[str, Any]


NO_SUBJECT = SubjectFacts()
ZERO = Decimal(0)


def authority(
    *,
    table: PermissionTable,
    permission: str,
    actor: ActorFacts,
    today: date,
    subject: SubjectFacts = NO_SUBJECT,
    mandates: Sequence[MandateFacts] = (),
    amount: Decimal = ZERO,
    corrects: str | None = None,
) -> Grant | Denial:
    """Return the authority on which the actor may do this, or the refusal that names who may.

    `mandates` are all those of the company, so that a refusal says who holds what; `amount` is
    what the decision spends, in euros, never negative. `area.verdict` asks the mandate for
    `verdict`. Whoever may take the decision named by `corrects` may correct it.
    """
    if amount < 0:
        raise ValueError("an amount is never negative")
    held = [one for one in mandates if one.is_held_by(actor.member_id, today)]
    cells = _cells(table=table, permission=permission, actor=actor, subject=subject, held=held)
    if Cell.TAKER in cells and corrects is not None and actor.key_scopes is None:
        return authority(
            table=table,
            permission=corrects,
            actor=actor,
            today=today,
            subject=subject,
            mandates=mandates,
            amount=amount,
        )
    if actor.is_system:
        return _system_answer(table=table, permission=permission)
    scope = KEY_SCOPES.get(table.cell(permission=permission, column=Column.KEY))
    if actor.key_scopes is not None and scope not in actor.key_scopes:
        return _key_denial(table=table, permission=permission, scope=scope)
    answers = [
        grant(
            cell=cell,
            actor_id=actor.member_id,
            verdict=permission.rpartition(".")[2],
            mandate=mandate,
            subject=subject,
            amount=amount,
            today=today,
        )
        for cell in cells
        for mandate in _mandates_to_try(cell=cell, held=held)
    ]
    if isinstance(answer := _best(answers), Grant):
        return answer
    who = _who_may(
        table=table,
        permission=permission,
        subject=subject,
        mandates=mandates,
        amount=amount,
        today=today,
    )
    return Denial(code=answer.code, facts={**answer.facts, "permission": permission, **who})


# From the furthest to the nearest: with several mandates the nearest miss is told.
REFUSAL_ORDER = (
    "not_in_role",
    "no_mandate",
    "mandate_revoked",
    "outside_scope",
    "mandate_not_accepted",
    "mandate_not_started",
    "mandate_expired",
    "verdict_not_given",
    "above_ceiling",
    "above_total",
)


def grant(
    *,
    cell: Cell,
    actor_id: UUID | None,
    verdict: str,
    mandate: MandateFacts | None,
    subject: SubjectFacts,
    amount: Decimal,
    today: date,
) -> Grant | Denial:
    """Return what one cell of the table gives to one person, with at most one mandate."""
    by_relation = {
        Cell.OWN: actor_id is not None and actor_id == subject.captain_id,
        Cell.NAMED: actor_id in subject.named_ids,
        Cell.INVITED: actor_id in subject.invited_ids,
    }
    if cell in BY_ROLE or by_relation.get(cell, False):
        return Grant(by="role", step_up=cell is Cell.STEP_UP)
    if cell is not Cell.MANDATE:
        return Denial(code="not_in_role", facts={})
    if actor_id is None or mandate is None or not mandate.is_held_by(actor_id, today):
        return Denial(code="no_mandate", facts={})
    code = mandate_refusal(
        mandate=mandate,
        verdict=verdict,
        initiative_id=subject.initiative_id,
        amount=amount,
        today=today,
    )
    if code is None:
        lent = actor_id not in (mandate.holder_id, mandate.deputy_id)
        return Grant(
            by="mandate", mandate_id=mandate.id, for_id=mandate.holder_id if lent else None
        )
    return Denial(code=code, facts=_mandate_facts(mandate=mandate, amount=amount))


def mandate_refusal(
    *,
    mandate: MandateFacts,
    verdict: str,
    initiative_id: UUID | None,
    amount: Decimal,
    today: date,
) -> str | None:
    """Return why this mandate does not carry that verdict today, or None when it does."""
    own_scope = mandate.kind is MandateKind.COMPANY or (
        initiative_id is not None and mandate.initiative_id == initiative_id
    )
    misses = (
        ("mandate_revoked", mandate.revoked),
        ("outside_scope", not own_scope),
        ("mandate_not_accepted", not mandate.accepted),
        ("mandate_not_started", today < mandate.starts),
        ("mandate_expired", today > mandate.ends),
        ("verdict_not_given", verdict not in mandate.verdicts),
        ("above_ceiling", amount > mandate.ceiling_per_decision),
        ("above_total", mandate.spent_total + amount > mandate.ceiling_total and amount > 0),
    )
    return next((code for code, missed in misses if missed), None)


def _best(answers: Sequence[Grant | Denial]) -> Grant | Denial:
    """Return the first grant, else the nearest miss, else that the role has nothing."""
    granted = next((answer for answer in answers if isinstance(answer, Grant)), None)
    return granted or max(
        (answer for answer in answers if isinstance(answer, Denial)),
        key=lambda denial: REFUSAL_ORDER.index(denial.code),
        default=Denial(code="not_in_role", facts={}),
    )


def _key_denial(*, table: PermissionTable, permission: str, scope: str | None) -> Denial:
    """Return which scope the key lacks, or that this is for persons and which roles can."""
    if scope is not None:
        return Denial(code="scope_missing", facts={"permission": permission, "scope": scope})
    roles = tuple(c.value for c in table.columns_with(permission=permission, cells=BY_ROLE))
    return Denial(code="not_for_keys", facts={"permission": permission, "roles": roles})


def _system_answer(*, table: PermissionTable, permission: str) -> Grant | Denial:
    """Return the system's authority: a short list, and never what the file does not name."""
    if permission in SYSTEM_PERMISSIONS and permission in table.rows:
        return Grant(by="system")
    return Denial(code="not_in_role", facts={"permission": permission})


def _cells(
    *,
    table: PermissionTable,
    permission: str,
    actor: ActorFacts,
    subject: SubjectFacts,
    held: Sequence[MandateFacts],
) -> list[Cell]:
    """Return the cells that concern the actor: the role's, and the captain's on one's own.

    For deputy and stand-in of the captain it is what the mandate carries, and nothing else.
    """
    columns = [] if actor.role is None else [actor.role]
    if actor.member_id is not None and actor.member_id == subject.captain_id:
        columns.append(Column.CAPTAIN)
    lent = any(
        one.initiative_id is not None
        and one.initiative_id == subject.initiative_id
        and one.holder_id == subject.captain_id != actor.member_id
        for one in held
    )
    captains = table.cell(permission=permission, column=Column.CAPTAIN)
    cells = [table.cell(permission=permission, column=column) for column in columns]
    return [*cells, captains] if lent and captains is Cell.MANDATE else cells


def _mandates_to_try(*, cell: Cell, held: Sequence[MandateFacts]) -> Sequence[MandateFacts | None]:
    """Return the actor's mandates where one is asked for, else a single nothing."""
    return held if cell is Cell.MANDATE and held else [None]


def _mandate_facts(*, mandate: MandateFacts, amount: Decimal) -> Mapping[str, Any]:
    """Return what the refused person needs to know of the mandate."""
    return {
        "mandate_id": mandate.id,
        "ends": mandate.ends,
        "amount": amount,
        "ceiling_per_decision": mandate.ceiling_per_decision,
        "left_in_total": max(ZERO, mandate.ceiling_total - mandate.spent_total),
    }


def _who_may(
    *,
    table: PermissionTable,
    permission: str,
    subject: SubjectFacts,
    mandates: Sequence[MandateFacts],
    amount: Decimal,
    today: date,
) -> Mapping[str, Any]:
    """Return who has the authority: roles that act alone, and holders whose mandate carries it."""
    by_role = table.columns_with(permission=permission, cells=BY_ROLE)
    by_mandate = table.columns_with(permission=permission, cells=frozenset({Cell.MANDATE}))
    holders = {
        (mandate.stand_in_id if mandate.is_stood_in(today) else mandate.holder_id): None
        for mandate in mandates
        if by_mandate
        and mandate_refusal(
            mandate=mandate,
            verdict=permission.rpartition(".")[2],
            initiative_id=subject.initiative_id,
            amount=amount,
            today=today,
        )
        is None
    }
    roles = tuple(column.value for column in by_role if column is not Column.KEY)
    return {"roles": roles, "holder_ids": tuple(holders)}
