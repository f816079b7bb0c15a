"""Many measurements at once: all of them, or none with what is wrong where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from uuid import UUID

from governance.access.rules.actors import Act
from portfolio.cap.selectors import lock_portfolio
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.rules import Told
from portfolio.objectives.services.measurements import add_measurement
from tenants.errors import DomainError, Invalid, NotFound
from tenants.transactions import use_case


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One value of the objective of that id, or of that own reference."""

    objective_id: UUID | None
    objective_ref: str
    value: Told
    on: date
    note: str = ""
    document: str = ""
    confirmed: bool = False


def add_measurements(act: Act, *, entries: Sequence[Entry]) -> list[Measurement]:
    """Every KPI has its value on its day, in that order; sent again, nothing changes.

    What one entry is refused for refuses all: an Invalid names its field as
    `measurements.<place>.<field>`, any other error has its `place` among its facts. Raises as
    `add_measurement` does.
    """
    with use_case():
        lock_portfolio()
        known = _by_reference(entries)
        return [_added(act, entry, place, known) for place, entry in enumerate(entries)]


def _by_reference(entries: Sequence[Entry]) -> Mapping[str, UUID]:
    wanted = {entry.objective_ref for entry in entries if entry.objective_ref}
    rows = Objective.objects.filter(external_ref__in=wanted) if wanted else Objective.objects.none()
    return dict(rows.values_list("external_ref", "id"))


def _added(act: Act, entry: Entry, place: int, known: Mapping[str, UUID]) -> Measurement:
    objective_id = entry.objective_id or known.get(entry.objective_ref)
    if objective_id is None:
        code = "objective_not_found" if entry.objective_ref else "required"
        raise Invalid("invalid_fields", fields={_field(place, "objective_ref"): [code]})
    try:
        return add_measurement(
            act,
            objective_id=objective_id,
            value=entry.value,
            on=entry.on,
            note=entry.note,
            document=entry.document,
            confirmed=entry.confirmed,
        )
    except DomainError as error:
        _refuse(error, place)


def _refuse(error: DomainError, place: int) -> NoReturn:
    if isinstance(error, Invalid):
        fields = {_field(place, name): codes for name, codes in error.fields.items()}
        raise Invalid(error.code, fields=fields, **error.facts, place=place) from error
    if isinstance(error, NotFound):
        raise NotFound(error.code, named=error.named, **error.facts, place=place) from error
    raise type(error)(error.code, **error.facts, place=place) from error


def _field(place: int, name: str) -> str:
    return f"measurements.{place}.{name}"
