"""Whether what stands stored is what is recomputed, for operators and for tests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Model

from portfolio.standing.models import Rollup, StandingDetail, StoredStanding
from portfolio.standing.selectors.answers import rollup_columns
from portfolio.standing.selectors.company import company
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.stored import shape, stored

BATCH = 200
# When a row was written is no claim; until when it is true may be said anew each day.
UNCLAIMED = frozenset({"as_of", "true_until"})


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What stands stored as true and is not: which columns, of an initiative or of the rollup."""

    initiative_id: UUID | None
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.initiative_id or 'rollup'}: {', '.join(self.columns)}"


def faults(*, today: date) -> list[Fault]:
    """Everything that claims to be true that day and is recomputed otherwise."""
    claims = {"shape": shape(), "as_of__lte": today, "true_until__gt": today}
    ids = iter(StoredStanding.objects.filter(**claims).values_list("initiative_id", flat=True))
    found: list[Fault] = []
    while batch := list(islice(ids, BATCH)):
        found += _of_initiatives(batch, today)
    rollup = Rollup.objects.filter(**claims).first()
    return found if rollup is None else [*found, *_of_rollup(rollup, today)]


def _of_initiatives(ids: Sequence[UUID], today: date) -> list[Fault]:
    mains = StoredStanding.objects.in_bulk(ids)
    details = StandingDetail.objects.in_bulk(ids)
    found = []
    for record in load_records(ids, today=today):
        key, now = record.initiative.id, stored(record, today=today)
        columns = [*_unequal(mains[key], now.main), *_unequal(details[key], now.more)]
        columns += ["signal_events"] if now.events else []
        if columns:
            found.append(Fault(initiative_id=key, columns=tuple(columns)))
    return found


def _of_rollup(rollup: Rollup, today: date) -> list[Fault]:
    """Nothing is said of it while what it sums is not true."""
    known = company(today=today)
    if not all(one.is_true for one in known.engaged):
        return []
    columns = [
        name
        for name, value in rollup_columns(known, today=today).items()
        if getattr(rollup, name) != value
    ]
    return [Fault(initiative_id=None, columns=tuple(columns))] if columns else []


def _unequal(row: Model, other: Model) -> Iterable[str]:
    names = [f.attname for f in row._meta.concrete_fields if f.attname not in UNCLAIMED]
    return [name for name in names if getattr(row, name) != getattr(other, name)]
