"""Literacy measures: what was done so that people use AI knowingly."""

from collections.abc import Iterable

from assessments.skills.services import record_literacy, tick_attendance
from governance.api.codec import PageQuery
from governance.api.operations import act, operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from governance.literacy.models import LiteracyMeasure
from governance.literacy.selectors import literacy_measures
from governance.literacy.services import MeasureInput
from portfolio.decisions.selectors import Authority
from portfolio.skills.api.skills import (
    AttendanceBody,
    LiteracyMeasureAnswer,
    measure_answers,
)


def recorded(_view: ApiView, row: LiteracyMeasure, **_path: object) -> LiteracyMeasureAnswer:
    """The measure with who took part."""
    return next(iter(measure_answers([row], shows_persons=True)))


class LiteracyMeasures(ApiView):
    @operation(
        "Literacy measures, newest first",
        Page[LiteracyMeasureAnswer],
        name="list_literacy_measures",
        query=PageQuery,
    )
    def get(self, query: PageQuery) -> Page[LiteracyMeasureAnswer]:
        """Every measure; who took part is named to who may record, and counted for all."""
        return self.page(literacy_measures().order_by(), self._measures)

    def _measures(self, rows: Iterable[LiteracyMeasure]) -> Iterable[LiteracyMeasureAnswer]:
        authority = Authority(actor=self.actor, today=self.today, mandates=())
        may = authority.denial(permission="literacy.record") is None
        return measure_answers(rows, shows_persons=may)

    post = act(
        record_literacy,
        "Record a literacy measure",
        LiteracyMeasureAnswer,
        body=MeasureInput,
        whole="given",
        answer=recorded,
        name="record_literacy_measure",
        status=201,
        writes_version=False,
    )


class LiteracyAttendance(ApiView):
    post = act(
        tick_attendance,
        "Say who was there: only they count as reached",
        LiteracyMeasureAnswer,
        body=AttendanceBody,
        answer=recorded,
        names={"literacy_measure_id": "measure_id"},
        writes_version=False,
    )
