"""One line of the list of assessments."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import get_language

from assessments.again.selectors import carryable, next_item
from assessments.answers.choices import AssessmentState
from assessments.answers.models import Assessment
from assessments.answers.selectors import all_assessments
from assessments.contradictions.rules import Pair
from assessments.contradictions.selectors import contradictory, kept_pairs
from assessments.diagnostic.services import (
    carry_answers,
    complete_assessment,
    save_answer,
    start_assessment,
)
from assessments.observed.rules import Seen
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers, visible_items
from assessments.results.rules.results import Result, plain
from assessments.roadmap.rules.recommendations import Roadmap
from assessments.uses.rules import UseCaseAdvice
from assessments.voices.rules.picture import Voices
from assessments.voices.selectors.voices import RespondentSeat, seat_of, shared_voices
from governance.api.codec import Body, PageQuery
from governance.api.operations import Reply, act, operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from tenants.bounds import one_of
from tenants.errors import Invalid
from tenants.shapes import LocalTime, Shape, local_time


class AssessmentSummaryAnswer(Shape, frozen=True, kw_only=True):
    """An assessment with its level of maturity where it has one; `overall` is of 100."""

    id: UUID
    state: AssessmentState
    questionnaire_version: str
    engine_version: str
    started_by_id: UUID
    started_at: LocalTime
    completed_at: LocalTime | None
    again_proposed_at: LocalTime | None
    level: int | None
    overall: float | None
    version: int


def summary_fields(one: Assessment) -> dict[str, Any]:
    """The values of a summary by name."""
    return {
        "id": one.id,
        "state": AssessmentState(one.state),
        "questionnaire_version": one.questionnaire_version,
        "engine_version": one.engine_version,
        "started_by_id": one.started_by_id,
        "started_at": local_time(one.started_at),
        "completed_at": one.completed_at and local_time(one.completed_at),
        "again_proposed_at": one.again_proposed_at and local_time(one.again_proposed_at),
        "level": one.result.level if one.result else None,
        "overall": one.result.overall if one.result else None,
        "version": one.version,
    }


def summaries(rows: Iterable[Assessment]) -> Iterable[AssessmentSummaryAnswer]:
    """Those assessments, a line each."""
    return (AssessmentSummaryAnswer(**summary_fields(one)) for one in rows)


class ContradictionAnswer(Shape, frozen=True, kw_only=True):
    """Two answers that do not go together, and why in the caller's language."""

    id: str
    items: tuple[str, ...]
    why: str


class MarkAnswer(Shape, frozen=True, kw_only=True):
    """An answer held against the product's rows; `seen` is the anchor they show."""

    item_id: str
    status: Annotated[str, one_of(("confirmed", "contradicted", "exceeded"))]
    answered: int
    seen: int
    code: str
    at: LocalTime


class ObservedAnswer(Shape, frozen=True, kw_only=True):
    """What the product saw at completion; `scores` of 100 where it saw half of a dimension."""

    on: date
    marks: tuple[MarkAnswer, ...]
    scores: dict[str, float]
    proven: tuple[str, ...]


def contradictions_of(assessment: Assessment, answers: Answers) -> tuple[ContradictionAnswer, ...]:
    """The pairs of an open assessment now, of a completed one as they were kept."""
    if assessment.result is None:
        questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
        return tuple(_plain(pair) for pair in contradictory(questionnaire, answers))
    noted = assessment.advice.contradictions if assessment.advice else None
    return tuple(_plain(pair) for pair in kept_pairs(noted))


def observed_of(seen: Seen) -> dict[str, Any]:
    """What the product saw, its moments as they are stored."""
    kept = [{**plain(one), "at": one.at.isoformat()} for one in seen.marks]
    return {**plain(seen), "marks": kept}


def _plain(pair: Pair) -> ContradictionAnswer:
    why = pair.name.in_language(get_language() or "fr")
    return ContradictionAnswer(id=pair.id, items=tuple(pair.items), why=why)


class AdviceAnswer(Shape, frozen=True, kw_only=True):
    """Recommendations and uses by id, as computed when the assessment was completed."""

    roadmap: Roadmap
    uses: UseCaseAdvice


class AssessmentAnswer(AssessmentSummaryAnswer, frozen=True, kw_only=True):
    """An assessment whole; `answers` count for the company, `own_answers` are the caller's.

    `carryable` items may be confirmed with their answers of before.
    `result`, `advice` and `voices` are null until it is completed, and `voices` where one person
    answered alone; in it, `counts.team` is null below five.
    """

    answers: dict[str, Any]
    own_answers: dict[str, Any]
    asked: tuple[str, ...]
    next: str | None
    carryable: tuple[str, ...]
    contradictions: tuple[ContradictionAnswer, ...]
    observed: ObservedAnswer | None
    result: Result | None
    advice: AdviceAnswer | None
    voices: Voices | None


def whole_assessment(seat: RespondentSeat) -> AssessmentAnswer:
    """What the caller reads of it; result and advice as they were computed.

    While it is open, *asked* and *next* follow the caller's own answers where there are any.
    """
    assessment = seat.assessment
    is_open = assessment.result is None
    reader = seat if is_open and seat.is_taken else replace(seat, answers=seat.firm)
    advice, heard = assessment.advice, shared_voices(assessment)
    seen: Any = observed_of(advice.observed) if advice and advice.observed else None
    return AssessmentAnswer(
        **summary_fields(assessment),
        answers=plain(seat.firm),
        own_answers=plain(seat.answers),
        asked=tuple(item.id for item in visible_items(seat.questionnaire, reader.answers)),
        next=next_item(reader) if is_open else None,
        carryable=tuple(carryable(seat)) if is_open else (),
        contradictions=contradictions_of(assessment, seat.firm),
        observed=seen,
        result=assessment.result,
        advice=AdviceAnswer(roadmap=advice.roadmap, uses=advice.uses) if advice else None,
        voices=heard.picture if heard else None,
    )


class AnswerBody(Body, frozen=True, kw_only=True):
    """An anchor 0 to 4 or "dk", an option's id, a list of them, or an object of whole numbers."""

    value: Any


class ItemAnswer(Shape, frozen=True, kw_only=True):
    """The caller's own answer to one item."""

    value: Any


def as_it_is(view: ApiView, row: Any = None, **path: Any) -> AssessmentAnswer:
    """The assessment as the caller reads it, in one query."""
    known = path["assessment_id"] if path else row.id
    return whole_assessment(seat_of(known, member_id=view.actor.member_id))


class AssessmentList(ApiView):
    @operation(
        "Assessments, newest first",
        Page[AssessmentSummaryAnswer],
        name="list_assessments",
        query=PageQuery,
    )
    def get(self, query: PageQuery) -> Page[AssessmentSummaryAnswer]:
        """Every assessment of the company, with its level where it has one."""
        return self.page(all_assessments(), summaries)

    post = act(
        start_assessment,
        "Start an assessment, or go on with the open one",
        AssessmentAnswer,
        answer=as_it_is,
        status=201,
        located="api_assessment",
    )


class AssessmentDetail(ApiView):
    @operation(
        "One assessment with answers, result and advice",
        AssessmentAnswer,
        name="get_assessment",
        writes_version=True,
    )
    def get(self, assessment_id: UUID) -> AssessmentAnswer:
        """Answers, what is asked next, result and advice as computed then."""
        return as_it_is(self, assessment_id=assessment_id)


class AssessmentItem(ApiView):
    @operation("One's own answer to one item", ItemAnswer, name="get_answer", writes_version=True)
    def get(self, assessment_id: UUID, item: str) -> Reply:
        """What the key's owner answered, null where nothing was; 422 `not_an_item`."""
        seat = seat_of(assessment_id, member_id=self.actor.member_id)
        if item not in {one.id for one in seat.questionnaire.items}:
            raise Invalid("not_an_item")
        return Reply(ItemAnswer(value=plain(seat.answers.get(item))), seat.assessment.version)

    put = act(
        save_answer,
        "Answer one item",
        AssessmentAnswer,
        body=AnswerBody,
        answer=as_it_is,
        known=get,
        names={"item": "item_id", "value": "raw"},
    )


class AssessmentCarried(ApiView):
    post = act(
        carry_answers,
        "Confirm that the rest is as in the assessment before",
        AssessmentAnswer,
        answer=as_it_is,
    )


class AssessmentCompletion(ApiView):
    post = act(
        complete_assessment,
        "Complete an assessment: its result and advice are computed and kept",
        AssessmentAnswer,
        answer=as_it_is,
    )
