"""The month's measurements: entered at once, by page, table or link, and asked for by one mail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from governance.access.rules.actors import Act, Door, member_actor
from governance.outbox.services import LetterContent
from portfolio.adoption.services import tell_adoption
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.messages import tell
from portfolio.guards.services import tell_guard
from portfolio.measuring.models import MeasuringLink
from portfolio.measuring.rules import PastedLine, month_end
from portfolio.measuring.selectors import (
    CARRIED,
    SALT,
    link_of,
    measuring_members,
    month_of,
)
from portfolio.objectives.models import Objective
from portfolio.objectives.rules import Told
from portfolio.objectives.services.measurements import add_measurement, set_baseline
from portfolio.rhythm.rules import next_working_day
from tenants.errors import DomainError, Invalid, Refused
from tenants.ids import uuid7
from tenants.rows import locked
from tenants.tokens import token_digest, token_of
from tenants.transactions import use_case


@dataclass(frozen=True, kw_only=True)
class NewValue:
    """The value of one KPI on one day, in its unit; what was asked back may be `confirmed`."""

    objective_id: UUID
    value: Told
    on: date
    note: str = ""
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class NewUse:
    """How many of the people concerned use one initiative, on one day."""

    initiative_id: UUID
    using: int
    concerned: int
    on: date


@dataclass(frozen=True, kw_only=True)
class NewGuarded:
    """What must not get worse has this value on that day."""

    initiative_id: UUID
    value: Told
    on: date


New = NewValue | NewUse | NewGuarded


def enter_month(act: Act, *, entries: Mapping[str, New]) -> int:
    """Everything stands recorded, or nothing does; how many there were.

    Raises Refused `month_refused`, whose `errors` say by the entries' keys what is in the way of
    each: what `add_measurement`, `set_baseline`, `tell_guard` and `tell_adoption` raise.
    """
    errors: dict[str, DomainError] = {}
    with use_case():
        lock_portfolio()
        without = _without_baseline(entries.values())
        for key, entry in entries.items():
            try:
                _enter(act, entry, without)
            except DomainError as error:
                errors[key] = error
        if errors:
            raise Refused("month_refused", errors=errors)
    return len(entries)


def enter_by_link(*, token: str, entries: Mapping[str, New], now: datetime, today: date) -> int:
    """What was typed behind a mail's link stands recorded as told by link, and the link is spent.

    Raises as `link_of` and `enter_month`.
    """
    with use_case():
        lock_portfolio()
        link = locked(MeasuringLink, link_of(token, today=today).id)
        if link.used_at is not None:
            raise Refused("link_used", on=link.used_at)
        person = link.member
        act = Act(member_actor(person.id, person.role), now, today, Door.LINK)
        count = enter_month(act, entries=entries)
        link.used_at = now
        link.save(update_fields=["used_at"])
    return count


def named_entries(
    lines: Sequence[PastedLine], *, member_id: UUID, confirmed: bool
) -> dict[str, NewValue]:
    """The lines of a table by their numbers, each with the KPI of that own reference or name.

    A name is looked for among what the member carries first. Raises Invalid `lines_invalid`, whose
    fields are the numbers of lines that name no KPI, or several.
    """
    known = _objectives_by_name(lines, member_id)
    faults = {}
    for line in lines:
        found = known[line.name.casefold()]
        if len(found) != 1:
            faults[str(line.number)] = ["kpi_named_twice" if found else "kpi_not_found"]
    if faults:
        raise Invalid("lines_invalid", fields=faults)
    return {
        str(line.number): NewValue(
            objective_id=known[line.name.casefold()][0],
            value=line.value,
            on=line.on,
            note=line.note,
            confirmed=confirmed,
        )
        for line in lines
    }


def ask_measurements(*, now: datetime, today: date) -> int:
    """From the first working day of a month on, each captain has one mail where anything falls due.

    How many were written to; a second run in the month writes to nobody twice.
    """
    month = today.replace(day=1)
    if today < next_working_day(day=month):
        return 0
    asked = 0
    for member in measuring_members(month=month):
        if not month_of(member.id).due(by=month_end(today)):
            continue
        row = MeasuringLink(id=uuid7(), member=member, month=month, valid_until=month_end(today))
        row.token_hash = token_digest(token_of(row.id, salt=SALT))
        row.save(force_insert=True)
        tell(
            member_ids=[member.id],
            template="measurements_due",
            key=f"measurements_due:{month}",
            context={"link_id": row.id},
            now=now,
        )
        asked += 1
    return asked


def write_measuring_mail(ids: Mapping[str, Any]) -> LetterContent:
    """The link, made anew, and what is to be measured by the end of the month."""
    link = MeasuringLink.objects.get(id=UUID(ids["link_id"]))
    last = month_end(link.month)
    month = month_of(link.member_id)
    return LetterContent(
        {
            "path": reverse("measuring_link", args=[token_of(link.id, salt=SALT)]),
            "until": link.valid_until,
            "values": [one for one in month.values if one.due_on and one.due_on <= last],
            "guards": [one for one in month.guards if one.due_on and one.due_on <= last],
            "uses": [one for one in month.uses if one.due_on and one.due_on <= last],
        }
    )


def _without_baseline(entries: Iterable[New]) -> set[UUID]:
    """The objectives among them whose first value is their baseline."""
    ids = [one.objective_id for one in entries if isinstance(one, NewValue)]
    rows = Objective.objects.filter(id__in=ids, baseline=None)
    return set(rows.values_list("id", flat=True))


def _enter(act: Act, entry: New, without: set[UUID]) -> None:
    if isinstance(entry, NewUse):
        tell_adoption(
            act,
            initiative_id=entry.initiative_id,
            using=entry.using,
            concerned=entry.concerned,
            on=entry.on,
        )
    elif isinstance(entry, NewGuarded):
        tell_guard(act, initiative_id=entry.initiative_id, value=entry.value, on=entry.on)
    elif entry.objective_id in without:
        without.discard(entry.objective_id)
        set_baseline(
            act,
            objective_id=entry.objective_id,
            value=entry.value,
            on=entry.on,
            confirmed=entry.confirmed,
        )
    else:
        add_measurement(
            act,
            objective_id=entry.objective_id,
            value=entry.value,
            on=entry.on,
            note=entry.note,
            confirmed=entry.confirmed,
        )


def _objectives_by_name(
    lines: Sequence[PastedLine], member_id: UUID
) -> Mapping[str, tuple[UUID, ...]]:
    """The objectives that each name may mean: the reference's, the member's own, else anybody's."""
    names = {line.name.casefold() for line in lines}
    rows = Objective.objects.filter(initiative__state__in=CARRIED).annotate(
        reference=Lower("external_ref"), name=Lower("kpi")
    )
    meant = list(
        rows.filter(Q(reference__in=names) | Q(name__in=names)).select_related("initiative")
    )
    found = {}
    for name in names:
        by_reference = [one for one in meant if one.external_ref.casefold() == name]
        named = [one for one in meant if one.kpi.casefold() == name]
        own = [one for one in named if one.initiative.captain_id == member_id]
        found[name] = tuple(one.id for one in by_reference or own or named)
    return found
