"""What a renewed assessment asks first, and what one tap may confirm as unchanged.

First the opening gate, then what the product's facts say otherwise, what was done since, what was
not known, and the lowest answers as far as three minutes go; all else is read and confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from msgspec.structs import replace

from assessments.questionnaire.rules.answers import (
    DONT_KNOW,
    Answers,
    AnswerValue,
    known_anchor,
    visible_items,
)
from assessments.questionnaire.rules.documents import Text
from assessments.questionnaire.rules.mapping import carried_items, carry_answers, revision_of
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from assessments.questionnaire.rules.reading_time import WORDS_PER_MINUTE, item_seconds

BUDGET_SECONDS = 180
TAP_SECONDS = 10
LOW_ANCHOR = 1
LANGUAGES = ("fr", "en")
_WORD = re.compile(r"[\w'’\-€%]+")


@dataclass(frozen=True, slots=True)
class Plan:
    """The ids asked first, in order, and those that may be carried over with their answers.

    *before* is the assessment that these answers are from.
    """

    first: tuple[str, ...]
    rest: tuple[str, ...]
    before: UUID | None = None


def known_before(before: Questionnaire, after: Questionnaire, answers: Answers) -> Answers:
    """The answers before that still speak, as the newer version's mapping reads them.

    Where nothing is mapped, those to questions whose meaning has not changed since; of options,
    those that still cover the same sectors.
    """
    known = dict(carry_answers(carried_items(before, after), answers))
    for item in after.items:
        old = before.find(item.id)
        if item.anchors or old is None or revision_of(old) != revision_of(item):
            continue
        if item.id in answers and _covers_the_same(old, item, answers[item.id]):
            known[item.id] = answers[item.id]
    return known


def _covers_the_same(old: Item, new: Item, answer: AnswerValue) -> bool:
    chosen = {answer} if isinstance(answer, str) else set(_listed(answer))
    before = {one.id: one.nace for one in old.options if one.id in chosen}
    return before == {one.id: one.nace for one in new.options if one.id in chosen}


def plan_again(
    *,
    questionnaire: Questionnaire,
    before: Answers,
    touched: Collection[str] = (),
    contradicted: Collection[str] = (),
) -> Plan:
    """The plan after those answers: *touched* by actions since, *contradicted* by facts."""
    items = visible_items(questionnaire, before)
    due = _ids(item for item in items if item.kind == "gate")
    due += _ids(item for item in items if item.id in contradicted)
    due += _ids(item for item in items if item.id in touched)
    due += _ids(item for item in items if before.get(item.id, DONT_KNOW) == DONT_KNOW)
    first = list(dict.fromkeys(due))
    for item in _lowest(items, before):
        longer = [*first, item.id] if item.id not in first else first
        if plan_seconds(questionnaire, before, _plan(items, longer)) > BUDGET_SECONDS:
            break
        first = longer
    return _plan(items, first)


def plan_seconds(questionnaire: Questionnaire, before: Answers, plan: Plan) -> float:
    """How long a slow reader needs in the slower language, where nothing has changed."""

    def seconds(language: str) -> float:
        first = sum(
            item_seconds(questionnaire, questionnaire.item(i), language) for i in plan.first
        )
        rest = sum(
            _words(questionnaire.item(i), before[i], language) for i in plan.rest if i in before
        )
        return first + rest * 60 / WORDS_PER_MINUTE + TAP_SECONDS

    return max(seconds(language) for language in LANGUAGES)


def asked_first(*, questionnaire: Questionnaire, plan: Plan, answers: Answers) -> Questionnaire:
    """The questionnaire as the plan asks it: its first questions, then those new on this path."""
    shown = {item.id: item for item in visible_items(questionnaire, answers)}
    first = [shown[one] for one in plan.first if one in shown]
    new = [item for item in shown.values() if item.id not in {*plan.first, *plan.rest}]
    return replace(questionnaire, items=(*first, *new))


def rest_left(*, questionnaire: Questionnaire, plan: Plan, answers: Answers) -> tuple[str, ...]:
    """What may still be confirmed as unchanged, in the questionnaire's order."""
    return tuple(
        item.id
        for item in visible_items(questionnaire, answers)
        if item.id in plan.rest and item.id not in answers
    )


def _plan(items: Iterable[Item], first: list[str]) -> Plan:
    return Plan(tuple(first), tuple(item.id for item in items if item.id not in first))


def _ids(items: Iterable[Item]) -> list[str]:
    return [item.id for item in items]


def _lowest(items: Iterable[Item], before: Answers) -> list[Item]:
    low = [
        (anchor, -item.weight, place, item)
        for place, item in enumerate(items)
        if item.kind == "scored"
        and (anchor := known_anchor(before, item.id)) is not None
        and anchor <= LOW_ANCHOR
    ]
    return [item for *_, item in sorted(low, key=lambda one: one[:3])]


def _words(item: Item, answer: object, language: str) -> int:
    """The words of a question and of its answer, as the page of the rest shows them."""
    texts: list[Text] = [item.question]
    if isinstance(answer, int):
        texts.append(item.anchors[answer])
    else:
        chosen = {answer} if isinstance(answer, str) else set(_listed(answer))
        texts += [one.name for one in (*item.options, *item.rows) if one.id in chosen]
        texts += [one.name for one in item.fields if one.id in chosen]
    return sum(len(_WORD.findall(text.in_language(language))) for text in texts)


def _listed(answer: object) -> Iterable[str]:
    return answer if isinstance(answer, tuple | Mapping) else ()
