from collections.abc import Collection
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.access.services import require
from governance.literacy.choices import LiteracyFactor, MeasureKind
from governance.literacy.models import LiteracyMeasure
from governance.members.models import Member
from governance.register.models import RegisterEntry
from tenants.bounds import text
from tenants.columns import check_columns
from tenants.errors import Invalid
from tenants.rows import locked
from tenants.transactions import use_case

LONGEST = 6000


Persons = Annotated[tuple[UUID, ...], Meta(max_length=1000)]
Minutes = Annotated[int, Meta(ge=1, le=LONGEST)]
Evidence = Annotated[str, text(600, shortest=0)]


class MeasureInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure as somebody tells it: for people by name, for roles, or both; in minutes."""

    kind: MeasureKind
    held_on: date
    person_ids: Persons = msgspec.field(name="persons", default=())
    audience: Annotated[tuple[Role, ...], Meta(max_length=10)] = ()
    duration_min: Minutes | None = None
    entry_ids: Annotated[tuple[UUID, ...], Meta(max_length=200)] = msgspec.field(
        name="entries", default=()
    )
    factors: Annotated[tuple[LiteracyFactor, ...], Meta(max_length=10)] = msgspec.field(
        name="factors_considered", default=()
    )
    evidence: Evidence = ""


def record_measure(act: Act, *, given: MeasureInput) -> LiteracyMeasure:
    """The measure is recorded as it was taken.

    Invalid `invalid_fields`: *held_on* `in_future`, *persons* `required` (neither people nor
    roles) or `unknown`, *entries* `unknown`, *duration_min*
    `minutes_out_of_range`, *evidence* as its column.
    """
    require(act, permission="literacy.record")
    check_columns(model=LiteracyMeasure, values={"evidence": given.evidence})
    with use_case():
        _check(given, today=act.today)
        return LiteracyMeasure.objects.create(
            kind=given.kind,
            audience=sorted(set(given.audience)),
            persons=sorted(set(given.person_ids)),
            entries=sorted(set(given.entry_ids)),
            held_on=given.held_on,
            duration_min=given.duration_min,
            factors_considered=sorted(set(given.factors)),
            evidence=given.evidence.strip(),
            recorded_by_id=act.actor.person_id,
            recorded_at=act.now,
        )


def tick_attendance(
    act: Act, *, measure_id: UUID, attended_ids: Collection[UUID]
) -> LiteracyMeasure:
    """Those members were there, as the sheet says; nobody else counts as reached by it.

    Raises NotAllowed, NotFound `measure_not_found`, Invalid `invalid_fields`.
    """
    require(act, permission="literacy.record")
    with use_case():
        row = locked(LiteracyMeasure, measure_id, code="measure_not_found")
        known = Member.objects.filter(id__in=attended_ids, joined_at__isnull=False)
        if known.count() != len(set(attended_ids)):
            raise Invalid("invalid_fields", fields={"attended": ["unknown"]})
        row.attended = sorted(set(attended_ids))
        row.save(update_fields=["attended"])
    return row


def _check(given: MeasureInput, *, today: date) -> None:
    wrong: dict[str, list[str]] = {}
    named = set(given.person_ids)
    if given.held_on > today:
        wrong["held_on"] = ["in_future"]
    if given.duration_min is not None and not 0 < given.duration_min <= LONGEST:
        wrong["duration_min"] = ["minutes_out_of_range"]
    if not named and not given.audience:
        wrong["persons"] = ["required"]
    elif Member.objects.filter(id__in=named).count() != len(named):
        wrong["persons"] = ["unknown"]
    uses = set(given.entry_ids)
    if RegisterEntry.objects.filter(id__in=uses).count() != len(uses):
        wrong["entries"] = ["unknown"]
    if wrong:
        raise Invalid("invalid_fields", fields=wrong)
