"""What the current catalogues make of a set of answers, wherever these are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from assessments.comparison.rules import Change, Comparison
from assessments.contradictions.rules import given
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers
from assessments.questionnaire.rules.questionnaire import Level, Questionnaire
from assessments.questionnaire.selectors import anchor_text, answer_text, spaced
from assessments.results.rules.radar import Radar, RadarScore, radar
from assessments.results.rules.results import (
    DONT_KNOW,
    UNANSWERED,
    DimensionResult,
    Lift,
    LiftDimension,
    LiftItem,
    Result,
    Trace,
)
from assessments.results.rules.scoring import assess
from assessments.roadmap.rules.recommendations import NOTHING_ASIDE, recommend
from assessments.uses.rules import rank_use_cases


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result, and the advice in its stored form: `roadmap`, `uses` and `contradictions`."""

    result: Result
    advice: dict[str, Any]


def outcome_of(
    *,
    questionnaire: Questionnaire,
    answers: Answers,
    set_aside: Mapping[str, str] = NOTHING_ASIDE,
) -> Outcome:
    """The result of these answers, the roadmap and the uses that follow from it.

    *set_aside*: the actions that the roadmap must not propose, each with its reason. Pairs of
    answers that do not go together are named with the version they were read in.
    """
    result = assess(questionnaire=questionnaire, answers=answers)
    roadmap = recommend(
        catalogue=catalogue.actions_for(questionnaire.version),
        questionnaire=questionnaire,
        answers=answers,
        result=result,
        set_aside=set_aside,
    )
    uses = rank_use_cases(
        catalogue=catalogue.use_cases_for(questionnaire.version),
        questionnaire=questionnaire,
        answers=answers,
        result=result,
    )
    pairs = catalogue.current_contradictions()
    kept = given(contradictions=pairs, questionnaire=questionnaire, answers=answers)
    advice = {
        "roadmap": roadmap.as_dict(),
        "uses": uses.as_dict(),
        "contradictions": {"version": pairs.version, "kept": [pair.id for pair in kept]},
    }
    return Outcome(result, advice)


@dataclass(frozen=True, slots=True)
class Raise:
    """An answer to raise: the question, the anchor that counts today, the one needed."""

    question: str
    now: str
    needed: str


@dataclass(frozen=True, slots=True)
class RaiseDimension:
    """A dimension to raise, of 100, and the question that can do most for it."""

    name: str
    now: int
    needed: int
    question: str


@dataclass(frozen=True, slots=True)
class LiftLine:
    """What one ceiling asks before the next level; *points* are missing points of 100."""

    ceiling: str
    bites: bool
    points: int
    answers: tuple[Raise, ...]
    dimensions: tuple[RaiseDimension, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A ceiling that bites: usage, foundations, gate or weakest; *names* its dimensions."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TraceLine:
    """What one answer brings to its dimension: points of the most it could bring."""

    question: str
    answer: str
    state: str
    counts_zero: bool
    counts: bool
    points: float
    possible: float


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One dimension, of 100; *score* is None where too little is known to publish one."""

    id: str
    name: str
    score: int | None
    low: int
    high: int
    level_name: str
    best_question: str
    best_answer: str
    worst_question: str
    worst_answer: str
    traces: tuple[TraceLine, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """How sure the result is: its label, the answers behind it, the interval of 100."""

    label: str
    answered: int
    dont_know: int
    unanswered: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result, its limits, its dimensions and its trace; *level* None: not announced."""

    level: int | None
    level_name: str
    plain: str
    limits: tuple[Limit, ...]
    next_level: int | None
    next_level_name: str
    lifts: tuple[LiftLine, ...]
    overall: int
    worth: Worth
    to_clear: tuple[str, ...]
    dimensions: tuple[DimensionLine, ...]
    strengths: tuple[DimensionLine, ...]
    weakest: DimensionLine | None
    equal_level: int
    equal_overall: int
    radar: Radar


def result_page(
    *,
    questionnaire: Questionnaire,
    answers: Answers,
    result: Result,
    language: str,
    comparison: Comparison | None = None,
    seen: Mapping[str, float] | None = None,
) -> ResultPage:
    """The page of this result; with a comparison the radar has the former curve.

    *seen* is of 100 what the product sees, by dimension: one more curve of the radar.
    """
    writer = _Writer(questionnaire, answers, language)
    lines = {one.id: writer.dimension(one) for one in result.dimensions}
    level = writer.level(result.level)
    following = writer.level(result.lifts[0].to_level) if result.lifts else None
    return ResultPage(
        level=result.level,
        level_name=level.name.in_language(language) if level else "",
        plain=level.plain.in_language(language) if level else "",
        limits=tuple(writer.limit(code, result) for code in result.limited_by),
        next_level=following.number if following else None,
        next_level_name=following.name.in_language(language) if following else "",
        lifts=tuple(writer.lift(one, result) for one in result.lifts),
        overall=round(result.overall),
        worth=_worth(result),
        to_clear=tuple(writer.question(item_id) for item_id in result.to_clear),
        dimensions=tuple(lines.values()),
        strengths=tuple(lines[one] for one in result.strengths),
        weakest=lines[result.weakest] if result.weakest else None,
        equal_level=result.sensitivity.level,
        equal_overall=round(result.sensitivity.overall),
        radar=_radar(lines, comparison.dimensions if comparison else {}, seen or {}),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    questionnaire: Questionnaire
    answers: Answers
    language: str

    def question(self, item_id: str) -> str:
        return spaced(self.questionnaire.item(item_id).question.in_language(self.language))

    def name(self, dimension_id: str) -> str:
        return self.questionnaire.dimension(dimension_id).name.in_language(self.language)

    def level(self, number: int | None) -> Level | None:
        return next((one for one in self.questionnaire.levels if one.number == number), None)

    def limit(self, code: str, result: Result) -> Limit:
        lift = next((one for one in result.lifts if one.ceiling == code), None)
        names = [self.name(one.dimension) for one in lift.dimensions] if lift else []
        return Limit(code, tuple(names))

    def lift(self, lift: Lift, result: Result) -> LiftLine:
        return LiftLine(
            ceiling=lift.ceiling,
            bites=lift.ceiling in result.limited_by,
            points=ceil(lift.points_missing),
            answers=tuple(self._raise(one) for one in lift.items),
            dimensions=tuple(self._raise_dimension(one) for one in lift.dimensions),
        )

    def _raise(self, lift: LiftItem) -> Raise:
        item = self.questionnaire.item(lift.item_id)
        return Raise(
            self.question(lift.item_id),
            anchor_text(item, lift.anchor, self.language),
            anchor_text(item, lift.needed, self.language),
        )

    def _raise_dimension(self, lift: LiftDimension) -> RaiseDimension:
        question = self.question(lift.items[0]) if lift.items else ""
        return RaiseDimension(self.name(lift.dimension), int(lift.low), ceil(lift.needed), question)

    def dimension(self, one: DimensionResult) -> DimensionLine:
        counted = [trace for trace in one.traces if trace.counted is not None]
        best = max(counted, key=lambda trace: (trace.counted or 0, trace.weight), default=None)
        room = min(one.traces, key=lambda trace: ((trace.counted or 0), -trace.weight))
        level = self.level(one.level)
        return DimensionLine(
            id=one.id,
            name=self.name(one.id),
            score=None if one.score is None else round(one.score),
            low=round(one.low),
            high=round(one.high),
            level_name=level.name.in_language(self.language) if level else "",
            best_question=self.question(best.item_id) if best else "",
            best_answer=self._answer(best.item_id) if best else "",
            worst_question=self.question(room.item_id),
            worst_answer=self._answer(room.item_id),
            traces=tuple(self._trace(trace) for trace in one.traces),
        )

    def _answer(self, item_id: str) -> str:
        item = self.questionnaire.item(item_id)
        return answer_text(self.questionnaire, item, self.answers.get(item_id), self.language)

    def _trace(self, trace: Trace) -> TraceLine:
        return TraceLine(
            question=self.question(trace.item_id),
            answer=self._answer(trace.item_id),
            state=trace.state,
            counts_zero=trace.state == DONT_KNOW and trace.counted == 0,
            counts=trace.counted is not None,
            points=round(trace.points, 1),
            possible=round(trace.possible, 1),
        )


def _worth(result: Result) -> Worth:
    states = [trace.state for one in result.dimensions for trace in one.traces]
    return Worth(
        label=result.confidence_label,
        answered=len([state for state in states if state != UNANSWERED]),
        dont_know=states.count(DONT_KNOW),
        unanswered=states.count(UNANSWERED),
        low=round(result.low),
        high=round(result.high),
    )


def _radar(
    lines: Mapping[str, DimensionLine], before: Mapping[str, Change], seen: Mapping[str, float]
) -> Radar:
    former = {key: change.before for key, change in before.items() if change.before is not None}
    return radar(
        [
            RadarScore(
                line.name,
                line.score,
                round(former[key]) if key in former else None,
                round(seen[key]) if key in seen else None,
            )
            for key, line in lines.items()
        ]
    )
