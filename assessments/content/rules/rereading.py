"""What a company's latest diagnostic would say under other content: a simulation, never kept.

A new question counts as unanswered: it calls for nothing and widens the interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.comparison.rules import Taken
from assessments.questionnaire.rules.answers import (
    Answers,
    AnswerValue,
    BadAnswer,
    parse_answer,
    visible_items,
)
from assessments.questionnaire.rules.mapping import carried_items, carry_answers
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from assessments.results.rules.results import UNANSWERED, plain
from assessments.results.rules.scoring import assess
from assessments.roadmap.rules.actions import ActionCatalogue
from assessments.roadmap.rules.priority import triggered
from assessments.uses.rules import UseCaseCatalogue, rank_use_cases


@dataclass(frozen=True, slots=True)
class Rereading:
    """One diagnostic under other content: levels are None where none is announced.

    *comparable* of the *asked* scored items of the newer questionnaire have an older counterpart;
    *appearing* and *vanishing* are actions called for, or uses suggested, now or no more.
    """

    version: str
    comparable: int
    asked: int
    level_before: int | None
    level_after: int | None
    score_before: float
    score_after: float
    appearing: tuple[str, ...]
    vanishing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """The rereadings of many companies, counted; *moves* by level before and after."""

    rereadings: int
    least_comparable: int
    most_comparable: int
    moves: tuple[tuple[int | None, int | None, int], ...]
    appearing: tuple[tuple[str, int], ...]
    vanishing: tuple[tuple[str, int], ...]


def reread_under(
    *, taken: Taken, after: Questionnaire, old: ActionCatalogue, new: ActionCatalogue
) -> Rereading:
    """The diagnostic under another questionnaire, with the actions that go with each."""
    answers = reread_answers(taken, after)
    result = assess(questionnaire=after, answers=answers)
    carried = carried_items(taken.questionnaire, after)
    shown = {item.id for item in visible_items(taken.questionnaire, taken.answers)}
    asked = [item for item in visible_items(after, answers) if item.kind == "scored"]
    comparable = [i for i in asked if i.id in carried and carried[i.id].item_id in shown]
    before = triggered(catalogue=old, questionnaire=taken.questionnaire, answers=taken.answers)
    calls = triggered(catalogue=new, questionnaire=after, answers=answers)
    answered = [
        name for name, firing in calls.items() if any(f.state != UNANSWERED for f in firing)
    ]
    return Rereading(
        version=taken.questionnaire.version,
        comparable=len(comparable),
        asked=len(asked),
        level_before=taken.result.level,
        level_after=result.level,
        score_before=taken.result.overall,
        score_after=result.overall,
        appearing=tuple(sorted(set(answered) - before.keys())),
        vanishing=tuple(sorted(before.keys() - calls.keys())),
    )


def reread_actions(*, taken: Taken, old: ActionCatalogue, new: ActionCatalogue) -> Rereading:
    """The diagnostic with other actions: its score and level are what they are."""
    was, now = (
        triggered(catalogue=one, questionnaire=taken.questionnaire, answers=taken.answers)
        for one in (old, new)
    )
    return _unmoved(taken, before=was, after=now)


def reread_use_cases(*, taken: Taken, old: UseCaseCatalogue, new: UseCaseCatalogue) -> Rereading:
    """The diagnostic with other uses: those it suggests, of five."""
    was, now = (
        {
            one.use_case_id
            for one in rank_use_cases(
                catalogue=catalogue,
                questionnaire=taken.questionnaire,
                answers=taken.answers,
                result=taken.result,
            ).shortlist
        }
        for catalogue in (old, new)
    )
    return _unmoved(taken, before=was, after=now)


def reread_answers(taken: Taken, after: Questionnaire) -> Answers:
    """Older answers as another questionnaire reads them; what it would refuse is left out."""
    answers = dict(carry_answers(carried_items(taken.questionnaire, after), taken.answers))
    for item in after.items:
        old = taken.questionnaire.find(item.id)
        if item.anchors or old is None or old.revision != item.revision:
            continue
        if item.id in taken.answers:
            answers |= _accepted(item, taken.answers[item.id])
    return answers


def effects_of(rereadings: Iterable[Rereading]) -> Effects:
    """The totals over companies, the most frequent first."""
    every = list(rereadings)
    moves = Counter((one.level_before, one.level_after) for one in every)
    comparable = [one.comparable for one in every] or [0]
    return Effects(
        rereadings=len(every),
        least_comparable=min(comparable),
        most_comparable=max(comparable),
        moves=tuple((*levels, count) for levels, count in sorted(moves.items(), key=_by_level)),
        appearing=_counted(name for one in every for name in one.appearing),
        vanishing=_counted(name for one in every for name in one.vanishing),
    )


def _accepted(item: Item, answer: AnswerValue) -> dict[str, AnswerValue]:
    try:
        return {item.id: parse_answer(item, plain(answer))}
    except BadAnswer:
        return {}


def _unmoved(taken: Taken, *, before: Iterable[str], after: Iterable[str]) -> Rereading:
    shown = visible_items(taken.questionnaire, taken.answers)
    asked = sum(item.kind == "scored" for item in shown)
    level, score = taken.result.level, taken.result.overall
    was, now = set(before), set(after)
    return Rereading(
        version=taken.questionnaire.version,
        comparable=asked,
        asked=asked,
        level_before=level,
        level_after=level,
        score_before=score,
        score_after=score,
        appearing=tuple(sorted(now - was)),
        vanishing=tuple(sorted(was - now)),
    )


def _by_level(move: tuple[tuple[int | None, int | None], int]) -> tuple[int, int]:
    before, after = move[0]
    return before or 0, after or 0


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts: Mapping[str, int] = Counter(names)
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
