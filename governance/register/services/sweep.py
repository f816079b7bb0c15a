"""Known software is looked through once a quarter: three taps, and a yes makes an entry."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.outbox.models import OutboxMessage
from governance.outbox.services import tell
from governance.register.choices import EntryKind, EntryOrigin, Found, Happening, SwitchedOn
from governance.register.models import KnownSoftware, RegisterEntry
from governance.register.rules.entries import (
    NOTICE_TOLD,
    Data,
    Terms,
    in_order,
    notice_told,
    terms_of,
)
from governance.register.selectors import (
    coming,
    get_software,
    known_software,
    next_sweep,
    sweep_of,
)
from governance.register.services.entries import apply_terms, keepers, look_again, new_entry, note
from tenants.columns import check_columns
from tenants.errors import Invalid, Refused
from tenants.rows import check_version, locked
from tenants.texts import folded
from tenants.transactions import Instant, use_case


def add_software(act: Act, *, name: str, vendor: str = "") -> KnownSoftware:
    """The software is looked through from today on, once a quarter.

    Raises NotAllowed, Invalid `entry_invalid`, `invalid_fields`, Refused `software_known`.
    """
    require(act, permission="register.edit")
    name, vendor = name.strip(), vendor.strip()
    check_columns(model=KnownSoftware, values={"name": name, "vendor": vendor})
    if not name:
        raise Invalid("entry_invalid", fields={"name": ["tool_needed"]})
    with use_case():
        row = KnownSoftware(
            name=name,
            vendor=vendor,
            folded=folded(f"{name} {vendor}")[:250],
            added_on=act.today,
        )
        KnownSoftware.objects.bulk_create([row], ignore_conflicts=True)
        if not KnownSoftware.objects.filter(id=row.id).exists():
            raise Refused("software_known")
        look_again(act)
    return row


def remove_software(act: Act, *, software_id: UUID, expected_version: int | None = None) -> None:
    """The company has left it: it is looked through no more; its entries stay.

    Raises NotAllowed, NotFound `software_not_found`, Refused `stale_version`.
    """
    require(act, permission="register.edit")
    with use_case():
        row = _locked(software_id, expected_version)
        row.removed_on = act.today
        row.version += 1
        row.save(update_fields=["removed_on", "version"])
        look_again(act)


@dataclass(frozen=True, kw_only=True)
class Look:
    """Three taps: whether an AI feature appeared, on which data, and who switched it on."""

    found: Found
    data: Data = ()
    switched_on: SwitchedOn = SwitchedOn.NONE


def answer_sweep(
    act: Act, *, software_id: UUID, look: Look, expected_version: int | None = None
) -> KnownSoftware:
    """The software was looked through today; where AI appeared it stands in the register.

    An entry that it has already is brought up to date: new data are added to be decided with it.
    Raises NotAllowed, NotFound `software_not_found`, Invalid `entry_invalid`, Refused
    `stale_version`.
    """
    require(act, permission="register.edit")
    if look.found not in (Found.YES, Found.NO, Found.UNSURE):
        raise Invalid("entry_invalid", fields={"found": ["required"]})
    if look.found == Found.YES and not look.data:
        raise Invalid("entry_invalid", fields={"data": ["required"]})
    with use_case():
        row = _locked(software_id, expected_version)
        row.swept_on, row.found = act.today, look.found
        row.version += 1
        row.save(update_fields=["swept_on", "found", "version"])
        if look.found == Found.YES:
            _found(act, row, look)
        look_again(act)
    return row


def turn_register(at: Instant) -> None:
    """What the day changed in the register is observed; a sweep and a notice are told once."""
    with use_case():
        due_on = next_sweep(sweep_of(known_software(), today=at.today))
        if due_on is not None and due_on <= at.today:
            _tell(at, due_on)
        _tell_notices(at)
        look_again(at)


def _tell(at: Instant, due_on: date) -> None:
    """Who keeps the register is told of that sweep, once."""
    keys = {f"sweep_due:{due_on}:{member.id}": member for member in keepers()}
    told = OutboxMessage.objects.filter(dedup_key__in=keys)
    for key in keys.keys() - set(told.values_list("dedup_key", flat=True)):
        context = {"due_on": due_on}
        tell(member=keys[key], template="sweep_due", context=context, now=at.now, dedup_key=key)


def _tell_notices(at: Instant) -> None:
    """Owner and keepers are told at each mark that a contract renews itself unless it is ended."""
    last = at.today + timedelta(days=max(NOTICE_TOLD))
    for row in coming(today=at.today).filter(notice_on__lte=last).select_related("owner"):
        day = row.notice_on
        mark = None if day is None else notice_told(notice_on=day, today=at.today)
        if mark is None:
            continue
        context = {"entry_id": row.id, "tool": row.tool, "notice_on": row.notice_on}
        people = {one.id: one for one in (*keepers(), *([row.owner] if row.owner else []))}
        for member in people.values():
            key = f"licence_notice:{row.id}:{row.notice_on}:{mark}:{member.id}"
            tell(
                member=member,
                template="licence_notice",
                context={**context, "cost_year": row.cost_year},
                now=at.now,
                dedup_key=key,
            )


def _found(act: Act, software: KnownSoftware, look: Look) -> None:
    """The entry of what came inside that software, new or brought up to date."""
    known = RegisterEntry.objects.select_for_update(of=("self",)).filter(software=software).first()
    row = known or new_entry(act, declared_by_id=act.actor.member_id)
    before = terms_of(row) if known else Terms()
    data = in_order([*before.data, *look.data])
    values: dict[str, object] = {"data": data}
    if known is None:
        row.origin, row.software = EntryOrigin.CAME_INSIDE_SOFTWARE, software
        values |= {"tool": software.name, "vendor": software.vendor, "kind": EntryKind.TOOL}
    was, row.switched_on = row.switched_on, look.switched_on
    apply_terms(row, before, values, today=act.today)
    row.version += 0 if known is None else 1
    row.save()
    facts = {"data": [before.data, data], "switched_on": [was, row.switched_on]}
    note(act, row, Happening.SWEPT, facts=facts, actor=act.actor)


def _locked(software_id: UUID, expected_version: int | None) -> KnownSoftware:
    get_software(software_id)
    row = locked(KnownSoftware, software_id, code="software_not_found")
    check_version(row.version, expected_version)
    return row
