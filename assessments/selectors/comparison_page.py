"""What changed since the assessment before, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rules.comparison import Change, Comparison
from assessments.rules.questionnaire import Questionnaire
from assessments.selectors import catalogue
from assessments.selectors.wording import answer_text, spaced


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Before and after, of 100; *code* is up or down (clear), unclear, or unknown."""

    name: str
    before: int | None
    after: int | None
    delta: int | None
    code: str


@dataclass(frozen=True, slots=True)
class MovedLine:
    """An answer that moved; a text is empty where there was no answer."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The change overall and per dimension; *common_items* only across major versions.

    *completed* are the titles of the actions completed between the two.
    """

    overall: ChangeLine
    dimensions: tuple[ChangeLine, ...]
    moved: tuple[MovedLine, ...]
    common_items: int | None
    completed: tuple[str, ...] = ()

    @property
    def clear(self) -> tuple[ChangeLine, ...]:
        """The dimensions that clearly changed."""
        return tuple(line for line in self.dimensions if line.code in ("up", "down"))


def comparison_page(
    *,
    comparison: Comparison,
    questionnaire: Questionnaire,
    language: str,
    completed: tuple[str, ...] = (),
) -> ComparisonPage:
    """The page of a comparison, in the words of the newer questionnaire.

    *completed* are the ids of the actions completed in between.
    """
    actions = catalogue.actions_for(questionnaire.version).actions
    return ComparisonPage(
        overall=_line("", comparison.overall),
        dimensions=tuple(
            _line(questionnaire.dimension(one).name.in_language(language), change)
            for one, change in comparison.dimensions.items()
        ),
        moved=tuple(
            MovedLine(
                spaced(item.question.in_language(language)),
                answer_text(questionnaire, item, moved.before, language),
                answer_text(questionnaire, item, moved.after, language),
            )
            for moved in comparison.moved
            if (item := questionnaire.find(moved.item_id))
        ),
        common_items=comparison.common_items,
        completed=tuple(
            spaced(actions[one].title.in_language(language)) for one in completed if one in actions
        ),
    )


def _line(name: str, change: Change) -> ChangeLine:
    before = None if change.before is None else round(change.before)
    after = None if change.after is None else round(change.after)
    delta = None if before is None or after is None else after - before
    if change.delta is None:
        code = "unknown"
    elif not change.clear:
        code = "unclear"
    else:
        code = "up" if change.delta > 0 else "down"
    return ChangeLine(name, before, after, delta, code)
