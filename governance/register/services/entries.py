"""Entries are declared, put in the register, decided and changed; each leaves its fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from governance.access.choices import Role
from governance.access.rules.actors import Act, Actor
from governance.access.services import require
from governance.changes.choices import ChangeKind
from governance.decisions.rules import plain
from governance.members.models import Member
from governance.outbox.services import tell
from governance.register.choices import Account, EntryKind, EntryOrigin, EntryStatus, Happening
from governance.register.models import RegisterEntry, RegisterEvent
from governance.register.rules.entries import (
    REGISTER,
    TURNS,
    Data,
    Terms,
    changed,
    in_order,
    is_incident,
    problems,
    status_for,
    terms_of,
    with_terms,
)
from governance.register.selectors import door_behind, get_entry, next_change
from tenants.bounds import text
from tenants.columns import check_columns
from tenants.connections import connection
from tenants.due_work.services import set_due
from tenants.errors import Invalid
from tenants.rows import locked
from tenants.texts import folded
from tenants.transactions import Instant, touch, use_case

Values = Mapping[str, Any]
MORNING = time(6)
PERSONS = ("owner_id", "contact_id", "checker_id", "stop_by_id")


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What anyone tells of a use: which tool, what for, on which data, with whose account.

    `nameless`: nobody is kept beside it.
    """

    tool: Annotated[str, text(120)]
    purpose: Annotated[str, text(200, shortest=0)] = ""
    data: Data = ()
    account: Account = Account.NONE
    nameless: bool = False


def declare_use(act: Act, *, given: Declaration) -> RegisterEntry:
    """The use stands in the register, to be decided; without a name nobody stands beside it.

    Personal data in a personal account is an incident: those who keep the register are told.
    Raises NotAllowed, Invalid `entry_invalid`.
    """
    require(act, permission="register.declare")
    teller = None if given.nameless else act.actor
    with use_case():
        return _declared(act, given, teller=teller)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody without an account, at that moment of the company's day."""

    now: datetime
    today: date


def declare_by_link(visit: Visit, *, token: str, given: Declaration) -> RegisterEntry:
    """As `declare_use`, by the company's public address: nobody stands beside it.

    Raises NotFound `door_not_found`, Invalid `entry_invalid`.
    """
    with use_case():
        door_behind(token)
        return _declared(visit, given, teller=None)


def record_entry(
    act: Act, *, values: Values, initiative_id: UUID | None = None, external_ref: str = ""
) -> RegisterEntry:
    """The entry stands in the register as given; its light says whether it may be used.

    Raises NotAllowed, Invalid `entry_invalid`, `invalid_fields`.
    """
    require(act, permission="register.edit")
    with use_case():
        row = new_entry(act, declared_by_id=act.actor.member_id)
        row.initiative_id, row.external_ref = initiative_id, external_ref
        apply_terms(row, Terms(), values, today=act.today)
        row.save(force_insert=True)
        note(act, row, Happening.RECORDED, facts={}, actor=act.actor)
    return row


def change_entry(
    act: Act, *, entry_id: UUID, values: Values, expected_version: int | None = None
) -> RegisterEntry:
    """The entry is as given; what is not given stays. A light decides a declared use.

    Raises NotAllowed, NotFound `entry_not_found`, Invalid `entry_invalid`, `invalid_fields`,
    Refused `stale_version`.
    """
    require(act, permission="register.edit")
    with use_case():
        row = locked(RegisterEntry, entry_id, expected=expected_version, code="entry_not_found")
        before = terms_of(row)
        facts = changed(before, apply_terms(row, before, values, today=act.today))
        if facts:
            row.version += 1
            row.save(update_fields=[*facts, "folded", "status", "incident_on", "version"])
            note(act, row, Happening.CHANGED, facts=facts, actor=act.actor)
    return get_entry(entry_id)


def note(
    at: Instant, row: RegisterEntry, what: Happening, *, facts: Values, actor: Actor | None
) -> None:
    """The fact stands in the entry's history, and the register's facts are observed anew."""
    keep_fact(at, row, what, facts=facts, actor=actor)
    look_again(at)


def keep_fact(
    at: Instant, row: RegisterEntry, what: Happening, *, facts: Values, actor: Actor | None
) -> None:
    """The fact stands in the entry's history; whoever writes several looks again once."""
    touch(at, REGISTER, *filter(None, [row.initiative_id]))
    touch(at, ChangeKind.REGISTER_ENTRY, row.id)
    RegisterEvent.objects.create(
        entry=row,
        at=at.now,
        what=what,
        actor_kind=actor.kind if actor else "",
        member_id=actor.member_id if actor else None,
        facts=plain(facts),
    )


def look_again(at: Instant) -> None:
    """The register's facts are those at the end of the use case, and once more when they turn."""
    touch(at, REGISTER)
    day = next_change(today=at.today)
    morning = datetime.combine(day, MORNING, tzinfo=company_zone()) if day else None
    set_due(job=TURNS, due_at=morning)


def company_zone() -> ZoneInfo:
    """The time zone of the company this connection works in."""
    return ZoneInfo(connection.tenant.timezone)


def keepers() -> list[Member]:
    """Who keeps the register: the present AI captains, else the executives; by name."""
    present = Member.objects.filter(left_at__isnull=True, joined_at__isnull=False)
    return list(present.filter(role=Role.AI_LEAD).order_by("name", "id")) or list(
        present.filter(role=Role.EXECUTIVE).order_by("name", "id")
    )


def _declared(at: Instant, given: Declaration, *, teller: Actor | None) -> RegisterEntry:
    row = new_entry(at, declared_by_id=teller.member_id if teller else None)
    values = {
        "tool": given.tool,
        "purpose": given.purpose,
        "data": given.data,
        "account": given.account,
        "kind": EntryKind.USE,
    }
    apply_terms(row, Terms(), values, today=at.today)
    row.save(force_insert=True)
    note(at, row, Happening.DECLARED, facts={}, actor=teller)
    if row.incident_on is not None:
        for member in keepers():
            tell(
                member=member,
                template="use_incident",
                context={"entry_id": row.id, "on": row.incident_on},
                now=at.now,
                dedup_key=f"use_incident:{row.id}:{member.id}",
            )
    return row


def new_entry(at: Instant, *, declared_by_id: UUID | None) -> RegisterEntry:
    return RegisterEntry(
        origin=EntryOrigin.DECLARED,
        declared_on=at.today,
        declared_by_id=declared_by_id,
        created_at=at.now,
    )


def apply_terms(row: RegisterEntry, before: Terms, values: Values, *, today: date) -> Terms:
    """The row says what those terms say once the values stand in them; raises Invalid."""
    given = {name: _clean(value) for name, value in values.items()}
    told = {name: value for name, value in given.items() if name != "data"}
    check_columns(model=RegisterEntry, values=told)
    terms = with_terms(before, given)
    wrong = problems(terms, today=today)
    wrong |= _unknown_people(before, terms)
    if wrong:
        raise Invalid("entry_invalid", fields=wrong)
    for name in given:
        setattr(row, name, list(terms.data) if name == "data" else getattr(terms, name))
    row.kind, row.data = terms.kind, list(in_order(terms.data))
    row.folded = folded(f"{row.tool} {row.purpose} {row.vendor}")[:450]
    if row.status not in (EntryStatus.STOP_ASKED, EntryStatus.STOPPED) or (
        row.status == EntryStatus.STOP_ASKED and not row.light
    ):
        row.status = status_for(terms.light)
    if row.incident_on is None and is_incident(account=terms.account, data=terms.data):
        row.incident_on = today
    return terms


def _unknown_people(before: Terms, after: Terms) -> dict[str, list[str]]:
    """The persons that were named now and do not belong to the company."""
    named = {name: getattr(after, name) for name in PERSONS}
    new = {name: one for name, one in named.items() if one and one != getattr(before, name)}
    if not new:
        return {}
    present = Member.objects.filter(id__in=new.values(), left_at__isnull=True)
    known = set(present.values_list("id", flat=True))
    return {name: ["member_unknown"] for name, one in new.items() if one not in known}


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
