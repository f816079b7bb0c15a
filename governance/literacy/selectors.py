from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from governance.literacy.models import LiteracyMeasure
from governance.literacy.rules import YEAR, Coverage, Held, Learner, coverage
from governance.members.models import Member


def literacy_measures() -> QuerySet[LiteracyMeasure]:
    """Every measure with who recorded it, the newest first."""
    return LiteracyMeasure.objects.select_related("recorded_by").order_by("-held_on", "-id")


def literacy_coverage(
    *, members: Sequence[Member], measures: Iterable[LiteracyMeasure], today: date
) -> Coverage:
    """Whom of these members these measures have reached in the last twelve months; no query."""
    joined = [(one, one.joined_at) for one in members if one.joined_at is not None]
    learners = [Learner(one.id, one.role, since.date()) for one, since in joined]
    held = [
        Held(one.held_on, frozenset(one.persons), frozenset(one.audience), one.duration_min or 0)
        for one in measures
    ]
    return coverage(learners=learners, measures=held, today=today)


def measures_of_the_year(*, today: date) -> list[LiteracyMeasure]:
    """The measures of the last twelve months, the newest first."""
    return list(literacy_measures().filter(held_on__gt=today - YEAR, held_on__lte=today))
