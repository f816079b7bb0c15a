"""The month's measurements: entered at once, by page, table or link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from governance.access.rules.actors import Act
from portfolio.adoption.services import tell_adoption
from portfolio.cap.selectors import lock_portfolio
from portfolio.guards.services import tell_guard
from portfolio.measuring.rules import PastedLine
from portfolio.measuring.selectors import CARRIED
from portfolio.objectives.models import Objective
from portfolio.objectives.rules import Told
from portfolio.objectives.services.measurements import add_measurement, set_baseline
from tenants.errors import DomainError, Invalid, Refused
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
