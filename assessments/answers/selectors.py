"""The company's assessments and their answers, as the rules read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db.models import QuerySet

from assessments.advice.rules import Advice
from assessments.answers.choices import AssessmentState
from assessments.answers.models import Assessment, Respondent
from assessments.comparison.rules import Taken
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import (
    DONT_KNOW,
    Answers,
    position,
    previous_item,
    progress,
    visible_items,
)
from assessments.questionnaire.rules.questionnaire import ANCHORED, Item, Questionnaire
from assessments.questionnaire.selectors import answer_text, listed, range_text, spaced
from assessments.uses.rules import UseCase
from governance.access.rules.authority import SubjectFacts
from tenants.errors import NotFound, Refused

LASTS = timedelta(days=30)


def all_assessments() -> QuerySet[Assessment]:
    """Every assessment of the company, the newest first, with who started it."""
    return Assessment.objects.select_related("started_by").order_by("-id")


def get_assessment(assessment_id: UUID) -> Assessment:
    """The assessment of that id; NotFound `assessment_not_found`."""
    found = Assessment.objects.select_related("started_by").filter(id=assessment_id).first()
    if found is None:
        raise NotFound("assessment_not_found", named=assessment_id)
    return found


def refusal(assessment: Assessment, *, now: datetime) -> str | None:
    """Why it takes no answers: `assessment_completed`, `assessment_expired`, or None."""
    if assessment.state == AssessmentState.COMPLETED:
        return "assessment_completed"
    if assessment.state == AssessmentState.EXPIRED or is_past(assessment, now=now):
        return "assessment_expired"
    return None


def is_past(assessment: Assessment, *, now: datetime) -> bool:
    """Whether an open assessment has lasted its thirty days."""
    return assessment.state == AssessmentState.OPEN and assessment.started_at + LASTS <= now


def open_assessment(*, now: datetime) -> Assessment | None:
    """The one assessment that takes answers now, if any."""
    open_ones = Assessment.objects.select_related("started_by")
    return open_ones.filter(state=AssessmentState.OPEN, started_at__gt=now - LASTS).first()


def completed_assessments(
    *, until: datetime | None = None, most: int | None = None
) -> list[Assessment]:
    """The completed ones, the newest first; before *until* and so many where told."""
    done = Assessment.objects.filter(state=AssessmentState.COMPLETED)
    if until is not None:
        done = done.filter(completed_at__lt=until)
    return list(done.order_by("-completed_at", "-id")[:most])


def taken(assessment: Assessment, answers: Answers) -> Taken:
    """A completed assessment as the rules compare it: answers, and the result computed then."""
    return Taken(
        catalogue.questionnaire(assessment.questionnaire_version),
        answers,
        assessment.result,
    )


def invited(assessment: Assessment) -> SubjectFacts:
    """Who was asked to answer this assessment, for the question whether one may."""
    members = Respondent.objects.filter(assessment=assessment, member__isnull=False)
    return SubjectFacts(invited_ids=frozenset(members.values_list("member_id", flat=True)))


def suggested_use_case(*, assessment_id: UUID, use_case_id: str) -> UseCase:
    """A use that this assessment suggests or sets aside for later, from the catalogue it used.

    NotFound `assessment_not_found`, `use_case_not_found`.
    """
    advice: Advice | None = get_assessment(assessment_id).advice
    offered = (
        (*advice.uses.shortlist, *advice.uses.not_yet, *advice.uses.everywhere) if advice else ()
    )
    if advice is None or use_case_id not in {one.use_case_id for one in offered}:
        raise NotFound("use_case_not_found", named=use_case_id, use_case=use_case_id)
    return catalogue.use_cases(advice.uses.catalogue_version).use_cases[use_case_id]


def completed_assessment(assessment_id: UUID) -> Assessment:
    """The completed assessment of that id; NotFound `assessment_not_found`, Refused `no_result`."""
    found = get_assessment(assessment_id)
    if found.state != AssessmentState.COMPLETED:
        raise Refused("no_result")
    return found


MOST_KEYS = 5
SHORT = 5


@dataclass(frozen=True, slots=True)
class ChoiceCard:
    """A card to choose: what is sent, what is read, its key if it has one."""

    value: str
    label: str
    key: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the skills grid or a range to choose: its name in the form and its cards."""

    name: str
    label: str
    choices: tuple[ChoiceCard, ...]

    @property
    def is_wide(self) -> bool:
        """Whether its cards hold more than a short number."""
        return any(len(choice.label) > SHORT for choice in self.choices)


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """Where one stands: the question's number, how many are answered, minutes left.

    *theme* counts the dimensions of the questionnaire from 1; 0 outside of them.
    """

    number: int
    total: int
    answered: int
    minutes_left: int
    dimension: str
    theme: int
    themes: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question: *kind* is one (radio cards), many (boxes, *most* at most) or rows."""

    item_id: str
    kind: str
    text: str
    most: int
    choices: tuple[ChoiceCard, ...]
    rows: tuple[Row, ...]
    has_keys: bool
    place: QuestionPlace
    previous_id: str | None
    skip_id: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A visible item with its answer in words; *text* is empty where there is none."""

    item_id: str
    number: int
    question: str
    text: str
    is_answered: bool


def next_after(questionnaire: Questionnaire, answers: Answers, *, item_id: str) -> str | None:
    """The id of the next unanswered item further down; None where the rest is answered."""
    place = position(questionnaire, answers, item_id=item_id)
    further = visible_items(questionnaire, answers)[place:]
    return next((item.id for item in further if item.id not in answers), None)


def question(
    *,
    questionnaire: Questionnaire,
    answers: Answers,
    item_id: str,
    language: str,
    attempt: tuple[str, ...] = (),
) -> Question:
    """The question of that id; KeyError if these answers do not show it.

    *attempt* are options just chosen and refused: they stay chosen on the page.
    """
    number = position(questionnaire, answers, item_id=item_id)
    item = questionnaire.item(item_id)
    before = previous_item(questionnaire, answers, before=item_id)
    following = visible_items(questionnaire, answers)[number:]
    choices = _choices(questionnaire, item, attempt or answers.get(item_id), language)
    rows = _rows(item, answers.get(item_id), language)
    return Question(
        item_id=item_id,
        kind="rows" if rows else "many" if item.kind == "multi" else "one",
        text=spaced(item.question.in_language(language)),
        most=item.most,
        choices=choices,
        rows=rows,
        has_keys=any(choice.key for choice in choices),
        place=_place(questionnaire, answers, item, number, language),
        previous_id=before.id if before else None,
        skip_id=following[0].id if following else None,
    )


def overview(
    *, questionnaire: Questionnaire, answers: Answers, language: str
) -> tuple[Answered, ...]:
    """Every visible question in order with the answer it has."""
    return tuple(
        Answered(
            item.id,
            number,
            spaced(item.question.in_language(language)),
            answer_text(questionnaire, item, answers.get(item.id), language),
            item.id in answers,
        )
        for number, item in enumerate(visible_items(questionnaire, answers), start=1)
    )


def _place(
    questionnaire: Questionnaire, answers: Answers, item: Item, number: int, language: str
) -> QuestionPlace:
    so_far = progress(questionnaire, answers, language=language)
    names = [dimension.id for dimension in questionnaire.dimensions]
    dimension = item.dimension
    return QuestionPlace(
        number=number,
        total=so_far.total,
        answered=so_far.answered,
        minutes_left=ceil(so_far.seconds_left / 60),
        dimension=questionnaire.dimension(dimension).name.in_language(language)
        if dimension
        else "",
        theme=names.index(dimension) + 1 if dimension else 0,
        themes=len(names),
    )


def _choices(
    questionnaire: Questionnaire, item: Item, answer: object, language: str
) -> tuple[ChoiceCard, ...]:
    if item.kind in ANCHORED:
        texts = [(str(n), text.in_language(language)) for n, text in enumerate(item.anchors)]
        chosen = {"" if answer is None else str(answer)}
    else:
        texts = [(option.id, option.name.in_language(language)) for option in item.options]
        chosen = {answer} if isinstance(answer, str) else set(listed(answer))
    has_keys = item.kind in ANCHORED or (item.kind == "choice" and len(texts) <= MOST_KEYS)
    choices = [
        ChoiceCard(value, spaced(label), str(place) if has_keys else "", value in chosen)
        for place, (value, label) in enumerate(texts, start=1)
    ]
    if item.kind == "scored":
        label = questionnaire.dont_know.in_language(language)
        choices.append(ChoiceCard(DONT_KNOW, label, "0", DONT_KNOW in chosen))
    return tuple(choices)


def _rows(item: Item, answer: object, language: str) -> tuple[Row, ...]:
    chosen = answer if isinstance(answer, Mapping) else {}
    grid = [(row.id, row.name, item.columns) for row in item.rows]
    grid += [(field.id, field.name, field.choices) for field in item.fields]
    return tuple(
        Row(
            name,
            label.in_language(language),
            tuple(
                ChoiceCard(str(n), range_text(text, language), "", chosen.get(name) == n)
                for n, text in enumerate(texts)
            ),
        )
        for name, label, texts in grid
    )
