from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.literacy.models import LiteracyMeasure
from governance.literacy.rules import YEAR, Coverage, Held, Learner, coverage, is_for
from governance.members.models import Member
from tenants.errors import NotFound


def literacy_measures() -> QuerySet[LiteracyMeasure]:
    """Every measure with who recorded it, the newest first."""
    return LiteracyMeasure.objects.select_related("recorded_by").order_by("-held_on", "-id")


def literacy_coverage(
    *, members: Sequence[Member], measures: Iterable[LiteracyMeasure], today: date
) -> Coverage:
    """Whom of these members these measures have reached in the last twelve months; no query."""
    joined = [(one, one.joined_at) for one in members if one.joined_at is not None]
    learners = [Learner(one.id, one.role, since.date()) for one, since in joined]
    return coverage(learners=learners, measures=map(held_of, measures), today=today)


def held_of(one: LiteracyMeasure) -> Held:
    """The measure as the rules read it."""
    attended = None if one.attended is None else frozenset(one.attended)
    return Held(
        one.held_on,
        frozenset(one.persons),
        frozenset(one.audience),
        one.duration_min or 0,
        attended,
    )


def get_measure(measure_id: UUID) -> LiteracyMeasure:
    """That measure; raises NotFound `measure_not_found`."""
    row = literacy_measures().filter(id=measure_id).first()
    if row is None:
        raise NotFound("measure_not_found", named=measure_id)
    return row


def expected(row: LiteracyMeasure, members: Sequence[Member]) -> list[Member]:
    """Whom of these members the measure was for; no query."""
    held = held_of(row)
    return [
        one
        for one in members
        if one.joined_at and is_for(held, Learner(one.id, one.role, one.joined_at.date()))
    ]


def _literacy(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.LITERACY,
        powers=(Power(permission="literacy.record"),),
        door=Place(route="literacy"),
        operation=Place(route="api_literacy_measures"),
        **row.of(reader),
    )


# Uses in place whose people had no measure within twelve months; one about no use is about all.
LITERACY_OWED = DutySource(
    sql=f"""
SELECT count(*) AS count, min(e.declared_on) AS since FROM governance_registerentry e
WHERE e.status IN ('live', 'stop_asked') AND NOT EXISTS (
 SELECT FROM governance_literacymeasure m
 WHERE m.held_on > %(today)s::date - {YEAR.days} AND m.held_on <= %(today)s::date
 AND (cardinality(m.entries) = 0 OR e.id = ANY(m.entries)))
HAVING count(*) > 0
""",
    row=Owed,
    read=_literacy,
)


def measures_of_the_year(*, today: date) -> list[LiteracyMeasure]:
    """The measures of the last twelve months, the newest first."""
    return list(literacy_measures().filter(held_on__gt=today - YEAR, held_on__lte=today))
