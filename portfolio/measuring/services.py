"""The month's measurements: entered at once, by page, table or link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Lower

from governance.access.rules.actors import Act
from portfolio.adoption.services import tell_adoption
from portfolio.cap.selectors import lock_portfolio
from portfolio.guards.models import GuardRail
from portfolio.guards.services import tell_guard
from portfolio.initiatives.models import Initiative
from portfolio.measuring.rules import PastedLine
from portfolio.measuring.selectors import CARRIED
from portfolio.objectives.models import Objective
from portfolio.objectives.rules import Ratio, Told
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
Measured = Objective | GuardRail | Initiative


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
) -> dict[str, New]:
    """What each line of a table says, by its number.

    A line names a KPI, by its own reference or its name, or what must not get worse, or an
    initiative, of which it says how many use it among how many. A name is looked for among what
    the member carries first. Raises Invalid `lines_invalid`, whose fields are the numbers of lines
    that name nothing or several things, or do not count those who use it.
    """
    known = _measured_by_name(lines, member_id)
    found: dict[str, New] = {}
    faults = {}
    for line in lines:
        meant = known[line.name.casefold()]
        if len(meant) != 1:
            faults[str(line.number)] = ["kpi_named_twice" if meant else "kpi_not_found"]
            continue
        entry = _entry_of(line, meant[0], confirmed=confirmed)
        if entry is None:
            faults[str(line.number)] = ["use_by_counting"]
        else:
            found[str(line.number)] = entry
    if faults:
        raise Invalid("lines_invalid", fields=faults)
    return found


def _entry_of(line: PastedLine, meant: Measured, *, confirmed: bool) -> New | None:
    """What the line says of what it names; None where it should count people and does not."""
    if isinstance(meant, Objective):
        return NewValue(
            objective_id=meant.id,
            value=line.value,
            on=line.on,
            note=line.note,
            confirmed=confirmed,
        )
    if isinstance(meant, GuardRail):
        return NewGuarded(initiative_id=meant.initiative_id, value=line.value, on=line.on)
    told = line.value
    if not isinstance(told, Ratio) or told.part % 1 or told.whole % 1:
        return None
    return NewUse(
        initiative_id=meant.id, using=int(told.part), concerned=int(told.whole), on=line.on
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


def _measured_by_name(
    lines: Sequence[PastedLine], member_id: UUID
) -> Mapping[str, Sequence[Measured]]:
    """What each name may mean, folded; three statements.

    The KPI of that reference, the member's own of that name, else anybody's; then what must not get
    worse, in the same order; then the initiative of that reference or title.
    """
    names = {line.name.casefold() for line in lines}
    called = Q(reference__in=names) | Q(name__in=names)
    initiatives = Initiative.objects.filter(state__in=CARRIED)
    inside = {"initiative__in": initiatives}
    kpis = Objective.objects.annotate(reference=Lower("external_ref"), name=Lower("kpi"))
    guards = GuardRail.objects.annotate(reference=Value(""), name=Lower("kpi"))
    uses = initiatives.annotate(reference=Lower("external_ref"), name=Lower("title"))
    meant: list[Measured] = [
        *kpis.filter(called, **inside).select_related("initiative"),
        *guards.filter(name__in=names, **inside).select_related("initiative"),
        *uses.filter(called),
    ]
    return {name: _meant(name, meant, member_id) for name in names}


def _meant(name: str, known: Sequence[Measured], member_id: UUID) -> Sequence[Measured]:
    """Of them, what the name means first."""
    for kind in (Objective, GuardRail, Initiative):
        of_kind = [one for one in known if isinstance(one, kind)]
        by_reference = [one for one in of_kind if one.reference == name]  # type: ignore[union-attr]
        named = [one for one in of_kind if one.name == name]  # type: ignore[union-attr]
        found = by_reference or [one for one in named if _is_carried_by(one, member_id)] or named
        if found:
            return found
    return ()


def _is_carried_by(one: Measured, member_id: UUID) -> bool:
    row = one if isinstance(one, Initiative) else one.initiative
    return row.captain_id == member_id
